package org.bitwright.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a model, in which its external data must lie. A location is a plain relative path with forward slashes
 * that names a regular file with one link, reached without following links; everything else is refused, since a model
 * file from a stranger must not read what its user did not give it (CVE-2022-25882, -2024-27318, -2026-27489,
 * -2026-34446).
 */
public final class ExternalFolder {
    private static final int LONGEST = 120;
    private static final Pattern DRIVE = Pattern.compile("^[A-Za-z]:.*", Pattern.DOTALL);

    private final Path model;
    private final Path folder;
    private final Map<String, OpenedFile> files = new LinkedHashMap<>();

    public ExternalFolder(Path model) {
        this.model = model;
        Path parent = model.toAbsolutePath().normalize().getParent();
        this.folder = parent == null ? model.toAbsolutePath().normalize() : parent;
    }

    public Path path() {
        return folder;
    }

    /** The files opened so far, in the order in which the model names them. */
    public synchronized Collection<OpenedFile> files() {
        return List.copyOf(files.values());
    }

    /**
     * Opens a file, once.
     *
     * @param location as the model gives it
     * @param place the tensor that asks, for messages
     * @throws InvalidFileException if the location breaks a rule
     */
    public synchronized OpenedFile file(String location, Phrase place) throws IOException {
        OpenedFile known = files.get(location);
        if (known == null) {
            known = open(location, place);
            files.put(location, known);
        }
        return known;
    }

    private OpenedFile open(String location, Phrase place) throws IOException {
        checkSyntax(location, place);
        Path file;
        try {
            file = folder.resolve(location).normalize();
        } catch (InvalidPathException e) {
            throw refuse(place, location, Phrase.of("is no file name"));
        }
        if (file.equals(folder) || !file.startsWith(folder)) {
            throw refuse(place, location, Phrase.of("leads out of the model's folder"));
        }
        for (Path step : folder.relativize(file)) {
            if (step.toString().equals("..")) {
                throw refuse(place, location, Phrase.of("leads out of the model's folder"));
            }
        }
        checkLinks(file, location, place);
        return OpenedFile.of(file, LinkOption.NOFOLLOW_LINKS);
    }

    private void checkSyntax(String location, Phrase place) throws InvalidFileException {
        Phrase problem = null;
        if (location.isBlank()) {
            problem = Phrase.of("is empty");
        } else if (location.indexOf('\\') >= 0) {
            problem = Phrase.of("has a backslash");
        } else if (location.startsWith("/") || DRIVE.matcher(location).matches()) {
            problem = Phrase.of("is an absolute path");
        } else if (location.indexOf('\0') >= 0) {
            problem = Phrase.of("is no file name");
        } else if (List.of(location.split("/", -1)).contains("..")) {
            problem = Phrase.of("has '..' in it");
        }
        if (problem != null) {
            throw refuse(place, location, problem);
        }
    }

    private void checkLinks(Path file, String location, Phrase place) throws IOException {
        Path at = folder;
        for (Path step : folder.relativize(file)) {
            at = at.resolve(step);
            BasicFileAttributes attributes;
            try {
                attributes = Files.readAttributes(at, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            } catch (IOException e) {
                throw new InvalidFileException(
                        model,
                        place,
                        Phrase.of(
                                "its weights lie in the file %s, which cannot be found or read; put it beside the model",
                                quoted(location)),
                        e);
            }
            if (attributes.isSymbolicLink()) {
                throw refuse(
                        place,
                        location,
                        Phrase.of(
                                "is a symbolic link (the Hugging Face cache keeps its files so), and links are not followed; copy the model and its data files into one folder as real files (cp -L)"));
            }
            boolean last = at.equals(file);
            if (last ? !attributes.isRegularFile() : !attributes.isDirectory()) {
                throw refuse(place, location, Phrase.of("is no regular file"));
            }
        }
        if (links(file) > 1) {
            throw refuse(
                    place,
                    location,
                    Phrase.of(
                            "has another name elsewhere (a hard link), so it may be somebody else's file; copy it instead"));
        }
    }

    private static int links(Path file) throws IOException {
        try {
            @Nullable Object count = Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS);
            return count instanceof Integer links ? links : 1;
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            return 1; // this file system does not count links
        }
    }

    private InvalidFileException refuse(Phrase place, String location, Phrase problem) {
        return new InvalidFileException(
                model, place, Phrase.of("the location %s of its external data %s", quoted(location), problem));
    }

    /** A location from a file in quotation marks, cut where it is longer than a line. */
    private static String quoted(String location) {
        return "'" + (location.length() > LONGEST ? location.substring(0, LONGEST) + "…" : location) + "'";
    }
}
