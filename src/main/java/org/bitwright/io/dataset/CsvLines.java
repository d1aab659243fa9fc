package org.bitwright.io.dataset;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;
import org.jspecify.annotations.Nullable;

/** The lines of a table that are not blank, each within a cap. */
final class CsvLines implements AutoCloseable {
    static final int MAX_CELLS = 1 << 20;

    private static final int MAX_LENGTH = 32 << 20;
    /** Signs that may part cells, two for each cell: a list of cells takes some sixty bytes for each. */
    private static final int MAX_SEPARATORS = 2 * MAX_CELLS;

    private final Path file;
    private final Reader reader;
    private final long most;
    private long characters;
    private int number;

    CsvLines(Path file, FileKind kind) throws IOException {
        this.file = file;
        this.most = kind.most(file);
        this.reader = new BufferedReader(
                new InputStreamReader(
                        kind.open(file),
                        StandardCharsets.UTF_8
                                .newDecoder()
                                .onMalformedInput(CodingErrorAction.REPORT)
                                .onUnmappableCharacter(CodingErrorAction.REPORT)),
                1 << 16);
    }

    /** Of the line that was read last, from 1. */
    int number() {
        return number;
    }

    /** {@code null} at the end. */
    @Nullable
    String next() throws IOException {
        while (true) {
            String line = line();
            if (line == null || !line.isBlank()) {
                return line;
            }
        }
    }

    @Nullable
    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        int c = reader.read();
        if (c < 0) {
            return null;
        }
        number++;
        int separators = 0;
        for (; c >= 0 && c != '\n'; c = reader.read()) {
            if (CsvFormat.maySeparate(c) && ++separators > MAX_SEPARATORS) {
                throw new InvalidFileException(
                        file,
                        Phrase.of("line %s", number),
                        Phrase.of("it has more than the %s cells that are read", MAX_CELLS));
            }
            if (line.length() == MAX_LENGTH) {
                throw new InvalidFileException(
                        file, Phrase.of("line %s", number), Phrase.of("it is longer than 32 million characters"));
            }
            if (++characters > most) {
                throw new InvalidFileException(file, Phrase.of("it unpacks to more than is allowed for this file"));
            }
            if (c != '\r' && c != '\uFEFF') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
