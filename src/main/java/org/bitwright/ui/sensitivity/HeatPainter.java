package org.bitwright.ui.sensitivity;

import java.util.Optional;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.FontWeight;
import javafx.scene.text.TextAlignment;
import org.bitwright.analysis.sensitivity.SensitivityCell;
import org.bitwright.analysis.sensitivity.SensitivityColumn;
import org.bitwright.export.SensitivityNumbers;
import org.bitwright.ui.common.Heat;
import org.bitwright.ui.common.Palette;
import org.bitwright.ui.common.Palette.Role;
import org.bitwright.ui.common.SensitivityTexts;
import org.bitwright.ui.common.Texts;

/** Draws one picture of the heat map. */
final class HeatPainter {
    private static final double CORNER = 0.55;
    private static final double INSET = 1;
    private static final double ROUND = 4;
    private static final double EMPTY_OPACITY = 0.35;
    private static final double SELECTION_OPACITY = 0.14;

    private final GraphicsContext g;
    private final Font font;
    private final Font bold;
    private final Palette palette;
    private final HeatGrid grid;
    private final SensitivityViewModel model;
    private final double em;

    HeatPainter(GraphicsContext g, Font font, Palette palette, HeatGrid grid, SensitivityViewModel model) {
        this.g = g;
        this.font = font;
        bold = Font.font(font.getFamily(), FontWeight.BOLD, font.getSize());
        this.palette = palette;
        this.grid = grid;
        this.model = model;
        em = font.getSize();
        g.setFont(font);
    }

    void paint() {
        g.setTextBaseline(VPos.CENTER);
        clipped(0, grid.top(), grid.width(), grid.height() - grid.top(), this::names);
        clipped(grid.left(), grid.top(), grid.width() - grid.left(), grid.height() - grid.top(), this::cells);
        clipped(grid.left(), 0, grid.width() - grid.left(), grid.top(), this::headings);
        unit();
    }

    private void clipped(double x, double y, double width, double height, Runnable painting) {
        g.save();
        g.beginPath();
        g.rect(x, y, width, height);
        g.clip();
        painting.run();
        g.restore();
    }

    private void names() {
        g.setTextAlign(TextAlignment.LEFT);
        for (int row = grid.firstRow(); row < grid.endRow(); row++) {
            if (model.isSelected(row)) {
                g.setFill(palette.colour(Role.SELECTION).deriveColor(0, 1, 1, SELECTION_OPACITY));
                g.fillRect(0, grid.y(row), grid.right(), grid.cellHeight());
            }
            String name = model.rows().get(row).name();
            g.setFill(palette.colour(Role.TEXT));
            g.fillText(Ellipsis.fit(name, font, grid.left() - em), 0.4 * em, grid.y(row) + grid.cellHeight() / 2);
        }
    }

    private void headings() {
        double line = grid.top() / 2;
        g.setTextAlign(TextAlignment.CENTER);
        for (int column = 0; column < grid.columns(); column++) {
            g.setFill(palette.colour(Role.MUTED));
            String text = model.column(column)
                    .map(one -> String.valueOf(one.bits()))
                    .orElseGet(() -> Texts.get("sensitivity.sparedShort"));
            g.fillText(text, grid.x(column) + grid.cellWidth() / 2, grid.top() - line / 2);
        }
        for (int group = 0; group < grid.groups().size(); group++) {
            seriesName(group, line / 2);
        }
    }

    private void unit() {
        g.setTextAlign(TextAlignment.RIGHT);
        g.setFill(palette.colour(Role.MUTED));
        g.fillText(Texts.get("sweep.bits"), grid.left() - 0.6 * em, 0.75 * grid.top());
    }

    private void seriesName(int group, double y) {
        int first = grid.firstOf(group);
        Optional<SensitivityColumn> column = model.column(first);
        if (column.isEmpty()) {
            return;
        }
        double from = grid.x(first);
        double room = grid.x(first + grid.groups().get(group) - 1) + grid.cellWidth() - from;
        String name = SensitivityTexts.series(column.get().series(), model.columns());
        g.setFill(palette.colour(Role.TEXT));
        g.fillText(Ellipsis.fit(name, font, room), from + room / 2, y);
        g.setStroke(palette.colour(Role.AXIS));
        g.setLineWidth(1);
        double under = Math.floor(y + 0.75 * em) + 0.5;
        g.strokeLine(from + 2, under, from + room - 2, under);
    }

    private void cells() {
        for (int row = grid.firstRow(); row < grid.endRow(); row++) {
            for (int column = 0; column < grid.columns(); column++) {
                double x = grid.x(column);
                if (x + grid.cellWidth() > grid.left() && x < grid.width()) {
                    cell(new Place(row, column));
                }
            }
        }
        model.cursor().point().ifPresent(place -> frame(place, palette.colour(Role.SELECTION), 2));
    }

    private void cell(Place place) {
        Optional<SensitivityCell> cell = model.cell(place);
        Optional<SensitivityNumbers> numbers = cell.flatMap(model::numbers);
        double x = grid.x(place.column()) + INSET;
        double y = grid.y(place.row()) + INSET;
        double width = grid.cellWidth() - 2 * INSET;
        double height = grid.cellHeight() - 2 * INSET;
        if (numbers.isPresent()) {
            Color colour = colour(numbers.get());
            g.setFill(colour);
            g.fillRoundRect(x, y, width, height, ROUND, ROUND);
            g.setFill(Heat.textOn(colour));
            g.setTextAlign(TextAlignment.CENTER);
            g.setFont(numbers.get().isDifferent() ? bold : font);
            g.fillText(model.shown().text(numbers.get()), x + width / 2, y + height / 2, width - 2);
            g.setFont(font);
            if (!cell.orElseThrow().settled()) {
                corner(x + width, y);
            }
        } else {
            g.setStroke(palette.colour(Role.AXIS));
            g.setGlobalAlpha(cell.isPresent() ? 1 : EMPTY_OPACITY);
            g.setLineWidth(1);
            g.strokeRoundRect(x + 0.5, y + 0.5, width - 1, height - 1, ROUND, ROUND);
            g.setGlobalAlpha(1);
        }
        if (model.isPresent(place)) {
            frame(place, palette.colour(Role.TEXT), 2);
        }
    }

    private Color colour(SensitivityNumbers numbers) {
        double heat = model.shown().heat(numbers);
        return Double.isNaN(heat) ? palette.colour(Role.SURFACE) : Heat.ofLoss(heat, palette.isDark());
    }

    /** More samples will follow. */
    private void corner(double right, double top) {
        double size = CORNER * em;
        g.fillPolygon(new double[] {right - size, right, right}, new double[] {top, top, top + size}, 3);
    }

    private void frame(Place place, Color colour, double width) {
        g.setStroke(colour);
        g.setLineWidth(width);
        g.strokeRoundRect(
                grid.x(place.column()) + width / 2,
                grid.y(place.row()) + width / 2,
                grid.cellWidth() - width,
                grid.cellHeight() - width,
                ROUND + 1,
                ROUND + 1);
    }
}
