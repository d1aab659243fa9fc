package org.bitwright.ui.sensitivity;

import java.util.List;
import java.util.Optional;

/**
 * Where the cells of the heat map lie, in pixels: names on the left and headings on top stay, the cells between them
 * move. Columns come in groups, one a series, parted by a gap; all are equally wide.
 *
 * @param rows number of layers
 * @param groups numbers of columns, group by group
 * @param left width of the names
 * @param top height of the headings
 * @param scrollX how far the cells are moved to the left
 * @param scrollY how far up
 */
record HeatGrid(
        int rows,
        List<Integer> groups,
        double left,
        double top,
        double cellWidth,
        double cellHeight,
        double gap,
        double width,
        double height,
        double scrollX,
        double scrollY) {
    /** Cells between these widths, in font sizes, as the room allows. */
    private static final double NARROWEST = 3;

    private static final double WIDEST = 6;
    private static final double ROW = 1.75;
    private static final double GAP = 0.6;

    static HeatGrid fitting(
            int rows,
            List<Integer> groups,
            double em,
            double left,
            double top,
            double width,
            double height,
            double scrollX,
            double scrollY) {
        int columns = groups.stream().mapToInt(Integer::intValue).sum();
        double gap = Math.round(GAP * em);
        double room = width - left - gap * Math.max(0, groups.size() - 1);
        double cell = Math.floor(Math.max(NARROWEST * em, Math.min(WIDEST * em, room / Math.max(1, columns))));
        double row = Math.round(ROW * em);
        HeatGrid still = new HeatGrid(rows, groups, left, top, cell, row, gap, width, height, 0, 0);
        return new HeatGrid(
                rows,
                groups,
                left,
                top,
                cell,
                row,
                gap,
                width,
                height,
                Math.max(0, Math.min(still.mostScrollX(), scrollX)),
                Math.max(0, Math.min(still.mostScrollY(), scrollY)));
    }

    int columns() {
        return groups.stream().mapToInt(Integer::intValue).sum();
    }

    /** Right end of the room for cells. */
    double right() {
        return Math.min(width, left + contentWidth());
    }

    double bottom() {
        return Math.min(height, top + contentHeight());
    }

    double contentWidth() {
        return columns() * cellWidth + gap * Math.max(0, groups.size() - 1);
    }

    double contentHeight() {
        return rows * cellHeight;
    }

    double mostScrollX() {
        return Math.max(0, contentWidth() - (width - left));
    }

    double mostScrollY() {
        return Math.max(0, contentHeight() - (height - top));
    }

    /** Left end of a column. */
    double x(int column) {
        return left - scrollX + column * cellWidth + gap * group(column);
    }

    /** Upper end of a row. */
    double y(int row) {
        return top - scrollY + row * cellHeight;
    }

    /** Number of a column's group. */
    int group(int column) {
        int first = 0;
        for (int group = 0; group < groups.size(); group++) {
            first += groups.get(group);
            if (column < first) {
                return group;
            }
        }
        return groups.size() - 1;
    }

    /** The first column of a group. */
    int firstOf(int group) {
        return groups.subList(0, group).stream().mapToInt(Integer::intValue).sum();
    }

    int firstRow() {
        return Math.max(0, (int) Math.floor(scrollY / cellHeight));
    }

    /** The row after the last that can be seen. */
    int endRow() {
        return Math.min(rows, (int) Math.ceil((scrollY + height - top) / cellHeight));
    }

    Optional<Integer> rowAt(double y) {
        int row = (int) Math.floor((y - top + scrollY) / cellHeight);
        return y < top || row >= rows || row < 0 ? Optional.empty() : Optional.of(row);
    }

    Optional<Place> placeAt(double x, double y) {
        if (x < left) {
            return Optional.empty();
        }
        return rowAt(y).flatMap(row -> columnAt(x).map(column -> new Place(row, column)));
    }

    private Optional<Integer> columnAt(double x) {
        for (int column = 0; column < columns(); column++) {
            double from = x(column);
            if (x >= from && x < from + cellWidth) {
                return Optional.of(column);
            }
        }
        return Optional.empty();
    }

    /** How far up the cells must be moved, at least, for a row to be seen. */
    double scrollYToShow(int row) {
        double room = height - top;
        double from = row * cellHeight;
        return Math.max(Math.min(scrollY, from), from + cellHeight - room);
    }

    double scrollXToShow(int column) {
        double room = width - left;
        double from = x(column) - left + scrollX;
        return Math.max(Math.min(scrollX, from), from + cellWidth - room);
    }
}
