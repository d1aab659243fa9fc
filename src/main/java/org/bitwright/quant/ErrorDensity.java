package org.bitwright.quant;

/**
 * How many values lie where in the plane of float values and their errors or quantized values: exact counts in cells of
 * equal size, for layers with more values than a scatter plot can show.
 *
 * @param xMin left edge of the first column, a float value
 * @param xMax right edge of the last column
 * @param yMin lower edge of the first row, in the unit that was asked for
 * @param yMax upper edge of the last row
 * @param columns number of columns
 * @param rows number of rows
 * @param counts of the cells, row by row from below; not changed afterwards
 */
public record ErrorDensity(double xMin, double xMax, double yMin, double yMax, int columns, int rows, int[] counts) {

    public int count(int column, int row) {
        return counts[row * columns + column];
    }

    /** The column of a float value; one outside falls into the nearest. */
    public int column(double x) {
        return place(x, xMin, xMax, columns);
    }

    public int row(double y) {
        return place(y, yMin, yMax, rows);
    }

    public int most() {
        int most = 0;
        for (int count : counts) {
            most = Math.max(most, count);
        }
        return most;
    }

    static int place(double value, double low, double high, int places) {
        double place = Math.floor((value - low) / (high - low) * places);
        return (int) Math.max(0, Math.min(places - 1.0, place));
    }
}
