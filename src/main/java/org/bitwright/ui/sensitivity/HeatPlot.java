package org.bitwright.ui.sensitivity;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.collections.ListChangeListener;
import javafx.geometry.Point2D;
import javafx.scene.Cursor;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.text.Font;
import org.bitwright.analysis.sensitivity.SensitivityColumn;
import org.bitwright.ui.common.LayerRow;
import org.bitwright.ui.common.PlotTip;
import org.bitwright.ui.common.PointPlot;
import org.bitwright.ui.common.SensitivityTexts;
import org.bitwright.ui.common.Texts;

/** The drawn map. Arrow keys go from cell to cell; a click on a name selects its layer. */
final class HeatPlot extends PointPlot<Place> {
    private static final double HEADING = 1.7;
    /** Of the plot's width, at most. */
    private static final double TIP_SHARE = 0.7;

    /** Names take one part of so many of the width, at most. */
    private static final double NAMES_SHARE = 3;

    private final SensitivityViewModel model;
    private Consumer<HeatGrid> drawn = grid -> {};
    private HeatGrid grid = HeatGrid.fitting(0, List.of(), 12, 0, 0, 1, 1, 0, 0);
    private List<LayerRow> measured = List.of();
    private Font measuredIn = Font.getDefault();
    private double widestName;
    private double wantedX;
    private double wantedY;
    private Optional<Place> followed = Optional.empty();

    HeatPlot(SensitivityViewModel model) {
        super("heat-plot", model.cursor());
        this.model = model;
        setId("heat-plot");
        setMinSize(200, 80);
        setPrefSize(640, 200);
        tip().setWrapText(true);
        model.revisionProperty().addListener(observable -> redraw());
        model.cursor().pointProperty().addListener(observable -> follow());
        model.selectedRows().addListener((ListChangeListener<LayerRow>) change -> followSelection());
        setOnScroll(this::scrolled);
        keys().on(KeyCode.LEFT, () -> model.step(-1, 0));
        keys().on(KeyCode.RIGHT, () -> model.step(1, 0));
        keys().on(KeyCode.UP, () -> model.step(0, -1));
        keys().on(KeyCode.DOWN, () -> model.step(0, 1));
        choosePoints();
    }

    /** Called after every picture with where everything lies. */
    void setOnDrawn(Consumer<HeatGrid> listener) {
        drawn = listener;
    }

    HeatGrid grid() {
        return grid;
    }

    void scrollTo(double x, double y) {
        wantedX = x;
        wantedY = y;
        redraw();
    }

    @Override
    protected void paint(GraphicsContext g, double width, double height) {
        double em = font().getSize();
        measureNames();
        grid = HeatGrid.fitting(
                model.rows().size(),
                groups(),
                em,
                Math.ceil(Math.min(widestName + 1.2 * em, width / NAMES_SHARE)),
                Math.round(2 * HEADING * em),
                width,
                height,
                wantedX,
                wantedY);
        showFollowed();
        new HeatPainter(g, font(), palette(), grid, model).paint();
        drawn.accept(grid);
    }

    /** Names are many in large networks: they are measured only when they or the font have changed. */
    private void measureNames() {
        if (measured != model.rows() || !font().equals(measuredIn)) {
            measured = model.rows();
            measuredIn = font();
            widestName = measured.stream()
                    .mapToDouble(row -> Ellipsis.width(row.name(), font()))
                    .max()
                    .orElse(0);
        }
    }

    /** The grid as it must lie for the place that the keyboard is at to be seen. */
    private void showFollowed() {
        followed.ifPresent(place -> {
            wantedY = grid.scrollYToShow(place.row());
            wantedX = place.column() < 0 ? grid.scrollX() : grid.scrollXToShow(place.column());
            grid = HeatGrid.fitting(
                    grid.rows(),
                    grid.groups(),
                    font().getSize(),
                    grid.left(),
                    grid.top(),
                    grid.width(),
                    grid.height(),
                    wantedX,
                    wantedY);
        });
        followed = Optional.empty();
        wantedX = grid.scrollX();
        wantedY = grid.scrollY();
    }

    private List<Integer> groups() {
        List<Integer> groups = new ArrayList<>();
        Optional<SensitivityColumn> before = Optional.empty();
        for (SensitivityColumn column : model.columns()) {
            boolean same =
                    before.filter(one -> one.series().equals(column.series())).isPresent();
            if (same) {
                groups.set(groups.size() - 1, groups.get(groups.size() - 1) + 1);
            } else {
                groups.add(1);
            }
            before = Optional.of(column);
        }
        if (model.hasSpared()) {
            groups.add(1);
        }
        return groups;
    }

    private void follow() {
        if (isFocused()) {
            followed = model.cursor().point();
        }
    }

    private void followSelection() {
        followed = model.leadRow().map(row -> new Place(row, -1));
        redraw();
    }

    @Override
    protected String title() {
        return Texts.get("sensitivity.title");
    }

    @Override
    protected String words(Place place) {
        return model.cell(place)
                .map(cell -> SensitivityTexts.tip(cell, model.columns(), model.known()))
                .orElseGet(() -> SensitivityTexts.unmeasured(
                        model.rows().get(place.row()).name(), model.column(place.column()), model.columns()));
    }

    @Override
    protected Point2D place(Place place) {
        return new Point2D(grid.x(place.column()), grid.y(place.row()));
    }

    /** Beside the cell or, where there is no room, below or above it. */
    @Override
    protected void placeTip(Place place, String words, double width, double height) {
        PlotTip tip = tip();
        tip.setText(words);
        tip.setMaxWidth(width * TIP_SHARE);
        tip.autosize();
        double x = grid.x(place.column());
        double y = grid.y(place.row());
        double right = x + grid.cellWidth() + 6;
        double left = x - 6 - tip.getWidth();
        boolean fitsRight = right + tip.getWidth() <= width;
        boolean beside = fitsRight || left >= 0;
        boolean below = y + grid.cellHeight() + tip.getHeight() <= height;
        double above = y - tip.getHeight() - 4;
        double middle = y + grid.cellHeight() / 2 - tip.getHeight() / 2;
        tip.relocate(
                beside ? Math.round(fitsRight ? right : left) : within(x, width - tip.getWidth()),
                within(beside ? middle : below ? y + grid.cellHeight() + 4 : above, height - tip.getHeight()));
    }

    private static double within(double place, double most) {
        return Math.round(Math.max(0, Math.min(most, place)));
    }

    @Override
    protected Optional<Place> near(double x, double y) {
        return grid.placeAt(x, y);
    }

    /** The place that the keyboard is at stays. */
    @Override
    protected void left() {
        if (!isFocused()) {
            super.left();
        }
    }

    @Override
    protected void hover(MouseEvent event) {
        super.hover(event);
        if (event.getX() < grid.left() && grid.rowAt(event.getY()).isPresent()) {
            setCursor(Cursor.HAND);
        }
    }

    @Override
    protected void clicked(MouseEvent event) {
        if (event.getX() < grid.left()) {
            grid.rowAt(event.getY()).ifPresent(model::select);
        } else {
            super.clicked(event);
        }
    }

    private void scrolled(ScrollEvent event) {
        if (grid.mostScrollX() > 0 || grid.mostScrollY() > 0) {
            boolean sideways = event.isShiftDown() || grid.mostScrollY() == 0;
            double by = event.getDeltaY() + event.getDeltaX();
            scrollTo(wantedX - (sideways ? by : 0), wantedY - (sideways ? 0 : by));
            event.consume();
        }
    }
}
