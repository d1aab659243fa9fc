package org.bitwright.io.hdf5;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A group or array of a file that a test writes. */
public final class Hdf5Node {
    final Map<String, Hdf5Node> children = new TreeMap<>();
    final Map<String, String[]> freeTexts = new LinkedHashMap<>();
    final Map<String, byte[][]> texts = new LinkedHashMap<>();
    /** Further messages of the header: type, then body. */
    final List<byte[]> messages = new ArrayList<>();

    byte[] type = {};
    long[] shape = {};
    byte[] data = {};
    long[] chunk = {};
    boolean compact;
    boolean gzip;
    boolean shuffle;
    boolean fletcher;
    boolean unwritten;
    boolean dense;

    public static Hdf5Node group() {
        return new Hdf5Node();
    }

    public static Hdf5Node array(byte[] type, byte[] data, long... shape) {
        Hdf5Node node = new Hdf5Node();
        node.type = type;
        node.data = data;
        node.shape = shape;
        return node;
    }

    public static Hdf5Node floats(float[] values, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return array(Hdf5Types.floating(4, false), bytes.array(), shape);
    }

    boolean isGroup() {
        return type.length == 0;
    }

    /** Puts a node at a path; groups on the way are made. */
    public Hdf5Node with(String path, Hdf5Node node) {
        int slash = path.indexOf('/');
        if (slash < 0) {
            children.put(path, node);
        } else {
            children.computeIfAbsent(path.substring(0, slash), name -> group()).with(path.substring(slash + 1), node);
        }
        return this;
    }

    /** An attribute of texts of one width, padded with zeros. */
    public Hdf5Node texts(String name, String... values) {
        int width = Math.max(
                1,
                Arrays.stream(values)
                        .mapToInt(value -> value.getBytes(StandardCharsets.UTF_8).length)
                        .max()
                        .orElse(1));
        texts.put(
                name,
                Arrays.stream(values)
                        .map(value -> Arrays.copyOf(value.getBytes(StandardCharsets.UTF_8), width))
                        .toArray(byte[][]::new));
        return this;
    }

    /** An attribute of one text or more in a heap of the file. */
    public Hdf5Node freeTexts(String name, String... values) {
        freeTexts.put(name, values);
        return this;
    }

    public Hdf5Node chunked(long... extents) {
        chunk = extents;
        return this;
    }

    public Hdf5Node packed() {
        gzip = true;
        shuffle = true;
        return this;
    }

    public Hdf5Node summed() {
        fletcher = true;
        return this;
    }

    public Hdf5Node compact() {
        compact = true;
        return this;
    }

    /** The entries of this group lie in a heap with an index, as those of large groups with their order tracked do. */
    public Hdf5Node dense() {
        dense = true;
        return this;
    }

    /** Its numbers were never written. */
    public Hdf5Node unwritten() {
        unwritten = true;
        return this;
    }

    public Hdf5Node message(int kind, byte... body) {
        byte[] message = new byte[body.length + 1];
        message[0] = (byte) kind;
        System.arraycopy(body, 0, message, 1, body.length);
        messages.add(message);
        return this;
    }
}
