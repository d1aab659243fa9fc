package org.bitwright.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.bitwright.fuzz.FuzzTarget.Reading;

/** Says that a file made by hand is refused, and in which words, and counts it. Use with {@link Tally}. */
public final class BadFile {
    private BadFile() {}

    /**
     * @param reader under whose name it is counted
     * @param file with whose name the message begins
     * @param words that the message has
     */
    public static void refused(String reader, Path file, Reading reading, String... words) {
        refused(reader, file, String.valueOf(file.getFileName()), reading, words);
    }

    /** @param named with which the message begins, where that is not the name of the file */
    public static void refused(String reader, Path file, String named, Reading reading, String... words) {
        Promise promise = Promise.of(reading, file, named);
        assertThat(promise.fault()).isEmpty();
        assertThat(promise.refusal()).isPresent();
        assertThat(promise.refusal().get())
                .startsWith(named)
                .doesNotContain("jackson", "razorvine")
                .doesNotMatch(".*(?<!')\\bnull\\b.*");
        for (String word : words) {
            assertThat(promise.refusal().get()).contains(word);
        }
        Tally.badFile(reader);
    }

    /** Says that a file is read, within the time and the memory that every reader promises. */
    public static void read(Path file, Reading reading) {
        Promise promise = Promise.of(reading, file, "");
        assertThat(promise.fault()).isEmpty();
        assertThat(promise.refusal()).isEmpty();
    }
}
