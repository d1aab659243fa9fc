package org.bitwright.io.hdf5;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.bitwright.model.Phrase;

/** A B-tree of version 2 (specification III.A.2), gone through from its first record to its last. */
final class BTree2 {
    private static final int MAX_DEPTH = 8;
    private static final int NODE_HEAD = 6;
    private static final int CHECKSUM = 4;

    private final Hdf5Space space;
    private final Phrase place;
    private final Visitor visitor;
    private final int type;
    private int nodeBytes;
    private int recordBytes;
    private int countBytes;
    private final Set<Long> seen = new HashSet<>();
    private final int[] totalBytes = new int[MAX_DEPTH + 1];

    private BTree2(Hdf5Space space, int type, Phrase place, Visitor visitor) {
        this.space = space;
        this.type = type;
        this.place = Phrase.of("index of %s", place);
        this.visitor = visitor;
    }

    /** Takes one record. */
    @FunctionalInterface
    interface Visitor {
        void visit(Cursor entry) throws IOException;
    }

    static void forEach(Hdf5Space space, long address, int type, Phrase place, Visitor visitor) throws IOException {
        new BTree2(space, type, place, visitor).walk(address);
    }

    private void walk(long address) throws IOException {
        Cursor head = Checksum.verified(
                space, address, 4 + 2 + 4 + 2 + 2 + 2 + space.offsetBytes() + 2 + space.lengthBytes() + 4L, place);
        head.signature("BTHD");
        head.version(0);
        int found = head.u8();
        nodeBytes = (int) Math.min(head.u32(), Integer.MAX_VALUE);
        recordBytes = head.u16();
        int depth = head.u16();
        head.skip(2);
        long root = head.address();
        int entries = head.u16();
        if (found != type || depth > MAX_DEPTH || recordBytes < 4 || nodeBytes < NODE_HEAD + CHECKSUM + recordBytes) {
            throw head.broken(Phrase.of("it is not of the kind that is expected here: the file is damaged"));
        }
        sizes();
        if (root != Hdf5Space.NOWHERE) {
            node(root, entries, depth);
        }
    }

    /** How wide the counts in a node's pointers are, from how many records a node of each depth can have. */
    private void sizes() {
        long most = (nodeBytes - NODE_HEAD - CHECKSUM) / recordBytes;
        long total = most;
        countBytes = bytesFor(most);
        for (int depth = 1; depth <= MAX_DEPTH; depth++) {
            int pointer = space.offsetBytes() + countBytes + totalBytes[depth - 1];
            long here = Math.max(0, (nodeBytes - NODE_HEAD - CHECKSUM - pointer) / (recordBytes + pointer));
            total = Math.min((here + 1) * total + here, 1L << 40);
            totalBytes[depth] = bytesFor(total);
        }
    }

    private static int bytesFor(long most) {
        return (63 - Long.numberOfLeadingZeros(Math.max(1, most))) / 8 + 1;
    }

    private void node(long address, int entries, int depth) throws IOException {
        if (!seen.add(address)) {
            throw space.broken(place, Phrase.of("it runs in a circle: the file is damaged"));
        }
        int pointer = space.offsetBytes() + countBytes + (depth > 1 ? totalBytes[depth - 1] : 0);
        long bytes = NODE_HEAD + (long) entries * recordBytes + (depth == 0 ? 0 : (entries + 1L) * pointer);
        if (bytes + CHECKSUM > nodeBytes) {
            throw space.broken(place, Phrase.of("a node has more records than fit it: the file is damaged"));
        }
        Cursor node = Checksum.verified(space, address, bytes + CHECKSUM, place);
        node.signature(depth == 0 ? "BTLF" : "BTIN");
        node.version(0);
        if (node.u8() != type) {
            throw node.broken(Phrase.of("a node is of another kind than its tree: the file is damaged"));
        }
        Cursor records = node.part((long) entries * recordBytes);
        for (int i = 0; i <= entries; i++) {
            if (depth > 0) {
                long child = node.address();
                int count = (int) node.number(countBytes);
                node.skip(depth > 1 ? totalBytes[depth - 1] : 0);
                node(child, count, depth - 1);
            }
            if (i < entries) {
                visitor.visit(records.part(recordBytes));
            }
        }
    }
}
