/**
 * What runs single operators of a differentiable graph: ND4J, or code of our own where ND4J is slow or wrong. Kernels are
 * bound to arrays once and run many times, each on the calling thread alone, with the same result every time.
 */
@NullMarked
package org.bitwright.training.kernel;

import org.jspecify.annotations.NullMarked;
