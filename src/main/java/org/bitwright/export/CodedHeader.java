package org.bitwright.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;

/**
 * The header of a {@link CodedFile}.
 *
 * @param modelFile name of the model's file when it was written
 * @param modelDigest hexadecimal SHA-256 of that model
 */
record CodedHeader(
        String tool, String modelFile, String modelDigest, List<CodedTensor> tensors, List<CodedConstant> constants) {
    static final String FORMAT = "bitwright-huffman";
    static final int VERSION = 1;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    CodedHeader {
        tensors = List.copyOf(tensors);
        constants = List.copyOf(constants);
    }

    byte[] json() throws IOException {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("format", FORMAT);
        root.put("version", VERSION);
        root.put("tool", tool);
        root.putObject("model").put("file", modelFile).put("sha256", modelDigest);
        ArrayNode list = root.putArray("tensors");
        tensors.forEach(tensor -> tensor.put(list.addObject()));
        ArrayNode others = root.putArray("constants");
        constants.forEach(constant -> constant.put(others.addObject()));
        try {
            return MAPPER.writeValueAsBytes(root);
        } catch (JsonProcessingException e) {
            throw new IOException("the names of this model cannot be written as JSON", e);
        }
    }

    /** @param room bytes behind the header, all of which must be accounted for */
    static CodedHeader read(JsonField root, long room) throws InvalidFileException {
        if (!root.get("format").text().equals(FORMAT)) {
            root.fail(Phrase.of("its header is not that of coded weights"));
        }
        long version = root.get("version").integer(1, Integer.MAX_VALUE);
        if (version > VERSION) {
            root.get("version")
                    .fail(Phrase.of(
                            "it was written by a newer Bitwright (format %s, this one reads up to %s); please update",
                            version, VERSION));
        }
        List<CodedTensor> tensors = new ArrayList<>();
        List<CodedConstant> constants = new ArrayList<>();
        Set<String> names = new HashSet<>();
        long left = room;
        for (JsonField field : root.get("tensors").elements()) {
            CodedTensor tensor = CodedTensor.read(field, left);
            tensors.add(unique(field, names, tensor.weight(), tensor));
            left = taken(field, left, tensor.storedBytes());
        }
        for (JsonField field : root.get("constants").elements()) {
            CodedConstant constant = CodedConstant.read(field, left);
            constants.add(unique(field, names, constant.name(), constant));
            left = taken(field, left, constant.storedBytes());
        }
        if (left > 0) {
            root.fail(Phrase.of("%s bytes at the end of the file belong to no tensor", left));
        }
        JsonField model = root.get("model");
        return new CodedHeader(
                root.get("tool").text(),
                model.get("file").text(),
                model.get("sha256").text(),
                tensors,
                constants);
    }

    private static <T> T unique(JsonField field, Set<String> names, String name, T value) throws InvalidFileException {
        return names.add(name) ? value : field.fail(Phrase.of("the tensor '%s' appears twice", name));
    }

    private static long taken(JsonField field, long left, long bytes) throws InvalidFileException {
        return bytes <= left
                ? left - bytes
                : field.fail(Phrase.of("the file is cut off: it ends before this tensor does"));
    }
}
