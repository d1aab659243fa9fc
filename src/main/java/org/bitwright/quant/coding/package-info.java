/**
 * Entropy coding of integer symbols: canonical Huffman codes, plain or over runs of the commonest symbol (Deep
 * Compression, Han et al. 2016), with the size known before anything is written. Symbols in, bytes out and back; this
 * package knows no number format, no tensor and no file.
 */
@NullMarked
package org.bitwright.quant.coding;

import org.jspecify.annotations.NullMarked;
