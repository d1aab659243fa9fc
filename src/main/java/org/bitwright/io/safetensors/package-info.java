/**
 * Reader and writer of safetensors files, one or several with an index, from strangers: what a header says is checked
 * against the file before anything is read by it.
 */
@NullMarked
package org.bitwright.io.safetensors;

import org.jspecify.annotations.NullMarked;
