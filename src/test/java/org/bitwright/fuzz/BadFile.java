package org.bitwright.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.bitwright.fuzz.FuzzTarget.Reading;
import org.bitwright.model.InvalidFileException;

/** Says that a file made by hand is refused, and in which words, and counts it. Use with {@link Tally}. */
public final class BadFile {
    private BadFile() {}

    /**
     * @param reader under whose name it is counted
     * @param named the file or folder with whose name the message begins
     * @param words that the message has
     */
    public static void refused(String reader, Path named, Reading reading, String... words) {
        Throwable thrown = catchThrowable(() -> reading.read(named));
        Throwable told = thrown instanceof UncheckedIOException ? thrown.getCause() : thrown;
        assertThat(told).isInstanceOf(InvalidFileException.class);
        assertThat(told)
                .hasMessageStartingWith(String.valueOf(named.getFileName()))
                .message()
                .contains(words)
                .doesNotContain("java.", "null", "Exception")
                .doesNotMatch("(?s).*[\\p{Cc}\\p{Cf}].*");
        Tally.badFile(reader);
    }
}
