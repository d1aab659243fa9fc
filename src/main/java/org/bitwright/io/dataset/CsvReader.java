package org.bitwright.io.dataset;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;

/**
 * Reads a table of numbers: a line a sample, a cell a value, with or without names above. One column may hold the
 * labels, as class numbers or as names, which are then numbered in their sorted order.
 */
final class CsvReader {
    private static final int FIRST_LINES = 20;

    /** Names of columns in a message. */
    private static final int SHOWN_NAMES = 8;

    private static final int CHUNK = 1 << 20;
    private static final long MAX_VALUES = 1L << 29;

    private final Path file;
    private final CsvFormat format;
    private final int labelColumn;
    private final int width;
    private final List<float[]> chunks = new ArrayList<>();
    private final ColumnLabels labels;
    private final long most;
    private int rows;

    /** @param most numbers that may be read */
    private CsvReader(Path file, CsvFormat format, int labelColumn, long most) {
        this.file = file;
        this.format = format;
        this.labelColumn = labelColumn;
        this.most = most;
        this.labels = new ColumnLabels(file);
        this.width = format.columns() - (labelColumn < 0 ? 0 : 1);
    }

    /**
     * What a table holds.
     *
     * @param chunks rows one after the other, as many in each chunk as {@code rowsPerChunk}
     * @param width values of a row
     * @param labels of the label column; without rows where there is none
     */
    record Table(int rows, int width, int rowsPerChunk, List<float[]> chunks, ColumnLabels labels) {}

    /** The first lines of a text without blank ones; too long lines are cut. */
    static List<String> firstLines(String text) {
        return text.lines().filter(line -> !line.isBlank()).limit(FIRST_LINES).toList();
    }

    /**
     * @param wantedLabels name of the label column, or its number from 1; empty for the usual names
     * @param values number of values that the network takes; 0 where that is not known
     * @throws InvalidFileException naming line and column of the first cell that is wrong
     */
    static Table read(Path file, FileKind kind, Optional<String> wantedLabels, long values) throws IOException {
        try (CsvLines lines = new CsvLines(file, kind)) {
            Start start = Start.of(lines);
            CsvFormat format = start.format(file);
            int labelColumn = labelColumn(file, format, wantedLabels, values);
            if (format.columns() > CsvLines.MAX_CELLS || format.columns() < (labelColumn < 0 ? 1 : 2)) {
                throw new InvalidFileException(file, Phrase.of("it has %s columns", format.columns()));
            }
            long most = Math.min(MAX_VALUES, kind.gzipped() ? kind.most(file) / Float.BYTES : kind.most(file));
            CsvReader reader = new CsvReader(file, format, labelColumn, most);
            start.forEachRow(file, lines, format, reader::take);
            return reader.table();
        } catch (CharacterCodingException e) {
            throw new InvalidFileException(file, Phrase.of("it is no UTF-8 text"), e);
        }
    }

    /** The label column of a table, or its only column; what else it holds need not be numbers. */
    static ColumnLabels labels(Path file, FileKind kind, Optional<String> wanted) throws IOException {
        try (CsvLines lines = new CsvLines(file, kind)) {
            Start start = Start.of(lines);
            CsvFormat format = start.format(file);
            int found = format.columns() == 1 ? 0 : labelColumn(file, format, wanted, 0);
            if (found < 0) {
                throw new InvalidFileException(
                        file, Phrase.of("it has %s columns: tell which of them holds the labels", format.columns()));
            }
            ColumnLabels labels = new ColumnLabels(file);
            start.forEachRow(
                    file,
                    lines,
                    format,
                    (cells, number) -> labels.add(cells.get(found), () -> place(format, number, found)));
            return labels;
        } catch (CharacterCodingException e) {
            throw new InvalidFileException(file, Phrase.of("it is no UTF-8 text"), e);
        }
    }

    /** Takes the cells of a line. */
    @FunctionalInterface
    private interface Row {
        void take(List<String> cells, int line) throws InvalidFileException;
    }

    /** The lines that were read to find out how the table is written, with their numbers. */
    private record Start(List<String> lines, List<Integer> numbers) {
        static Start of(CsvLines lines) throws IOException {
            Start start = new Start(new ArrayList<>(), new ArrayList<>());
            while (start.lines.size() < FIRST_LINES) {
                String line = lines.next();
                if (line == null) {
                    break;
                }
                start.lines.add(line);
                start.numbers.add(lines.number());
            }
            return start;
        }

        CsvFormat format(Path file) throws InvalidFileException {
            if (lines.isEmpty()) {
                throw new InvalidFileException(file, Phrase.of("there is no line with numbers in it"));
            }
            return CsvFormat.of(lines);
        }

