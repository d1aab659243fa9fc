package org.bitwright.onnx;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitwright.model.OpenedFile;
import org.bitwright.model.TensorBytes;
import org.bitwright.model.WeightFile;

/**
 * Numbers of constants that another reader gives, from files of its own format. In the messages such a constant has one
 * entry of external data, {@link #KEY}, which no file can use: it only means something where a document was made with
 * given tensors.
 *
 * @param bytes by the name under which the messages ask for them
 * @param files that they lie in
 */
record GivenTensors(Map<String, TensorBytes> bytes, List<OpenedFile> files) {
    static final String KEY = "given";
    private static final GivenTensors NONE = new GivenTensors(Map.of(), List.of());

    GivenTensors {
        bytes = Map.copyOf(bytes);
        files = List.copyOf(files);
    }

    static GivenTensors none() {
        return NONE;
    }

    /** @param more files that what is made of them depends on besides */
    static GivenTensors of(Map<String, TensorBytes> bytes, WeightFile weights, Path... more) throws IOException {
        List<OpenedFile> files = new ArrayList<>();
        files.add(OpenedFile.of(weights.path()));
        for (Path part : weights.parts()) {
            files.add(OpenedFile.of(part));
        }
        for (Path other : more) {
            files.add(OpenedFile.of(other));
        }
        return new GivenTensors(bytes, files);
    }

    Optional<TensorBytes> find(String name) {
        return Optional.ofNullable(bytes.get(name));
    }

    boolean isEmpty() {
        return bytes.isEmpty();
    }
}
