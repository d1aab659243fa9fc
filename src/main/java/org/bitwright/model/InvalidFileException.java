package org.bitwright.model;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A file that cannot be used, told in a user's words: which file, where in it, what is wrong, and what to do.
 * {@link #getMessage()} is the whole sentence in English, {@link #told()} what windows show.
 */
public class InvalidFileException extends IOException implements Told {
    private static final long serialVersionUID = 1L;

    private final transient Path file;
    private final transient Phrase place;
    private final transient Phrase reason;

    /**
     * @param place where in the file, such as {@code tensor 'conv1.weight'}; empty for the file as a whole
     * @param reason what was expected and what was found, without a full stop
     */
    public InvalidFileException(Path file, Phrase place, Phrase reason) {
        super(Printable.of(name(file))
                + (place.isEmpty() ? "" : ", " + Printable.of(place.toString()))
                + ": "
                + Printable.of(reason.toString()));
        this.file = file;
        this.place = place.printable();
        this.reason = reason.printable();
    }

    /** For the file as a whole. */
    public InvalidFileException(Path file, Phrase reason) {
        this(file, Phrase.NONE, reason);
    }

    public InvalidFileException(Path file, Phrase place, Phrase reason, Throwable cause) {
        this(file, place, reason);
        initCause(cause);
    }

    public InvalidFileException(Path file, Phrase reason, Throwable cause) {
        this(file, Phrase.NONE, reason, cause);
    }

    /** The root of a drive has no name of its own. */
    private static String name(Path file) {
        Path name = file.getFileName();
        return String.valueOf(name == null ? file : name);
    }

    public Path file() {
        return file;
    }

    public Phrase place() {
        return place;
    }

    public Phrase reason() {
        return reason;
    }

    @Override
    public Phrase told() {
        String name = Printable.of(name(file));
        return place.isEmpty() ? Phrase.of("%s: %s", name, reason) : Phrase.of("%s, %s: %s", name, place, reason);
    }
}
