package org.bitwright.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitwright.model.InvalidFileException;
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

    /** Adds the table to the root of the document, if there is anything in it. */
    public void putTable(ObjectNode root) {
        if (overlays.isEmpty() && codes.isEmpty()) {
            return;
        }
        ObjectNode table = root.putObject(TABLE);
        ArrayNode overlayList = table.putArray("overlays");
        overlays.values().forEach(overlay -> {
            ObjectNode node = overlayList.addObject().put("digest", overlay.digest());
            node.put("origin", overlay.origin());
            putTensors(node, "tensors", overlay.values());
            if (!overlay.uncorrected().isEmpty()) {
                putTensors(node, UNCORRECTED, overlay.uncorrected());
            }
        });
        ArrayNode codeList = table.putArray("codes");
        codes.values().forEach(assigned -> {
            ObjectNode node = codeList.addObject().put("digest", assigned.digest());
            node.put("origin", assigned.origin());
            int width = width(assigned);
            node.put("width", width);
            putData(node, bytes(assigned, width));
        });
    }

    private static void putTensors(ObjectNode node, String name, Map<String, float[]> values) {
        ArrayNode tensors = node.putArray(name);
        values.forEach((tensor, floats) -> putData(tensors.addObject().put("name", tensor), bytes(floats)));
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
     * Reads the table of a document.
     *
     * @throws InvalidFileException if it is damaged: what it holds must have the digests that it says
     */
    public static ChangedWeights read(JsonField root) throws InvalidFileException {
        ChangedWeights read = new ChangedWeights();
        Optional<JsonField> table = root.find(TABLE);
        if (table.isPresent()) {
            for (JsonField node : table.get().get("overlays").elements()) {
                read.addOverlay(node);
            }
            for (JsonField node : table.get().get("codes").elements()) {
                read.addCodes(node);
            }
        }
        return read;
    }

    private void addOverlay(JsonField node) throws InvalidFileException {
        Optional<JsonField> uncorrected = node.find(UNCORRECTED);
        WeightOverlay overlay = WeightOverlay.of(
                node.get("origin").text(),
                tensors(node.get("tensors")),
                uncorrected.isPresent() ? tensors(uncorrected.get()) : Map.of());
        overlays.put(checked(node, overlay.digest()), overlay);
    }

    private static Map<String, float[]> tensors(JsonField list) throws InvalidFileException {
        Map<String, float[]> values = new HashMap<>();
        for (JsonField tensor : list.elements()) {
            ByteBuffer bytes = data(tensor, Float.BYTES);
            float[] floats = new float[bytes.remaining() / Float.BYTES];
            bytes.asFloatBuffer().get(floats);
            values.put(tensor.get("name").text(), floats);
        }
        return values;
    }

    private void addCodes(JsonField node) throws InvalidFileException {
        int width = (int) node.get("width").integer(Byte.BYTES, Integer.BYTES);
        ByteBuffer bytes = data(node, width);
        int[] integers = new int[bytes.remaining() / width];
        for (int i = 0; i < integers.length; i++) {
            integers[i] = switch (width) {
                case Byte.BYTES -> bytes.get();
                case Short.BYTES -> bytes.getShort();
                case Integer.BYTES -> bytes.getInt();
                default -> node.get("width").fail("numbers take 1, 2 or 4 bytes");
            };
        }
        AssignedCodes assigned = AssignedCodes.of(node.get("origin").text(), integers);
        codes.put(checked(node, assigned.digest()), assigned);
    }

    private static String checked(JsonField node, String digest) throws InvalidFileException {
        return node.get("digest").text().equals(digest)
                ? digest
                : node.fail("the changed weights are damaged: their digest is not the one that is written beside them");
    }

    private static ByteBuffer data(JsonField node, int width) throws InvalidFileException {
        StringBuilder text = new StringBuilder();
        List<JsonField> chunks = node.get("data").elements();
        for (JsonField chunk : chunks) {
            text.append(chunk.text());
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(text.toString());
            return bytes.length % width == 0
                    ? ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN)
                    : node.fail("its data end in the middle of a number");
        } catch (IllegalArgumentException e) {
            return node.fail("its data are no base64");
        }
    }

    /** The rounding that {@link #put} wrote. */
    Rounding rounding(JsonField from) throws InvalidFileException {
        Optional<JsonField> digest = from.find("codes");
        if (digest.isPresent()) {
            AssignedCodes assigned = codes.get(digest.get().text());
            return assigned == null
                    ? digest.get().fail("the file does not hold these codes")
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
        return overlay == null ? digest.get().fail("the file does not hold this overlay") : Optional.of(overlay);
    }
}
