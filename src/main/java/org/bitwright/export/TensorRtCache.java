package org.bitwright.export;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;

/** Reads TensorRT's calibration caches (exports.md, 5); nobody vouches for them. */
final class TensorRtCache {
    static final String START = "TRT-";
    private static final long MAX_BYTES = 64L << 20;
    private static final Pattern HEAD =
            Pattern.compile("TRT-[0-9]+-(EntropyCalibration|EntropyCalibration2|MinMaxCalibration|LegacyCalibration)");
    private static final Pattern BITS = Pattern.compile("[0-9a-fA-F]{1,8}");
    private static final int WIDTH = 8;

    private TensorRtCache() {}

    /** @throws InvalidFileException if it is none, of an unknown kind, or too large */
    static List<ForeignTensor> read(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new InvalidFileException(file, Phrase.of("it is over 64 MiB, too large for a calibration cache"));
        }
        List<String> lines = new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                .lines()
                .toList();
        if (lines.isEmpty() || !HEAD.matcher(lines.get(0).strip()).matches()) {
            throw new InvalidFileException(
                    file,
                    Phrase.of("line 1"),
                    Phrase.of(
                            "it is no calibration cache of a known kind: a line such as TRT-8501-EntropyCalibration2 is expected"));
        }
        List<ForeignTensor> tensors = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                tensors.add(tensor(file, i + 1, lines.get(i)));
            }
        }
        return tensors;
    }

    private static ForeignTensor tensor(Path file, int number, String line) throws InvalidFileException {
        int colon = line.lastIndexOf(':');
        String bits = colon < 0 ? "" : line.substring(colon + 1).strip();
        if (colon < 1 || !BITS.matcher(bits).matches()) {
            throw new InvalidFileException(
                    file,
                    Phrase.of("line %s", number),
                    Phrase.of("a name and the bits of a scale are expected, such as conv1: 3c010a14"));
        }
        float scale = Float.intBitsToFloat((int) Long.parseLong(bits, 16));
        return new ForeignTensor(
                line.substring(0, colon),
                WIDTH,
                false,
                true,
                List.of(scale),
                List.of(-(1L << (WIDTH - 1))),
                Optional.empty(),
                0,
                false);
    }
}