        void forEachRow(Path file, CsvLines rest, CsvFormat format, Row row) throws IOException {
            for (int i = format.header().isEmpty() ? 0 : 1; i < lines.size(); i++) {
                row.take(cells(file, format, lines.get(i), numbers.get(i)), numbers.get(i));
            }
            for (String line = rest.next(); line != null; line = rest.next()) {
                row.take(cells(file, format, line, rest.number()), rest.number());
            }
        }

        private static List<String> cells(Path file, CsvFormat format, String line, int number)
                throws InvalidFileException {
            List<String> cells = format.cells(line);
            if (cells.size() != format.columns()) {
                throw new InvalidFileException(
                        file,
                        Phrase.of("line %s", number),
                        Phrase.of("it has %s cells where the first line has %s", cells.size(), format.columns()));
            }
            return cells;
        }
    }

    private Table table() throws InvalidFileException {
        if (rows == 0) {
            throw new InvalidFileException(file, Phrase.of("there is no line with numbers below its names"));
        }
        return new Table(rows, width, rowsPerChunk(), chunks, labels);
    }

    private int rowsPerChunk() {
        return Math.max(1, CHUNK / width);
    }

    private void take(List<String> cells, int number) throws InvalidFileException {
        if ((long) (rows + 1) * width > most) {
            throw new InvalidFileException(
                    file, Phrase.of("it holds more numbers than are allowed for this file; save fewer samples"));
        }
        int row = rows % rowsPerChunk();
        if (row == 0) {
            chunks.add(new float[rowsPerChunk() * width]);
        }
        float[] chunk = chunks.get(chunks.size() - 1);
        int at = row * width;
        for (int column = 0; column < cells.size(); column++) {
            if (column == labelColumn) {
                labels.add(cells.get(column), () -> place(format, number, labelColumn));
            } else {
                chunk[at++] = value(cells.get(column), number, column);
            }
        }
        rows++;
    }

    private float value(String cell, int line, int column) throws InvalidFileException {
        OptionalDouble number = CsvFormat.number(cell, format.separator());
        float value = (float) number.orElse(Double.NaN);
        if (!Float.isFinite(value)) {
            String shown = cell.length() > 40 ? cell.substring(0, 40) + "…" : cell;
            throw new InvalidFileException(
                    file,
                    place(format, line, column),
                    cell.isEmpty() ? Phrase.of("the cell is empty") : Phrase.of("'%s' is no finite number", shown));
        }
        return value;
    }

    private static Phrase place(CsvFormat format, int line, int column) {
        return format.header().isEmpty()
                ? Phrase.of("line %s, column %s", line, column + 1)
                : Phrase.of(
                        "line %s, column %s ('%s')",
                        line, column + 1, format.header().get(column));
    }

    /** −1 where there is none. */
    private static int labelColumn(Path file, CsvFormat format, Optional<String> wanted, long values)
            throws InvalidFileException {
        if (wanted.isPresent()) {
            return named(file, format, wanted.get().strip());
        }
        Optional<String> usual = LabelFiles.labelKey(format.header());
        if (usual.isPresent()) {
            return format.header().indexOf(usual.get());
        }
        if (values > 0 && format.columns() == values + 1) {
            throw new InvalidFileException(
                    file,
                    format.header().isEmpty()
                            ? Phrase.of(
                                    "it has %s columns where the network takes %s values: tell which column holds the labels, by its number from 1",
                                    format.columns(), values)
                            : Phrase.of(
                                    "it has %s columns where the network takes %s values: tell which column holds the labels, by its name or its number from 1",
                                    format.columns(), values));
        }
        return -1;
    }

    private static int named(Path file, CsvFormat format, String wanted) throws InvalidFileException {
        int byName = format.header().indexOf(wanted);
        if (byName >= 0) {
            return byName;
        }
        try {
            int number = Integer.parseInt(wanted);
            if (number >= 1 && number <= format.columns()) {
                return number - 1;
            }
        } catch (NumberFormatException e) {
            // a name then, of a column that is not there
        }
        throw new InvalidFileException(file, noLabels(format, wanted));
    }

    private static Phrase noLabels(CsvFormat format, String wanted) {
        List<String> header = format.header();
        if (header.isEmpty()) {
            return Phrase.of(
                    "it has no label column '%s'; its %s columns have no names: give a number from 1",
                    wanted, format.columns());
        }
        String names = String.join(", ", header.subList(0, Math.min(SHOWN_NAMES, header.size())));
        return Phrase.of(
                "it has no label column '%s'; its %s columns are %s",
                wanted, format.columns(), header.size() > SHOWN_NAMES ? names + ", …" : names);
    }
}
