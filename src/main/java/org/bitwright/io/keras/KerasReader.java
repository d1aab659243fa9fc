package org.bitwright.io.keras;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import org.bitwright.io.hdf5.Hdf5File;
import org.bitwright.io.hdf5.Hdf5Group;
import org.bitwright.io.zip.ZipArchive;
import org.bitwright.io.zip.ZipMember;
import org.bitwright.model.FileFault;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.OpenedFile;
import org.bitwright.model.Phrase;
import org.bitwright.model.TensorBytes;
import org.bitwright.model.WeightFile;

/**
 * Reads the weights of Keras: HDF5 files of whole models or of weights, and {@code .keras} archives. Weights are named as
 * Keras names them, such as {@code dense/kernel}. HDF5 files of other programs are read as arrays by their paths.
 */
public final class KerasReader {
    private static final int START_BYTES = 64;
    private static final String CONFIG = "config.json";
    private static final String WEIGHTS = "model.weights.h5";
    private static final String MODEL_WEIGHTS = "model_weights";
    private static final String MODEL_CONFIG = "model_config";

    private KerasReader() {}

    /** Whether a file that begins with these bytes is an HDF5 file. */
    public static boolean recognizes(byte[] start) {
        return Hdf5File.recognizes(start);
    }

    /** Whether a zip archive with entries of these names is one of Keras. */
    public static boolean isArchive(Collection<String> names) {
        return names.contains(CONFIG) && names.stream().anyMatch(name -> name.startsWith("model.weights."))
                || names.contains(WEIGHTS);
    }

    /**
     * Opens an HDF5 file.
     *
     * @throws InvalidFileException if it breaks a rule, or refers to anything outside itself
     */
    public static WeightFile readHdf5(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new InvalidFileException(file, FileFault.FOLDER);
        }
        OpenedFile opened = OpenedFile.of(file);
        ByteBuffer start = ByteBuffer.allocate((int) Math.min(START_BYTES, opened.size()));
        opened.read(0, start);
        checkStart(file, start.array());
        Hdf5Group root = Hdf5File.open(file, "", opened.slice(0, opened.size()));
        Optional<String> json = root.text(MODEL_CONFIG);
        Optional<LayerConfig> config = json.isPresent()
                ? Optional.of(ConfigReader.read(file, Phrase.verbatim(MODEL_CONFIG), json.get()))
                : Optional.empty();
        return read(file, root, config, json.isPresent() ? "Keras" : "HDF5");
    }

    private static void checkStart(Path file, byte[] start) throws InvalidFileException {
        if (start.length == 0) {
            throw new InvalidFileException(file, FileFault.EMPTY);
        }
        String text = new String(start, StandardCharsets.ISO_8859_1);
        if (text.startsWith("version https://git-lfs")) {
            throw new InvalidFileException(file, FileFault.LFS_POINTER);
        }
    }

    /**
     * Opens a {@code .keras} archive.
     *
     * @throws InvalidFileException if it breaks a rule, or its weights are in another form than HDF5
     */
    public static WeightFile readArchive(Path file) throws IOException {
        OpenedFile opened = OpenedFile.of(file);
        try (ZipArchive archive = ZipArchive.open(file)) {
            Optional<ZipMember> weights = archive.member(WEIGHTS);
            if (weights.isEmpty()) {
                throw new InvalidFileException(
                        file,
                        Phrase.of(
                                "its weights are not in '%s', the one form that is read; save it with model.save('NAME.keras')",
                                WEIGHTS));
            }
            Optional<LayerConfig> config = Optional.empty();
            Optional<ZipMember> json = archive.member(CONFIG);
            if (json.isPresent()) {
                if (json.get().size() > ConfigReader.MAX_BYTES) {
                    throw new InvalidFileException(
                            file, Phrase.verbatim(CONFIG), Phrase.of("a configuration of more than 8 MB is not read"));
                }
                String text = new String(archive.read(json.get()), StandardCharsets.UTF_8);
                config = Optional.of(ConfigReader.read(file, Phrase.verbatim(CONFIG), text));
            }
            TensorBytes content = archive.content(opened, weights.get());
            return read(file, Hdf5File.open(file, WEIGHTS, content), config, "Keras");
        }
    }

    private static WeightFile read(Path file, Hdf5Group root, Optional<LayerConfig> config, String format)
            throws IOException {
        FoundArrays found = new FoundArrays(file);
        Hdf5Group weights = root.child(MODEL_WEIGHTS).orElse(null) instanceof Hdf5Group inner ? inner : root;
        if (LegacyLayers.areIn(weights)) {
            new LegacyLayers(file, weights, config, found).read();
            return found.weights("Keras");
        }
        new GroupedLayers(found).read(weights, config);
        return found.weights(GroupedLayers.areIn(weights) ? "Keras" : format);
    }
}
