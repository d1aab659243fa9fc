/**
 * Readers of weights that Keras saved: whole models and weights in HDF5 ({@code .h5}), and the archives of Keras 3
 * ({@code .keras}, {@code .weights.h5}). Nothing is rebuilt or run: a configuration in the file only tells what the
 * arrays are.
 */
@NullMarked
package org.bitwright.io.keras;

import org.jspecify.annotations.NullMarked;
