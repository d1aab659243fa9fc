package org.bitwright.io.hdf5;

import java.io.IOException;
import org.bitwright.model.Phrase;

/** Collections of values of free length (specification III.E). */
final class GlobalHeap {
    private static final int OBJECT_HEAD = 8;

    private GlobalHeap() {}

    /** The first {@code bytes} bytes of an object of the collection at {@code address}. */
    static byte[] object(Hdf5Space space, long address, long index, long bytes, Phrase place) throws IOException {
        int headBytes = 8 + space.lengthBytes();
        Cursor head = space.read(address, headBytes, place);
        head.signature("GCOL");
        head.version(1);
        head.skip(3);
        long size = head.length();
        if (size < headBytes || !space.holds(address, size)) {
            throw head.broken(Phrase.of("the heap that holds it does not fit the file"));
        }
        int each = OBJECT_HEAD + space.lengthBytes();
        long at = address + headBytes;
        long end = address + size;
        while (end - at >= each) {
            Cursor object = space.read(at, each, place);
            int found = object.u16();
            object.skip(6);
            long length = object.length();
            if (found == 0 || length > end - at - each) {
                break;
            }
            if (found == index) {
                if (bytes > length) {
                    throw head.broken(Phrase.of("its text is longer than what the heap holds of it"));
                }
                return space.read(at + each, bytes, place).bytes(bytes);
            }
            at += each + (length + 7 & ~7L);
        }
        throw head.broken(Phrase.of("its text is not in the heap that should hold it"));
    }
}
