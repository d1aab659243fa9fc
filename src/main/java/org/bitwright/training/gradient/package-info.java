/** Rounds gradients between backward pass and update, feeds back what that loses, and says what it did to them. */
@NullMarked
package org.bitwright.training.gradient;

import org.jspecify.annotations.NullMarked;
