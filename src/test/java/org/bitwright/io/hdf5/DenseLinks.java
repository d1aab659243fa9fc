package org.bitwright.io.hdf5;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes links into a heap of small blocks and an index over it of one or two levels (specification III.A.2 and III.G),
 * so that a few links take several blocks and nodes.
 */
final class DenseLinks {
    private static final int BLOCK = 64;
    private static final int WIDTH = 4;
    private static final int BLOCK_HEAD = 17;
    private static final int NODE = 128;
    private static final int RECORD = 11;

    private final ByteBuffer out;
    private final List<byte[]> records = new ArrayList<>();
    private final long heap;
    private final long index;

    DenseLinks(ByteBuffer out, List<byte[]> links) {
        this.out = out;
        this.heap = writeHeap(links);
        this.index = writeIndex();
    }

    long heap() {
        return heap;
    }

    long index() {
        return index;
    }

    private int here() {
        out.position(out.position() + 7 & ~7);
        return out.position();
    }

    private void text(String signature) {
        out.put(signature.getBytes(StandardCharsets.US_ASCII));
    }

    private void checksum(int from) {
        byte[] covered = Arrays.copyOfRange(out.array(), from, out.position());
        out.putInt(Checksum.of(covered, covered.length));
    }

    /** Sizes of the blocks go 64, 64, 64, 64 (row 0), the same (row 1), then 128 (row 2), and so on. */
    private static int size(int block) {
        int row = block / WIDTH;
        return row == 0 ? BLOCK : BLOCK << row - 1;
    }

    private long writeHeap(List<byte[]> links) {
        int header = here();
        int fields = 142;
        out.position(header + fields + 4);
        List<Integer> blocks = new ArrayList<>();
        long start = 0;
        int used = Integer.MAX_VALUE;
        int at = 0;
        for (byte[] link : links) {
            while (blocks.isEmpty() || used + link.length > size(blocks.size() - 1)) {
                if (!blocks.isEmpty()) {
                    start += size(blocks.size() - 1);
                }
                at = here();
                text("FHDB");
                out.put((byte) 0).putLong(header).putInt((int) start);
                out.position(at + size(blocks.size()));
                blocks.add(at);
                used = BLOCK_HEAD;
            }
            int end = out.position();
            out.position(at + used);
            out.put(link);
            out.position(end);
            records.add(ByteBuffer.allocate(RECORD)
                    .order(out.order())
                    .putInt(records.size())
                    .put((byte) 0)
                    .putInt((int) start + used)
                    .putShort((short) link.length)
                    .array());
            used += link.length;
        }
        boolean one = blocks.size() == 1;
        int rows = (blocks.size() + WIDTH - 1) / WIDTH;
        int root = one ? blocks.get(0) : here();
        if (!one) {
            text("FHIB");
            out.put((byte) 0).putLong(header).putInt(0);
            for (int i = 0; i < rows * WIDTH; i++) {
                out.putLong(i < blocks.size() ? blocks.get(i) : -1);
            }
            checksum(root);
        }
        int end = out.position();
        out.position(header);
        text("FRHP");
        out.put((byte) 0).putShort((short) 7).putShort((short) 0).put((byte) 0).putInt(4096);
        out.putLong(0).putLong(-1).putLong(0).putLong(-1).putLong(0).putLong(0).putLong(0);
        out.putLong(links.size()).putLong(0).putLong(0).putLong(0).putLong(0);
        out.putShort((short) WIDTH)
                .putLong(BLOCK)
                .putLong(65536)
                .putShort((short) 32)
                .putShort((short) 1);
        out.putLong(root).putShort((short) (one ? 0 : rows));
        checksum(header);
        out.position(end);
        return header;
    }

    private long writeIndex() {
        int inLeaf = (NODE - 10) / RECORD;
        List<Integer> leaves = new ArrayList<>();
        List<Integer> counts = new ArrayList<>();
        List<byte[]> between = new ArrayList<>();
        boolean single = records.size() <= inLeaf;
        for (int from = 0; from < records.size(); ) {
            int count = Math.min(single ? inLeaf : inLeaf - 1, records.size() - from);
            leaves.add(leaf(records.subList(from, from + count)));
            counts.add(count);
            from += count;
            if (from < records.size()) {
                between.add(records.get(from++));
            }
        }
        int root = leaves.get(0);
        if (!single) {
            root = here();
            text("BTIN");
            out.put((byte) 0).put((byte) 5);
            between.forEach(out::put);
            for (int i = 0; i < leaves.size(); i++) {
                out.putLong(leaves.get(i)).put(counts.get(i).byteValue());
            }
            checksum(root);
            out.position(root + NODE);
        }
        int header = here();
        text("BTHD");
        out.put((byte) 0).put((byte) 5).putInt(NODE).putShort((short) RECORD).putShort((short) (single ? 0 : 1));
        out.put((byte) 100).put((byte) 40).putLong(root);
        out.putShort((short) (single ? records.size() : between.size())).putLong(records.size());
        checksum(header);
        return header;
    }

    private int leaf(List<byte[]> entries) {
        int at = here();
        text("BTLF");
        out.put((byte) 0).put((byte) 5);
        entries.forEach(out::put);
        checksum(at);
        out.position(at + NODE);
        return at;
    }
}
