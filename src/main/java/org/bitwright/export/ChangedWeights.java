package org.bitwright.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;
import org.bitwright.quant.AssignedCodes;
import org.bitwright.quant.Rounding;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.WeightOverlay;

/**
 * Overlays and assigned codes in a JSON document: configurations refer to them by digest, and each is written once, in
 * a table at the root. Used by one thread.
 */
public final class ChangedWeights {
    private static final String TABLE = "changed_weights";
    private static final String TENSORS = "tensors";
    private static final String UNCORRECTED = "uncorrected";

    /** Characters of base64 in one string of the table: readers limit the length of a string. */
    private static final int CHUNK = 1 << 20;

    private final Map<String, WeightOverlay> overlays = new LinkedHashMap<>();
    private final Map<String, AssignedCodes> codes = new LinkedHashMap<>();

    /** Adds to an object what a configuration says of rounding and overlay, and remembers what it refers to. */
    void put(ObjectNode into, TensorConfig config) {
        if (!config.rounding().isHalfEven()) {
            into.put("rounding", ConfigNames.of(config.rounding()));
        }
        if (config.rounding() instanceof Rounding.Assigned assigned) {
            into.put("codes", assigned.codes().digest());
            codes.put(assigned.codes().digest(), assigned.codes());
        }
        config.overlay().ifPresent(overlay -> {
            into.put("overlay", overlay.digest());
            overlays.put(overlay.digest(), overlay);
        });
    }

    /** Keeps bytes beside the document. */
    @FunctionalInterface
    public interface Entries {
        void put(String name, byte[] bytes);
    }

    /** Gives back what {@link Entries} kept. */
    @FunctionalInterface
    public interface KeptEntries {
        /** Empty where there is none of this name. */
        Optional<byte[]> read(String name) throws IOException;
    }

    /** Puts bytes into the object that they belong to, or says there where they are. */
    private interface Sink {
        void put(ObjectNode node, String name, byte[] bytes);
    }

    /** Adds the table to the root of the document, if there is anything in it, with all data in base64. */
    public void putTable(ObjectNode root) {
        write(root, (node, name, bytes) -> putData(node, bytes));
    }

    /** The same with the data beside the document. */
    public void putTable(ObjectNode root, Entries entries) {
        write(root, (node, name, bytes) -> {
            node.put("entry", name);
            entries.put(name, bytes);
        });
    }

    private void write(ObjectNode root, Sink sink) {
        if (overlays.isEmpty() && codes.isEmpty()) {
            return;
        }
        ObjectNode table = root.putObject(TABLE);
        ArrayNode overlayList = table.putArray("overlays");
        overlays.values().forEach(overlay -> {
            ObjectNode node = overlayList.addObject().put("digest", overlay.digest());
            node.put("origin", overlay.origin());
            putTensors(node, TENSORS, overlay.digest(), overlay.values(), sink);
            if (!overlay.uncorrected().isEmpty()) {
                putTensors(node, UNCORRECTED, overlay.digest(), overlay.uncorrected(), sink);
            }
        });
        ArrayNode codeList = table.putArray("codes");
        codes.values().forEach(assigned -> {
            ObjectNode node = codeList.addObject().put("digest", assigned.digest());
            node.put("origin", assigned.origin());
            int width = width(assigned);
            node.put("width", width);
            sink.put(node, "codes/" + assigned.digest(), bytes(assigned, width));
        });
    }

    private static void putTensors(
            ObjectNode node, String name, String digest, Map<String, float[]> values, Sink sink) {
        ArrayNode tensors = node.putArray(name);
        values.forEach((tensor, floats) -> {
            String entry = "overlays/" + digest + "/" + name + "/" + tensors.size();
            sink.put(tensors.addObject().put("name", tensor), entry, bytes(floats));
        });
    }

    private static void putData(ObjectNode node, byte[] bytes) {
        String text = Base64.getEncoder().encodeToString(bytes);
        ArrayNode data = node.putArray("data");
        for (int at = 0; at < text.length(); at += CHUNK) {
            data.add(text.substring(at, Math.min(text.length(), at + CHUNK)));
        }
    }

    private static byte[] bytes(float[] values) {
        ByteBuffer buffer = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        buffer.asFloatBuffer().put(values);
        return buffer.array();
    }

    /** Bytes of a code: codes are many, and most of them are narrow. */
    private static int width(AssignedCodes assigned) {
        if (assigned.least() >= Byte.MIN_VALUE && assigned.greatest() <= Byte.MAX_VALUE) {
            return Byte.BYTES;
        }
        return assigned.least() >= Short.MIN_VALUE && assigned.greatest() <= Short.MAX_VALUE
                ? Short.BYTES
                : Integer.BYTES;
    }

