/**
 * The ONNX document: read and checked, its layers found, rewritten (weights replaced, promoted to
 * inputs, stored as integers with DequantizeLinear) and written. A rewrite takes a document and gives
 * a new one; what it does not understand it carries along untouched. The only user of the ONNX
 * messages.
 */
@NullMarked
package org.bitwright.onnx;

import org.jspecify.annotations.NullMarked;
