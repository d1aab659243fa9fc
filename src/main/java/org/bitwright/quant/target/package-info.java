/**
 * What becomes of the choices for activations in a runtime: where its rules put quantizers, which activations share
 * parameters, and how biases are stored. Works on the structure of a model and on statistics; it runs no network and
 * writes no file.
 */
@NullMarked
package org.bitwright.quant.target;

import org.jspecify.annotations.NullMarked;
