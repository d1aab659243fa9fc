package org.bitwright.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bitwright.io.safetensors.SafetensorsReader;
import org.bitwright.io.torch.TorchReader;
import org.bitwright.model.WeightFile;

/** The formats of files of weights, each with its reader. */
enum WeightFormat {
    PYTORCH("PyTorch state dicts (.pth, .pt)") {
        @Override
        boolean recognizes(Path file, byte[] start) {
            return TorchReader.recognizes(start);
        }

        @Override
        WeightFile open(Path file) throws IOException {
            return NamedWeights.of(file, "PyTorch", TorchReader.read(file));
        }
    },
    SAFETENSORS("safetensors, also by their index") {
        @Override
        boolean recognizes(Path file, byte[] start) {
            return SafetensorsReader.recognizes(start) || start.length > 0 && start[0] == '{';
        }

        @Override
        WeightFile open(Path file) throws IOException {
            return NamedWeights.of(file, "safetensors", SafetensorsReader.read(file));
        }
    };

    private final String words;

    WeightFormat(String words) {
        this.words = words;
    }

    /**
     * Whether a file may be of the format.
     *
     * @param start its first 64 bytes, or all of them where it has fewer
     */
    abstract boolean recognizes(Path file, byte[] start) throws IOException;

    abstract WeightFile open(Path file) throws IOException;

    static Optional<WeightFormat> of(Path file, byte[] start) throws IOException {
        for (WeightFormat format : values()) {
            if (format.recognizes(file, start)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    /** All of them in a user's words. */
    static String known() {
        return Arrays.stream(values()).map(format -> format.words).collect(Collectors.joining(", "));
    }
}
