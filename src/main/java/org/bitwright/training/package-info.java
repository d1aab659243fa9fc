/**
 * Autodiff, quantization-aware training and gradient quantization on ND4J's SameDiff. Empty until
 * that work begins.
 */
@NullMarked
package org.bitwright.training;

import org.jspecify.annotations.NullMarked;
