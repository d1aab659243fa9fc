package org.bitwright.io.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.bitwright.io.image.ImageReading;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;

/**
 * The image files of a folder: one sub-folder a class, or images alone without labels. Classes are numbered by the
 * sorted names of the sub-folders, empty ones included. Samples take the classes in turn, each in the order of its
 * sorted file names, so that the first samples are of all classes.
 *
 * @param classes names of the classes; empty for images without labels
 * @param labels one a file; empty for images without labels
 * @param broken what is wrong with each file that is left out, in a user's words
 */
record ImageFolder(Path folder, List<String> classes, List<Path> files, List<Integer> labels, List<Phrase> broken) {
    private static final int MAX_FILES = 2_000_000;
    private static final int MAX_CLASSES = 100_000;

    /** Broken files that are left out at most, and their share: more, and something else is wrong. */
    private static final double MAX_BROKEN = 0.05;

    /** Whether a folder holds images, in itself or in sub-folders. */
    static boolean recognizes(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        if (holdsImages(folder)) {
            return true;
        }
        for (Path child : children(folder)) {
            if (Files.isDirectory(child) && holdsImages(child)) {
                return true;
            }
        }
        return false;
    }

    /** @throws InvalidFileException if there are no images, or many of them are broken */
    static ImageFolder read(Path folder) throws IOException {
        List<Path> classFolders =
                children(folder).stream().filter(Files::isDirectory).toList();
        boolean labelled = false;
        List<List<Path>> groups = new ArrayList<>();
        for (Path classFolder : classFolders) {
            List<Path> images = images(classFolder);
            labelled |= !images.isEmpty();
            groups.add(images);
        }
        List<Path> loose = images(folder);
        if (labelled && !loose.isEmpty()) {
            throw new InvalidFileException(
                    folder,
                    Phrase.of(
                            "it has images both in itself, such as '%s', and in sub-folders, one for each class; move the loose ones away",
                            loose.get(0).getFileName()));
        }
        List<String> classes = labelled
                ? classFolders.stream()
                        .map(path -> String.valueOf(path.getFileName()))
                        .toList()
                : List.of();
        return checked(folder, classes, labelled ? groups : List.of(loose));
    }

    private static ImageFolder checked(Path folder, List<String> classes, List<List<Path>> groups) throws IOException {
        List<Path> files = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        List<Phrase> broken = new ArrayList<>();
        int longest = groups.stream().mapToInt(List::size).max().orElse(0);
        for (int round = 0; round < longest; round++) {
            for (int group = 0; group < groups.size(); group++) {
                if (round < groups.get(group).size()) {
                    Path file = groups.get(group).get(round);
                    try {
                        ImageReading.check(file);
                        files.add(file);
                        labels.add(group);
                    } catch (InvalidFileException e) {
                        broken.add(Phrase.of("%s: %s", folder.relativize(file), e.reason()));
                    }
                }
            }
        }
        refuseBroken(folder, files, broken);
        return new ImageFolder(folder, classes, files, classes.isEmpty() ? List.of() : labels, broken);
    }

    private static void refuseBroken(Path folder, List<Path> files, List<Phrase> broken) throws InvalidFileException {
        if (files.isEmpty() && broken.isEmpty()) {
            throw new InvalidFileException(
                    folder, Phrase.of("there is no PNG or JPEG image in it, nor in its sub-folders"));
        }
        int all = files.size() + broken.size();
        if (files.isEmpty() || broken.size() > Math.max(1, MAX_BROKEN * all)) {
            throw new InvalidFileException(
                    folder,
                    Phrase.of("%s of its %s images cannot be read, such as %s", broken.size(), all, broken.get(0)));
        }
    }

    private static boolean holdsImages(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(ImageFolder::isImage);
        }
    }

    private static List<Path> images(Path folder) throws IOException {
        List<Path> images = new ArrayList<>();
        for (Path child : list(folder, MAX_FILES)) {
            if (isImage(child)) {
                images.add(child);
            }
        }
        return images;
    }

    private static boolean isImage(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        boolean named = name.endsWith(".png") || name.endsWith(".jpg") || name.endsWith(".jpeg");
        return named && !name.startsWith(".") && Files.isRegularFile(file);
    }

    private static List<Path> children(Path folder) throws IOException {
        return list(folder, MAX_CLASSES + MAX_FILES).stream()
                .filter(path -> !String.valueOf(path.getFileName()).startsWith("."))
                .filter(path -> !path.endsWith("__MACOSX"))
                .toList();
    }

    /** Sorted by name, alike on every system. */
    private static List<Path> list(Path folder, int most) throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (found.size() == most) {
                    throw new InvalidFileException(
                            folder, Phrase.of("it holds more than %s files; choose a part of them", most));
                }
                found.add(file);
            }
        }
        found.sort((a, b) -> String.valueOf(a.getFileName()).compareTo(String.valueOf(b.getFileName())));
        return found;
    }
}
