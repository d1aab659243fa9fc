package org.bitwright.io.hdf5;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;

/**
 * Writes small files as HDF5 1.8 does by default, which is what h5py and so Keras write: superblock 0, symbol tables,
 * headers of version 1, chunks in a B-tree of version 1.
 */
public final class Hdf5Files {
    private static final int SUPERBLOCK_BYTES = 96;

    private final ByteBuffer out = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);

    private Hdf5Files() {}

    public static byte[] write(Hdf5Node root) {
        Hdf5Files file = new Hdf5Files();
        file.out.position(SUPERBLOCK_BYTES);
        long header = file.node(root);
        int end = file.out.position();
        file.out
                .position(0)
                .put(new byte[] {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1A, '\n', 0, 0, 0, 0, 0, 8, 8, 0})
                .putShort((short) 32)
                .putShort((short) 16)
                .putInt(0)
                .putLong(0)
                .putLong(-1)
                .putLong(end)
                .putLong(-1)
                .putLong(0)
                .putLong(header)
                .putLong(0)
                .putLong(0)
                .putLong(0);
        return Arrays.copyOf(file.out.array(), end);
    }

    private int here() {
        out.position(out.position() + 7 & ~7);
        return out.position();
    }

    private long node(Hdf5Node node) {
        List<byte[]> messages = new ArrayList<>();
        if (node.isGroup()) {
            messages.add(node.dense ? dense(node) : symbolTable(node));
        } else {
            array(node, messages);
        }
        node.texts.forEach((name, values) -> {
            byte[] data = new byte[values.length * (values.length == 0 ? 1 : values[0].length)];
            for (int i = 0; i < values.length; i++) {
                System.arraycopy(values[i], 0, data, i * values[i].length, values[i].length);
            }
            int width = values.length == 0 ? 1 : values[0].length;
            messages.add(attribute(name, Hdf5Types.text(width), new long[] {values.length}, data));
        });
        node.freeTexts.forEach((name, values) -> messages.add(attribute(
                name,
                Hdf5Types.freeText(),
                values.length == 1 ? new long[0] : new long[] {values.length},
                heap(values))));
        messages.addAll(node.messages);
        return header(messages);
    }

    private long header(List<byte[]> messages) {
        int bytes = messages.stream()
                .mapToInt(message -> 8 + (message.length - 1 + 7 & ~7))
                .sum();
        int at = here();
        out.put((byte) 1)
                .put((byte) 0)
                .putShort((short) messages.size())
                .putInt(1)
                .putInt(bytes)
                .putInt(0);
        for (byte[] message : messages) {
            int body = message.length - 1 + 7 & ~7;
            out.putShort(message[0]).putShort((short) body).putInt(0).put(message, 1, message.length - 1);
            here();
        }
        return at;
    }

    private byte[] dense(Hdf5Node group) {
        List<byte[]> links = new ArrayList<>();
        group.children.forEach((name, child) -> {
            long header = node(child);
            byte[] text = name.getBytes(StandardCharsets.UTF_8);
            links.add(ByteBuffer.allocate(11 + text.length)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .put((byte) 1)
                    .put((byte) 0)
                    .put((byte) text.length)
                    .put(text)
                    .putLong(header)
                    .array());
        });
        DenseLinks dense = new DenseLinks(out, links);
        return message(0x02, 18)
                .put((byte) 0)
                .put((byte) 0)
                .putLong(dense.heap())
                .putLong(dense.index())
                .array();
    }

    private byte[] symbolTable(Hdf5Node group) {
        List<Long> headers = new ArrayList<>();
        for (Hdf5Node child : group.children.values()) {
            headers.add(node(child));
        }
        List<Integer> offsets = new ArrayList<>();
        ByteArrayOutputStream names = new ByteArrayOutputStream();
        names.writeBytes(new byte[8]);
        for (String name : group.children.keySet()) {
            offsets.add(names.size());
            byte[] text = name.getBytes(StandardCharsets.UTF_8);
            names.writeBytes(Arrays.copyOf(text, text.length + 8 & ~7));
        }
        int heap = here();
        out.put("HEAP".getBytes(StandardCharsets.US_ASCII))
                .putInt(0)
                .putLong(names.size())
                .putLong(1);
        out.putLong(heap + 32).put(names.toByteArray());
        int symbols = here();
        out.put("SNOD".getBytes(StandardCharsets.US_ASCII)).put((byte) 1).put((byte) 0);
        out.putShort((short) headers.size());
        for (int i = 0; i < headers.size(); i++) {
            out.putLong(offsets.get(i))
                    .putLong(headers.get(i))
                    .putLong(0)
                    .putLong(0)
                    .putLong(0);
        }
        int tree = here();
        out.put("TREE".getBytes(StandardCharsets.US_ASCII)).put((byte) 0).put((byte) 0);
        out.putShort((short) (headers.isEmpty() ? 0 : 1))
                .putLong(-1)
                .putLong(-1)
                .putLong(0)
                .putLong(symbols);
        out.putLong(offsets.isEmpty() ? 0 : offsets.get(offsets.size() - 1));
        return message(0x11, 16).putLong(tree).putLong(heap).array();
    }

    private void array(Hdf5Node array, List<byte[]> messages) {
        ByteBuffer space = message(0x01, 8 + 8 * array.shape.length);
        space.put((byte) 1).put((byte) array.shape.length).put((byte) 0).put(new byte[5]);
        for (long extent : array.shape) {
            space.putLong(extent);
        }
        messages.add(space.array());
        messages.add(message(0x03, array.type.length).put(array.type).array());
        if (array.chunk.length > 0) {
            chunks(array, messages);
        } else if (array.compact) {
            messages.add(message(0x08, 4 + array.data.length)
                    .put((byte) 3)
                    .put((byte) 0)
                    .putShort((short) array.data.length)
                    .put(array.data)
                    .array());
        } else {
            long at = array.unwritten ? -1 : here();
            if (!array.unwritten) {
                out.put(array.data);
            }
            messages.add(message(0x08, 18)
                    .put((byte) 3)
                    .put((byte) 1)
                    .putLong(at)
                    .putLong(array.data.length)
                    .array());
        }
    }

    private void chunks(Hdf5Node array, List<byte[]> messages) {
        int rank = array.shape.length;
        int width = ByteBuffer.wrap(array.type).order(ByteOrder.LITTLE_ENDIAN).getInt(4);
        List<long[]> starts = new ArrayList<>();
        List<int[]> places = new ArrayList<>();
        long[] start = new long[rank];
        int axis;
        do {
            byte[] packed = packed(array, chunk(array, start, width), width);
            places.add(new int[] {here(), packed.length});
            out.put(packed);
            starts.add(start.clone());
            for (axis = rank - 1; axis >= 0 && (start[axis] += array.chunk[axis]) >= array.shape[axis]; axis--) {
                start[axis] = 0;
            }
        } while (axis >= 0);
        int tree = here();
        out.put("TREE".getBytes(StandardCharsets.US_ASCII)).put((byte) 1).put((byte) 0);
        out.putShort((short) starts.size()).putLong(-1).putLong(-1);
        for (int i = 0; i <= starts.size(); i++) {
            boolean last = i == starts.size();
            out.putInt(last ? 0 : places.get(i)[1]).putInt(0);
            for (int a = 0; a < rank; a++) {
                out.putLong(last ? array.shape[a] : starts.get(i)[a]);
            }
            out.putLong(0);
            if (!last) {
                out.putLong(places.get(i)[0]);
            }
        }
        filters(array, width, messages);
        ByteBuffer layout = message(0x08, 11 + 4 * (rank + 1));
        layout.put((byte) 3).put((byte) 2).put((byte) (rank + 1)).putLong(tree);
        for (long extent : array.chunk) {
            layout.putInt((int) extent);
        }
        messages.add(layout.putInt(width).array());
    }

    private static void filters(Hdf5Node array, int width, List<byte[]> messages) {
        int count = (array.shuffle ? 1 : 0) + (array.gzip ? 1 : 0) + (array.fletcher ? 1 : 0);
        if (count == 0) {
            return;
        }
        int bytes = 8 + (array.shuffle ? 16 : 0) + (array.gzip ? 16 : 0) + (array.fletcher ? 8 : 0);
        ByteBuffer message = message(0x0B, bytes);
        message.put((byte) 1).put((byte) count).put(new byte[6]);
        if (array.shuffle) {
            message.putShort((short) 2).putShort((short) 0).putShort((short) 1).putShort((short) 1);
            message.putInt(width).putInt(0);
        }
        if (array.gzip) {
            message.putShort((short) 1).putShort((short) 0).putShort((short) 1).putShort((short) 1);
            message.putInt(4).putInt(0);
        }
        if (array.fletcher) {
            message.putShort((short) 3).putShort((short) 0).putShort((short) 0).putShort((short) 0);
        }
        messages.add(message.array());
    }

    /** The elements of a chunk; zeros where it reaches over the array's edge. */
    private static byte[] chunk(Hdf5Node array, long[] start, int width) {
        int elements = 1;
        for (long extent : array.chunk) {
            elements *= (int) extent;
        }
        byte[] chunk = new byte[elements * width];
        for (int i = 0; i < elements; i++) {
            int left = i;
            long from = 0;
            long stride = 1;
            boolean inside = true;
            for (int axis = array.chunk.length - 1; axis >= 0; axis--) {
                long at = start[axis] + left % array.chunk[axis];
                left /= (int) array.chunk[axis];
                inside &= at < array.shape[axis];
                from += at * stride;
                stride *= array.shape[axis];
            }
            if (inside) {
                System.arraycopy(array.data, (int) from * width, chunk, i * width, width);
            }
        }
        return chunk;
    }

    private static byte[] packed(Hdf5Node array, byte[] chunk, int width) {
        byte[] bytes = chunk;
        if (array.shuffle) {
            byte[] turned = new byte[bytes.length];
            int count = bytes.length / width;
            for (int i = 0; i < bytes.length; i++) {
                turned[i % width * count + i / width] = bytes[i];
            }
            bytes = turned;
        }
        if (array.gzip) {
            Deflater deflater = new Deflater(4);
            deflater.setInput(bytes);
            deflater.finish();
            byte[] into = new byte[bytes.length + 64];
            bytes = Arrays.copyOf(into, deflater.deflate(into));
            deflater.end();
        }
        if (array.fletcher) {
            int low = 0;
            int high = 0;
            for (int i = 0; i < bytes.length; i += 2) {
                int word = (bytes[i] & 0xFF) << 8 | (i + 1 < bytes.length ? bytes[i + 1] & 0xFF : 0);
                low = (low + word) % 65535;
                high = (high + low) % 65535;
            }
            bytes = ByteBuffer.allocate(bytes.length + 4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .put(bytes)
                    .putInt(high << 16 | low)
                    .array();
        }
        return bytes;
    }

    private static byte[] attribute(String name, byte[] type, long[] shape, byte[] data) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        int spaceBytes = 8 + 8 * shape.length;
        int padded = (text.length + 1 + 7 & ~7) + (type.length + 7 & ~7) + spaceBytes;
        ByteBuffer message = message(0x0C, 8 + padded + data.length);
        message.put((byte) 1)
                .put((byte) 0)
                .putShort((short) (text.length + 1))
                .putShort((short) type.length)
                .putShort((short) spaceBytes);
        message.put(Arrays.copyOf(text, text.length + 1 + 7 & ~7)).put(Arrays.copyOf(type, type.length + 7 & ~7));
        message.put((byte) 1).put((byte) shape.length).put(new byte[6]);
        for (long extent : shape) {
            message.putLong(extent);
        }
        return message.put(data).array();
    }

    private byte[] heap(String[] values) {
        int at = here();
        ByteBuffer references = ByteBuffer.allocate(16 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        out.put("GCOL".getBytes(StandardCharsets.US_ASCII)).putInt(1).putLong(0);
        for (int i = 0; i < values.length; i++) {
            byte[] text = values[i].getBytes(StandardCharsets.UTF_8);
            out.putShort((short) (i + 1))
                    .putShort((short) 1)
                    .putInt(0)
                    .putLong(text.length)
                    .put(text);
            here();
            references.putInt(text.length).putLong(at).putInt(i + 1);
        }
        out.putLong(at + 8, out.position() - at);
        return references.array();
    }

    private static ByteBuffer message(int kind, int bytes) {
        return ByteBuffer.allocate(bytes + 1).order(ByteOrder.LITTLE_ENDIAN).put((byte) kind);
    }
}
