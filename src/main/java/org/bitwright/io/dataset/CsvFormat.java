package org.bitwright.io.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How a table of numbers is written: what parts its cells, and whether names stand above them.
 *
 * @param separator between cells
 * @param columns number of cells in each line
 * @param header the cells of the first line where they are names; empty where they are numbers already
 */
record CsvFormat(char separator, int columns, List<String> header) {
    private static final char[] SEPARATORS = {',', ';', '\t', '|', ' '};

    /**
     * Finds the separator by which most cells are numbers, in lines that have more than one cell, as many as the first.
     *
     * @param start the first lines of the file, at least one; blank lines are left out
     */
    static CsvFormat of(List<String> start) {
        char best = ',';
        long score = Long.MIN_VALUE;
        for (char separator : SEPARATORS) {
            int columns = cells(start.get(0), separator).size();
            long own = start.stream()
                    .map(line -> cells(line, separator))
                    .filter(cells -> columns > 1 && cells.size() == columns)
                    .mapToLong(cells -> numbersAboveOthers(cells, separator))
                    .sum();
            if (columns > 1 && own > score) {
                score = own;
                best = separator;
            }
        }
        List<String> first = cells(start.get(0), best);
        return new CsvFormat(best, first.size(), isHeader(start, best) ? first : List.of());
    }

    /** Whether a character parts cells in some tables. */
    static boolean maySeparate(int character) {
        return character == ',' || character == ';' || character == '\t' || character == '|' || character == ' ';
    }

    private static long numbersAboveOthers(List<String> cells, char separator) {
        long numbers = cells.stream()
                .filter(cell -> number(cell, separator).isPresent())
                .count();
        return 2 * numbers - cells.size();
    }

    /** Whether the first line holds names: a word above numbers, or no number at all. */
    private static boolean isHeader(List<String> start, char separator) {
        List<String> first = cells(start.get(0), separator);
        List<String> second = start.size() > 1 ? cells(start.get(1), separator) : List.of();
        boolean anyNumber = false;
        for (int column = 0; column < first.size(); column++) {
            boolean number = number(first.get(column), separator).isPresent();
            anyNumber |= number;
            boolean above = column < second.size()
                    && number(second.get(column), separator).isPresent();
            if (!number && above) {
                return true;
            }
        }
        return !anyNumber;
    }

    /** Whether text looks like such a table: most cells behind the first line are numbers. */
    static boolean recognizes(List<String> start) {
        if (start.isEmpty()) {
            return false;
        }
        CsvFormat format = of(start);
        List<String> line = cells(start.get(start.size() > 1 ? 1 : 0), format.separator);
        long numbers = line.stream()
                .filter(cell -> number(cell, format.separator).isPresent())
                .count();
        return numbers > 0 && numbers * 2 >= line.size();
    }

    /** The number in a cell; with another separator than a comma, a comma may stand for the decimal point. */
    static OptionalDouble number(String cell, char separator) {
        String text = separator != ',' && cell.indexOf('.') < 0 ? cell.replace(',', '.') : cell;
        int length = text.length();
        boolean plain = length > 0 && length <= 64;
        for (int i = 0; plain && i < length; i++) {
            char c = text.charAt(i);
            plain = c >= '0' && c <= '9' || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E';
        }
        if (plain && length <= 9 && text.charAt(0) >= '0' && isWhole(text)) {
            return OptionalDouble.of(Integer.parseInt(text));
        }
        try {
            return plain ? OptionalDouble.of(Double.parseDouble(text)) : OptionalDouble.empty();
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    /** Pixels and class numbers are many, and parsing them as reals takes several times as long. */
    private static boolean isWhole(String text) {
        return text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    List<String> cells(String line) {
        return cells(line, separator);
    }

    /** The cells of a line without the blanks around them; a quoted cell may hold separators, and "" for a quote. */
    static List<String> cells(String line, char separator) {
        List<String> cells = new ArrayList<>();
        int at = 0;
        String text = separator == ' ' ? line.strip() : line;
        while (at <= text.length()) {
            int end = end(text, at, separator);
            cells.add(unquoted(text.substring(at, end).strip()));
            at = end + 1;
            while (separator == ' ' && at < text.length() && text.charAt(at) == ' ') {
                at++;
            }
        }
        return cells;
    }

    private static int end(String line, int from, char separator) {
        boolean quoted = false;
        int at = from;
        while (at < line.length() && (quoted || line.charAt(at) != separator)) {
            quoted ^= line.charAt(at) == '"';
            at++;
        }
        return at;
    }

    private static String unquoted(String cell) {
        boolean quoted = cell.length() >= 2 && cell.startsWith("\"") && cell.endsWith("\"");
        return quoted
                ? cell.substring(1, cell.length() - 1).replace("\"\"", "\"").strip()
                : cell;
    }
}
