package org.bitwright.runtime.child;

/**
 * Where bytes lie in shared memory.
 *
 * @param segment number of the file
 * @param offset in bytes
 */
record Place(int segment, int offset) {
    /** Of no bytes. */
    static final Place NONE = new Place(-1, 0);
}
