/**
 * Files of weights, whatever their format: which reader a file is for is told by its content. The readers themselves, one
 * package a format, and what they share lie below.
 */
@NullMarked
package org.bitwright.io;

import org.jspecify.annotations.NullMarked;
