package org.bitwright.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Columns for people: texts to the left, numbers to the right. */
final class TextTable {
    private final List<List<String>> rows = new ArrayList<>();
    private final String alignment;

    /** @param alignment one character a column: {@code l} or {@code r} */
    TextTable(String alignment, String... header) {
        this.alignment = alignment;
        rows.add(List.of(header));
    }

    void row(Object... cells) {
        rows.add(Arrays.stream(cells).map(TextTable::printable).toList());
    }

    /** Names come from files: control characters would move the cursor. */
    private static String printable(Object cell) {
        return String.valueOf(cell)
                .codePoints()
                .collect(
                        StringBuilder::new,
                        (text, c) -> text.appendCodePoint(
                                Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '\uFFFD' : c),
                        StringBuilder::append)
                .toString();
    }

    @Override
    public String toString() {
        int[] widths = new int[alignment.length()];
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < widths.length; column++) {
                String padding = " ".repeat(widths[column] - row.get(column).length());
                String cell = row.get(column);
                line.append(alignment.charAt(column) == 'r' ? padding + cell : cell + padding)
                        .append("  ");
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString().stripTrailing();
    }
}
