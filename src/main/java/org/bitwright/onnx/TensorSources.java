package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.bitwright.model.ExternalFolder;
import org.bitwright.model.OpenedFile;

/**
 * Where the numbers of constants lie that are not in the messages.
 *
 * @param folder of the model, whose files external data name
 * @param given what another reader gives
 */
record TensorSources(ExternalFolder folder, GivenTensors given) {

    static TensorSources in(ExternalFolder folder) {
        return new TensorSources(folder, GivenTensors.none());
    }

    /** Every file that holds some, as far as they were named. */
    List<OpenedFile> files() {
        return Stream.concat(given.files().stream(), folder.files().stream()).toList();
    }

    List<Path> paths() {
        return files().stream().map(OpenedFile::path).toList();
    }

    void checkUnchanged() throws IOException {
        for (OpenedFile file : files()) {
            file.checkUnchanged();
        }
    }

    /** Bytes of what does not lie in the messages, at most. */
    long bytes() {
        long external = folder.files().stream().mapToLong(OpenedFile::size).sum();
        return external
                + given.bytes().values().stream()
                        .mapToLong(bytes -> bytes.size())
                        .sum();
    }

    boolean areEmpty() {
        return folder.files().isEmpty() && given.isEmpty();
    }

    /** Whether a constant of the messages is one that another reader gives. */
    static boolean isGiven(TensorProto tensor) {
        return tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL
                && tensor.getExternalDataCount() == 1
                && tensor.getExternalData(0).getKey().equals(GivenTensors.KEY);
    }
}
