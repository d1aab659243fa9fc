package org.bitwright.io.torch;

/**
 * A storage as a pickle names it.
 *
 * @param key name of its record in the archive's folder {@code data}
 * @param elements number of elements
 */
record StorageReference(StorageType type, String key, long elements) {}
