/**
 * What changes weights after training: equalization, bias correction, learned rounding and error
 * feedback, with matrix algebra by ND4J. Empty until that work begins, but for the check that its
 * backend runs.
 */
@NullMarked
package org.bitwright.optimize;

import org.jspecify.annotations.NullMarked;
