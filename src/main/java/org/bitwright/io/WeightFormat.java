package org.bitwright.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bitwright.io.keras.KerasReader;
import org.bitwright.io.numpy.NpyReader;
import org.bitwright.io.numpy.NpzArchive;
import org.bitwright.io.numpy.NumpyTensors;
import org.bitwright.io.safetensors.SafetensorsReader;
import org.bitwright.io.tflite.TfliteReader;
import org.bitwright.io.torch.TorchReader;
import org.bitwright.io.zip.ZipArchive;
import org.bitwright.io.zip.ZipMember;
import org.bitwright.model.WeightFile;

/** The formats of files of weights, each with its reader. */
enum WeightFormat {
    NPY("NumPy arrays (.npy, .npz)") {
        @Override
        boolean recognizes(Path file, byte[] start) {
            return NpyReader.recognizes(start);
        }

        @Override
        WeightFile open(Path file) throws IOException {
            return NamedWeights.of(file, "NumPy", NumpyTensors.readNpy(file), List.of(), true);
        }
    },
    NPZ("") {
        @Override
        boolean recognizes(Path file, byte[] start) {
            return names(file, start).stream().anyMatch(name -> name.endsWith(".npy"));
        }

        @Override
        WeightFile open(Path file) throws IOException {
            return NamedWeights.of(file, "NumPy", NumpyTensors.readNpz(file), List.of(), true);
        }
    },
    KERAS_ARCHIVE("Keras models and weights (.keras, .h5)") {
        @Override
        boolean recognizes(Path file, byte[] start) {
            return KerasReader.isArchive(names(file, start));
        }

        @Override
        WeightFile open(Path file) throws IOException {
            return KerasReader.readArchive(file);
        }
    },
    HDF5("") {
        @Override
        boolean recognizes(Path file, byte[] start) {
            return KerasReader.recognizes(start);
        }

        @Override
        WeightFile open(Path file) throws IOException {
            return KerasReader.readHdf5(file);
        }
    },
    TFLITE("TensorFlow Lite models (.tflite)") {
        @Override
        boolean recognizes(Path file, byte[] start) {
            return TfliteReader.recognizes(start);
        }

        @Override
        WeightFile open(Path file) throws IOException {
            return TfliteReader.read(file);
        }
    },
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
            return NamedWeights.of(
                    file, "safetensors", SafetensorsReader.read(file), SafetensorsReader.parts(file), false);
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

    /** Names of a zip archive's entries; none if the file is no archive, or so damaged that it cannot be told whose. */
    private static Set<String> names(Path file, byte[] start) {
        if (!NpzArchive.recognizes(start)) {
            return Set.of();
        }
        try (ZipArchive archive = ZipArchive.open(file)) {
            return archive.members().stream().map(ZipMember::name).collect(Collectors.toSet());
        } catch (IOException e) {
            return Set.of();
        }
    }

    /** All of them in a user's words. */
    static String known() {
        return Arrays.stream(values())
                .map(format -> format.words)
                .filter(words -> !words.isEmpty())
                .collect(Collectors.joining(", "));
    }
}
