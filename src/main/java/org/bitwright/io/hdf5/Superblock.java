package org.bitwright.io.hdf5;

import java.io.IOException;
import java.util.Arrays;
import org.bitwright.model.Phrase;

/** The entry of a file (HDF5 File Format Specification 3.0, section II.A): how wide addresses are, where the root is. */
record Superblock(long rootHeader) {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1A, '\n'};
    private static final Phrase PLACE = Phrase.of("superblock");
    private static final long FIRST_USER_BLOCK = 512;

    static boolean recognizes(byte[] start) {
        return start.length >= SIGNATURE.length
                && Arrays.equals(start, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length);
    }

    /** Finds the superblock, sets what the space must know of addresses, and checks that the file is all there. */
    static Superblock read(Hdf5Space space) throws IOException {
        long at = 0;
        while (!recognizes(space.readUpTo(at, SIGNATURE.length, PLACE).bytes(Math.min(8, left(space, at))))) {
            at = at == 0 ? FIRST_USER_BLOCK : 2 * at;
            if (at > space.size() - SIGNATURE.length) {
                throw space.broken(Phrase.NONE, Phrase.of("it is no HDF5 file: the signature is missing"));
            }
        }
        Cursor head = space.readUpTo(at, 128, PLACE);
        head.skip(SIGNATURE.length);
        int version = head.u8();
        return switch (version) {
            case 0, 1 -> old(space, head, version, at);
            case 2, 3 -> recent(space, head, at);
            default -> throw space.broken(PLACE, Phrase.of("its version %s is not known; 0 to 3 are", version));
        };
    }

    private static long left(Hdf5Space space, long at) {
        return space.size() - at;
    }

    private static Superblock old(Hdf5Space space, Cursor head, int version, long at) throws IOException {
        head.skip(4);
        widths(space, head);
        head.skip(1 + 2 + 2 + 4 + (version == 1 ? 4 : 0));
        long base = head.address();
        head.address();
        long end = head.address();
        head.address();
        head.skip(space.offsetBytes());
        long root = head.address();
        return checked(space, base, end, root, at);
    }

    private static Superblock recent(Hdf5Space space, Cursor head, long at) throws IOException {
        widths(space, head);
        head.skip(1);
        long base = head.address();
        head.address();
        long end = head.address();
        long root = head.address();
        Checksum.verified(space, at, head.position() + 4L, PLACE);
        return checked(space, base, end, root, at);
    }

    private static void widths(Hdf5Space space, Cursor head) throws IOException {
        int offsets = head.u8();
        int lengths = head.u8();
        if (offsets != 4 && offsets != 8 || lengths != 4 && lengths != 8) {
            throw space.broken(
                    PLACE, Phrase.of("addresses of %s and lengths of %s bytes are not known", offsets, lengths));
        }
        space.layOut(0, offsets, lengths);
    }

    private static Superblock checked(Hdf5Space space, long base, long end, long root, long at) throws IOException {
        if (base != at && base != 0) {
            throw space.broken(PLACE, Phrase.of("it lies at byte %s but says %s", at, base));
        }
        if (base < 0 || end < 0 || end > space.size()) {
            throw space.broken(
                    Phrase.NONE,
                    Phrase.of(
                            "it should have %s bytes but has %s; it is cut off: download or copy it again",
                            end, space.size()));
        }
        space.layOut(base, space.offsetBytes(), space.lengthBytes());
        if (!space.holds(root, 1)) {
            throw space.broken(PLACE, Phrase.of("its root group lies outside the file"));
        }
        return new Superblock(root);
    }
}
