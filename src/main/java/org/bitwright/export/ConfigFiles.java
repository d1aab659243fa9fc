package org.bitwright.export;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.bitwright.model.FileFault;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Preprocessing;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.quant.QuantConfig;
import org.bitwright.task.CancelToken;

/** Opens configurations of every kind that is read: our own, AIMET's encodings, TensorRT's calibration caches. */
public final class ConfigFiles {
    private static final int HEAD = 4096;
    private static final long MAX_BYTES = 512L << 20;

    private ConfigFiles() {}

    /**
     * Puts a file on a model; what kind it is its content tells.
     *
     * @param planner tells what activations come to, whose ranges are compared with those of the file
     * @param present the configuration in hand, of which stays what the file does not speak of
     * @throws InvalidFileException if it is none of the kinds, or of an unknown version
     */
    public static ConfigImport onto(
            OnnxDocument document,
            LayerSource layers,
            ConfigImport.Planner planner,
            QuantConfig present,
            Path file,
            CancelToken cancel)
            throws IOException {
        String head = head(file);
        if (head.startsWith(TensorRtCache.START)) {
            return ForeignImport.onto(document.model(), present, TensorRtCache.read(file));
        }
        if (!isOurs(head) && Files.size(file) <= MAX_BYTES) {
            JsonField root = JsonField.parse(file, Files.readAllBytes(file));
            if (AimetFile.is(root)) {
                return ForeignImport.onto(document.model(), present, AimetFile.read(root));
            }
        }
        return ConfigImport.onto(document, layers, planner, ConfigFile.read(file), cancel);
    }

    /** How raw values become inputs, where a file tells it: only our own do. */
    public static Optional<Preprocessing> preprocessing(Path file) throws IOException {
        return isOurs(head(file)) ? ConfigFile.read(file).preprocessing() : Optional.empty();
    }

    /** Our own files say what they are at their start. */
    private static boolean isOurs(String head) {
        return head.contains("\"" + ConfigExport.FORMAT + "\"");
    }

    private static String head(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new InvalidFileException(file, FileFault.MISSING);
        }
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(HEAD), StandardCharsets.UTF_8);
        }
    }
}
