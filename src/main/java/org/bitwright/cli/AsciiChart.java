package org.bitwright.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.bitwright.analysis.SweepPoint;
import org.bitwright.analysis.SweepResult;
import org.bitwright.analysis.SweepSeries;

/** Accuracy against bit-width in characters: a letter a series, dashes for the float network. */
final class AsciiChart {
    private static final int ROWS = 16;
    private static final int COLUMN = 4;

    private AsciiChart() {}

    static String of(SweepResult sweep) {
        int lowest = sweep.plan().widths().stream().min(Integer::compare).orElse(1);
        int highest = sweep.plan().widths().stream().max(Integer::compare).orElse(1);
        char[][] canvas = new char[ROWS + 1][(highest - lowest + 1) * COLUMN];
        for (char[] row : canvas) {
            Arrays.fill(row, ' ');
        }
        if (sweep.floatAccuracy().samples() > 0) {
            Arrays.fill(canvas[row(sweep.floatAccuracy().top1())], '-');
        }
        List<SweepSeries> series = sweep.plan().series();
        for (SweepPoint point : sweep.points()) {
            char[] row = canvas[row(point.accuracy().top1())];
            int at = (point.bits() - lowest) * COLUMN + COLUMN / 2;
            row[at] = row[at] == ' ' || row[at] == '-' ? letter(series.indexOf(point.series())) : '*';
        }
        return framed(canvas, lowest, highest) + legend(series);
    }

    private static int row(double top1) {
        return (int) Math.round((1 - top1) * ROWS);
    }

    private static char letter(int series) {
        return (char) ('a' + series % 26);
    }

    private static String framed(char[][] canvas, int lowest, int highest) {
        StringBuilder text = new StringBuilder("top-1\n");
        for (int row = 0; row <= ROWS; row++) {
            String label = row % 4 == 0 ? String.format(Locale.ROOT, "%3d %%", 100 * (ROWS - row) / ROWS) : "     ";
            text.append((label + " │" + new String(canvas[row])).stripTrailing())
                    .append('\n');
        }
        text.append("      └").append("─".repeat(canvas[0].length)).append("\n       ");
        for (int bits = lowest; bits <= highest; bits++) {
            text.append(String.format(Locale.ROOT, "%3d ", bits));
        }
        return text.append(" bits\n").toString();
    }

    private static String legend(List<SweepSeries> series) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < series.size(); i++) {
            text.append("  ")
                    .append(letter(i))
                    .append(" = ")
                    .append(SeriesOption.text(series.get(i)))
                    .append('\n');
        }
        return text + "  * = several, - = float";
    }
}
