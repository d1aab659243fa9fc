/**
 * The gradients of training: how those of a parameter are spread and what rounding makes of them, how that changes over
 * a run, and what their width does to what training reaches. Shows only; what is computed lives in {@code training}.
 */
@NullMarked
package org.bitwright.ui.gradients;

import org.jspecify.annotations.NullMarked;
