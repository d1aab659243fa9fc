package org.bitwright.optimize;

/**
 * What a layer computes, at some positions of some samples: rows of inputs, and what the float network gives for each.
 * Rows are in random order, so that any run of them is a fair sample.
 *
 * @param rows number of rows
 * @param inputs for each group of channels its rows × columns numbers, row-major
 * @param outputs what the layer should give: rows × output channels
 */
record SampledRows(int rows, float[][] inputs, float[] outputs) {}