    private static byte[] bytes(AssignedCodes assigned, int width) {
        ByteBuffer buffer =
                ByteBuffer.allocate(Math.multiplyExact(assigned.size(), width)).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < assigned.size(); i++) {
            switch (width) {
                case Byte.BYTES -> buffer.put((byte) assigned.code(i));
                case Short.BYTES -> buffer.putShort((short) assigned.code(i));
                default -> buffer.putInt(assigned.code(i));
            }
        }
        return buffer.array();
    }

    /**
     * Reads the table of a document that holds its data.
     *
     * @throws InvalidFileException if it is damaged: what it holds must have the digests that it says
     */
    public static ChangedWeights read(JsonField root) throws IOException {
        return read(root, name -> Optional.empty());
    }

    /** The same where data may lie beside the document. */
    public static ChangedWeights read(JsonField root, KeptEntries entries) throws IOException {
        ChangedWeights read = new ChangedWeights();
        Optional<JsonField> table = root.find(TABLE);
        if (table.isPresent()) {
            for (JsonField node : table.get().get("overlays").elements()) {
                read.addOverlay(node, entries);
            }
            for (JsonField node : table.get().get("codes").elements()) {
                read.addCodes(node, entries);
            }
        }
        return read;
    }

    private void addOverlay(JsonField node, KeptEntries entries) throws IOException {
        Optional<JsonField> uncorrected = node.find(UNCORRECTED);
        WeightOverlay overlay = WeightOverlay.of(
                node.get("origin").text(),
                tensors(node.get(TENSORS), entries),
                uncorrected.isPresent() ? tensors(uncorrected.get(), entries) : Map.of());
        overlays.put(checked(node, overlay.digest()), overlay);
    }

    private static Map<String, float[]> tensors(JsonField list, KeptEntries entries) throws IOException {
        Map<String, float[]> values = new HashMap<>();
        for (JsonField tensor : list.elements()) {
            ByteBuffer bytes = data(tensor, Float.BYTES, entries);
            float[] floats = new float[bytes.remaining() / Float.BYTES];
            bytes.asFloatBuffer().get(floats);
            values.put(tensor.get("name").text(), floats);
        }
        return values;
    }

    private void addCodes(JsonField node, KeptEntries entries) throws IOException {
        int width = (int) node.get("width").integer(Byte.BYTES, Integer.BYTES);
        ByteBuffer bytes = data(node, width, entries);
        int[] integers = new int[bytes.remaining() / width];
        for (int i = 0; i < integers.length; i++) {
            integers[i] = switch (width) {
                case Byte.BYTES -> bytes.get();
                case Short.BYTES -> bytes.getShort();
                case Integer.BYTES -> bytes.getInt();
                default -> node.get("width").fail(Phrase.of("numbers take 1, 2 or 4 bytes"));
            };
        }
        AssignedCodes assigned = AssignedCodes.of(node.get("origin").text(), integers);
        codes.put(checked(node, assigned.digest()), assigned);
    }

    private static String checked(JsonField node, String digest) throws InvalidFileException {
        return node.get("digest").text().equals(digest)
                ? digest
                : node.fail(Phrase.of(
                        "the changed weights are damaged: their digest is not the one that is written beside them"));
    }

    private static ByteBuffer data(JsonField node, int width, KeptEntries entries) throws IOException {
        Optional<JsonField> entry = node.find("entry");
        byte[] bytes = entry.isPresent() ? kept(entry.get(), entries) : decoded(node);
        return bytes.length % width == 0
                ? ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN)
                : node.fail(Phrase.of("its data end in the middle of a number"));
    }

    private static byte[] kept(JsonField entry, KeptEntries entries) throws IOException {
        Optional<byte[]> bytes = entries.read(entry.text());
        return bytes.isPresent() ? bytes.get() : entry.fail(Phrase.of("the file does not hold these data"));
    }

    private static byte[] decoded(JsonField node) throws InvalidFileException {
        StringBuilder text = new StringBuilder();
        for (JsonField chunk : node.get("data").elements()) {
            text.append(chunk.text());
        }
        try {
            return Base64.getDecoder().decode(text.toString());
        } catch (IllegalArgumentException e) {
            return node.fail(Phrase.of("its data are no base64"));
        }
    }

    /** The rounding that {@link #put} wrote. */
    Rounding rounding(JsonField from) throws InvalidFileException {
        Optional<JsonField> digest = from.find("codes");
        if (digest.isPresent()) {
            AssignedCodes assigned = codes.get(digest.get().text());
            return assigned == null
                    ? digest.get().fail(Phrase.of("the file does not hold these codes"))
                    : new Rounding.Assigned(assigned);
        }
        Optional<JsonField> name = from.find("rounding");
        return name.isPresent() ? ConfigNames.rounding(name.get().text()) : Rounding.HALF_EVEN;
    }

    /** The overlay that {@link #put} wrote. */
    Optional<WeightOverlay> overlay(JsonField from) throws InvalidFileException {
        Optional<JsonField> digest = from.find("overlay");
        if (digest.isEmpty()) {
            return Optional.empty();
        }
        WeightOverlay overlay = overlays.get(digest.get().text());
        return overlay == null
                ? digest.get().fail(Phrase.of("the file does not hold this overlay"))
                : Optional.of(overlay);
    }
}
