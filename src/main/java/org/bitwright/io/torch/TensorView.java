package org.bitwright.io.torch;

/**
 * A tensor as a pickle describes it: a view of a storage. Lengths are in elements; nothing is checked yet.
 *
 * @param offset element of the storage at which it begins
 * @param strides elements from one index of an axis to the next
 */
record TensorView(StorageReference storage, long offset, long[] extents, long[] strides) {}
