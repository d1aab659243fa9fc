package org.bitwright.io.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bitwright.io.numpy.NpzArchive;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;

/** The names by which samples and labels are usually told apart. */
final class LabelFiles {
    private static final List<String> SAMPLE_KEYS =
            List.of("x_test", "test_images", "x", "images", "image", "data", "samples", "inputs", "features", "arr_0");
    private static final List<String> LABEL_KEYS =
            List.of("y_test", "test_labels", "y", "labels", "label", "targets", "target", "classes", "class", "arr_1");
    private static final Pattern SAMPLE_FILE =
            Pattern.compile("(?i).*(images|idx3|samples|inputs|(^|[_.-])x([_.-])).*");
    private static final Pattern LONE_X = Pattern.compile("(?<![A-Za-z0-9])([xX])(?![A-Za-z0-9])");
    private static final Pattern EVALUATION =
            Pattern.compile("(?i)(^|[^a-z])(t10k|test|val|valid|validation)([^a-z]|$)");
    private static final Pattern READABLE = Pattern.compile("(?i).*(ubyte|idx\\d|\\.npy|\\.npz)(\\.gz)?");

    private LabelFiles() {}

    /** The labels file beside a samples file; an NPZ file that holds labels is its own. */
    static Optional<Path> beside(Path samples) {
        String name = String.valueOf(samples.getFileName());
        for (String candidate : labelNames(name)) {
            Path file = samples.resolveSibling(candidate);
            if (Files.isRegularFile(file)) {
                return Optional.of(file);
            }
        }
        return holdsLabels(samples) ? Optional.of(samples) : Optional.empty();
    }

    /** The key of the samples: the one usual name, or the only array there is. */
    static Optional<String> sampleKey(List<String> keys) {
        return keys.size() == 1 ? Optional.of(keys.get(0)) : first(SAMPLE_KEYS, keys);
    }

    /** The key that goes by the name of a network's input, in other letters or signs between them if need be. */
    static Optional<String> keyOf(String input, List<String> keys) {
        if (keys.contains(input)) {
            return Optional.of(input);
        }
        List<String> alike =
                keys.stream().filter(key -> plain(key).equals(plain(input))).toList();
        return alike.size() == 1 ? Optional.of(alike.get(0)) : Optional.empty();
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }

    static Optional<String> labelKey(List<String> keys) {
        return first(LABEL_KEYS, keys);
    }

    /**
     * The one samples file in a folder; of several, the one whose name says that it is for testing.
     *
     * @throws InvalidFileException if there is none, or the choice is not clear
     */
    static Path samplesIn(Path folder) throws IOException {
        List<Path> found;
        try (Stream<Path> files = Files.list(folder)) {
            found = files.filter(Files::isRegularFile)
                    .filter(file -> isSamples(String.valueOf(file.getFileName())))
                    .sorted()
                    .toList();
        }
        if (found.isEmpty()) {
            throw new InvalidFileException(
                    folder,
                    Phrase.of(
                            "the folder has no samples file with a usual name, such as t10k-images-idx3-ubyte.gz, x_test.npy or test.npz; choose the file itself"));
        }
        List<Path> evaluation = found.stream()
                .filter(file ->
                        EVALUATION.matcher(String.valueOf(file.getFileName())).find())
                .toList();
        if (found.size() > 1 && evaluation.size() != 1) {
            throw new InvalidFileException(
                    folder,
                    Phrase.of(
                            "the folder has several samples files; choose one of %s",
                            String.join(
                                    ", ",
                                    found.stream()
                                            .map(file -> String.valueOf(file.getFileName()))
                                            .limit(6)
                                            .toList())));
        }
        return found.size() == 1 ? found.get(0) : evaluation.get(0);
    }

    private static boolean isSamples(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return READABLE.matcher(name).matches()
                && (lower.endsWith(".npz") || SAMPLE_FILE.matcher(name).matches());
    }

    private static Set<String> labelNames(String name) {
        Set<String> names = new LinkedHashSet<>();
        for (String label : List.of("labels", "label")) {
            addWithAndWithoutGzip(names, name, name.replace("images", label).replaceAll("idx\\d", "idx1"));
            addWithAndWithoutGzip(names, name, name.replace("Images", "Labels"));
            for (String word : List.of("samples", "inputs", "features", "data")) {
                addWithAndWithoutGzip(names, name, name.replace(word, label));
            }
        }
        Matcher x = LONE_X.matcher(name);
        if (x.find()) {
            String y = x.group(1).equals("x") ? "y" : "Y";
            addWithAndWithoutGzip(names, name, name.substring(0, x.start()) + y + name.substring(x.end()));
            addWithAndWithoutGzip(names, name, name.substring(0, x.start()) + "y" + name.substring(x.end()));
        }
        return names;
    }

    private static void addWithAndWithoutGzip(Set<String> names, String original, String candidate) {
        if (!candidate.equals(original)) {
            names.add(candidate);
            names.add(candidate.endsWith(".gz") ? candidate.substring(0, candidate.length() - 3) : candidate + ".gz");
        }
    }

    private static boolean holdsLabels(Path samples) {
        if (!String.valueOf(samples.getFileName()).toLowerCase(Locale.ROOT).endsWith(".npz")) {
            return false;
        }
        try (NpzArchive archive = NpzArchive.open(samples)) {
            return labelKey(archive.keys()).isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    private static Optional<String> first(List<String> wanted, List<String> keys) {
        return wanted.stream()
                .flatMap(name -> keys.stream().filter(key -> key.equalsIgnoreCase(name)))
                .findFirst();
    }
}
