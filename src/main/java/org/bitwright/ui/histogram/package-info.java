/**
 * The histogram of weights with the quantization grid and its two handles, and the strip of channels.
 */
@NullMarked
package org.bitwright.ui.histogram;

import org.jspecify.annotations.NullMarked;
