/**
 * Rounding of gradients between backward pass and update, and what it makes of them. Where gradients come from, and what
 * is done with them afterwards, is not known here.
 */
@NullMarked
package org.bitwright.training.gradient;

import org.jspecify.annotations.NullMarked;
