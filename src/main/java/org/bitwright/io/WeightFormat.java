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
import org.bitwright.model.Phrase;
import org.bitwright.model.WeightFile;

/** The formats of files of weights, each with its reader. */
enum WeightFormat {
    NPY(
            Phrase.of("NumPy arrays (.npy, .npz)"),
            (file, start) -> NpyReader.recognizes(start),
            file -> NamedWeights.of(file, "NumPy", NumpyTensors.readNpy(file), List.of(), true)),
    NPZ(
            Phrase.NONE,
            (file, start) -> names(file, start).stream().anyMatch(name -> name.endsWith(".npy")),
            file -> NamedWeights.of(file, "NumPy", NumpyTensors.readNpz(file), List.of(), true)),
    KERAS_ARCHIVE(
            Phrase.of("Keras models and weights (.keras, .h5)"),
            (file, start) -> KerasReader.isArchive(names(file, start)),
            KerasReader::readArchive),
    HDF5(Phrase.NONE, (file, start) -> KerasReader.recognizes(start), KerasReader::readHdf5),
    TFLITE(
            Phrase.of("TensorFlow Lite models (.tflite)"),
            (file, start) -> TfliteReader.recognizes(start),
            TfliteReader::read),
    PYTORCH(
            Phrase.of("PyTorch state dicts (.pth, .pt)"),
            (file, start) -> TorchReader.recognizes(start),
            file -> NamedWeights.of(file, "PyTorch", TorchReader.read(file))),
    SAFETENSORS(
            Phrase.of("safetensors, also by their index"),
            (file, start) -> SafetensorsReader.recognizes(start) || start.length > 0 && start[0] == '{',
            file -> NamedWeights.of(
                    file, "safetensors", SafetensorsReader.read(file), SafetensorsReader.parts(file), false));

    private final Phrase words;
    private final Recognition recognition;
    private final Reader reader;

    WeightFormat(Phrase words, Recognition recognition, Reader reader) {
        this.words = words;
        this.recognition = recognition;
        this.reader = reader;
    }

    /** Whether a file may be of a format. */
    @FunctionalInterface
    private interface Recognition {
        /** @param start its first 64 bytes, or all of them where it has fewer */
        boolean of(Path file, byte[] start) throws IOException;
    }

    /** Reads a file of a format. */
    @FunctionalInterface
    private interface Reader {
        WeightFile read(Path file) throws IOException;
    }

    WeightFile open(Path file) throws IOException {
        return reader.read(file);
    }

    static Optional<WeightFormat> of(Path file, byte[] start) throws IOException {
        for (WeightFormat format : values()) {
            if (format.recognition.of(file, start)) {
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
    static Phrase known() {
        return Phrase.list(Arrays.stream(values())
                .map(format -> format.words)
                .filter(words -> !words.isEmpty())
                .toList());
    }
}
