/**
 * Reader of NumPy arrays (NPY, NPZ) from files that nobody vouches for. Headers are parsed by a small
 * grammar and never evaluated.
 */
@NullMarked
package org.bitwright.io.numpy;

import org.jspecify.annotations.NullMarked;
