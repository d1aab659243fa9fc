/**
 * Inference: sessions, evaluation of a network and of its quantized candidates on a data set. The
 * only user of ONNX Runtime; everything above speaks to it through values, tensors in buffers and
 * calls that can be cancelled.
 */
@NullMarked
package org.bitwright.runtime;

import org.jspecify.annotations.NullMarked;
