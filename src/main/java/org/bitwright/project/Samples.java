package org.bitwright.project;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bitwright.export.JsonField;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;

/** The bundled models and data: the folder {@code sample-models} and what its {@code samples.json} lists. */
public final class Samples {
    private static final String FOLDER = "sample-models";
    private static final String LIST = "samples.json";
    private static final long MAX_BYTES = 1 << 20;

    private Samples() {}

    /** The folder, looked for in the working directory, beside the program, and one folder above it. */
    public static Optional<Path> folder() {
        return Stream.concat(
                        Stream.of(Path.of("")),
                        programFolder().stream().flatMap(folder -> Stream.of(folder, folder.resolve(".."))))
                .map(place -> place.resolve(FOLDER).toAbsolutePath().normalize())
                .filter(folder -> Files.isRegularFile(folder.resolve(LIST)))
                .findFirst();
    }

    private static Optional<Path> programFolder() {
        try {
            var source = Samples.class.getProtectionDomain().getCodeSource();
            return source == null
                    ? Optional.empty()
                    : Optional.ofNullable(Path.of(source.getLocation().toURI()).getParent());
        } catch (URISyntaxException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The bundled samples; none where the program was installed without them. */
    public static List<Sample> list() throws IOException {
        Optional<Path> folder = folder();
        return folder.isPresent() ? read(folder.get()) : List.of();
    }

    /** The samples of a folder whose files are all there. */
    static List<Sample> read(Path folder) throws IOException {
        Path file = folder.resolve(LIST);
        if (Files.size(file) > MAX_BYTES) {
            throw new InvalidFileException(file, Phrase.of("it is over 1 MB, too large for a list of samples"));
        }
        List<Sample> samples = new ArrayList<>();
        for (JsonField entry :
                JsonField.parse(file, Files.readAllBytes(file)).get("samples").elements()) {
            Sample sample = sample(folder, entry);
            if (Stream.of(sample.model(), sample.data(), sample.labels()).allMatch(Files::isRegularFile)) {
                samples.add(sample);
            }
        }
        return samples;
    }

    private static Sample sample(Path folder, JsonField entry) throws InvalidFileException {
        return new Sample(
                entry.get("id").text(),
                entry.get("title").text(),
                path(folder, entry.get("model")),
                path(folder, entry.get("data")),
                path(folder, entry.get("labels")),
                path(folder, entry.get("calibration")),
                path(folder, entry.get("calibrationLabels")),
                entry.get("dataset").text(),
                entry.get("description").text(),
                entry.get("descriptionZh").text(),
                entry.get("parameters").integer(0, Long.MAX_VALUE),
                entry.get("correct").integer(0, Long.MAX_VALUE),
                entry.get("samples").integer(0, Long.MAX_VALUE));
    }

    private static Path path(Path folder, JsonField field) throws InvalidFileException {
        Path path = folder.resolve(field.text()).normalize();
        return path.startsWith(folder) ? path : field.fail(Phrase.of("it lies outside the folder of the samples"));
    }
}
