/**
 * The error of the layer that is shown: its distribution against the step, the channels by their share, and float
 * values against quantized ones. Shows only; what is computed lives in {@code quant}.
 */
@NullMarked
package org.bitwright.ui.errors;

import org.jspecify.annotations.NullMarked;
