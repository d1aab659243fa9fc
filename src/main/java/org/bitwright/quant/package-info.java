/**
 * Number formats, granularity, grids, kernels, histograms, calibrators and error metrics, and what
 * the user chose: one {@code TensorConfig} a tensor in an immutable {@code QuantConfig}. Numbers in,
 * numbers and errors out; no files, no inference.
 */
@NullMarked
package org.bitwright.quant;

import org.jspecify.annotations.NullMarked;
