package org.bitwright.io.zip;

/**
 * One entry as the central directory describes it.
 *
 * @param name as it is stored; shown, never used as a path
 * @param deflated whether the bytes are compressed; else they are stored as they are
 * @param crc CRC-32 of the unpacked bytes
 * @param packed number of bytes in the archive
 * @param size number of unpacked bytes
 * @param start offset of the entry's local header
 */
public record ZipMember(String name, boolean deflated, long crc, long packed, long size, long start) {}
