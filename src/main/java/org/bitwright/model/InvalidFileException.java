package org.bitwright.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file that cannot be used, told in a user's words: which file, where in it, what is wrong, and what to do.
 * {@link #getMessage()} is the whole sentence that is shown.
 */
public class InvalidFileException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Characters of a place or a reason. */
    private static final int LONGEST = 600;

    private final transient Path file;
    private final String place;
    private final String reason;
    private final transient Optional<FileFault> fault;

    /**
     * @param place where in the file, such as {@code tensor 'conv1.weight'}; empty for the file as a whole
     * @param reason what was expected and what was found, without a full stop
     */
    public InvalidFileException(Path file, String place, String reason) {
        this(file, place, reason, Optional.empty());
    }

    /** For the file as a whole. */
    public InvalidFileException(Path file, FileFault fault) {
        this(file, "", fault.reason(), Optional.of(fault));
    }

    private InvalidFileException(Path file, String place, String reason, Optional<FileFault> fault) {
        super(printable(name(file)) + (place.isEmpty() ? "" : ", " + printable(place)) + ": " + printable(reason));
        this.file = file;
        this.place = printable(place);
        this.reason = printable(reason);
        this.fault = fault;
    }

    public InvalidFileException(Path file, String place, String reason, Throwable cause) {
        this(file, place, reason);
        initCause(cause);
    }

    /** The root of a drive has no name of its own. */
    private static String name(Path file) {
        Path name = file.getFileName();
        return String.valueOf(name == null ? file : name);
    }

    public Path file() {
        return file;
    }

    public String place() {
        return place;
    }

    public String reason() {
        return reason;
    }

    /** What is wrong, where windows have words of their own for it. */
    public Optional<FileFault> fault() {
        return fault;
    }

    /** The file's name as it is shown. */
    public String fileName() {
        return printable(name(file));
    }

    /**
     * Names in files come from strangers: what does not print, ends a line or turns the direction of text is shown as its
     * code, and what is longer than a few lines is cut.
     */
    private static String printable(String text) {
        int end = Math.min(text.length(), LONGEST);
        StringBuilder shown = new StringBuilder(end);
        text.substring(0, end).codePoints().forEach(c -> {
            switch (Character.getType(c)) {
                case Character.CONTROL,
                        Character.FORMAT,
                        Character.SURROGATE,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR -> shown.append(String.format("\\u%04x", c));
                default -> shown.appendCodePoint(c);
            }
        });
        return end < text.length() ? shown.append('…').toString() : shown.toString();
    }
}
