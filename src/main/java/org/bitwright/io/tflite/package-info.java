/**
 * Reader of TensorFlow Lite models, as far as their weights: constants with their quantization, and which operator takes
 * them. The flatbuffer is read through views that check each offset before they follow it; numbers stay in the file.
 */
@NullMarked
package org.bitwright.io.tflite;

import org.jspecify.annotations.NullMarked;
