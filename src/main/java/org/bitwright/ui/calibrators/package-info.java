/**
 * What every calibrator would make of a layer, side by side, before one is chosen. Shows only; what is computed lives in
 * {@code quant}.
 */
@NullMarked
package org.bitwright.ui.calibrators;

import org.jspecify.annotations.NullMarked;
