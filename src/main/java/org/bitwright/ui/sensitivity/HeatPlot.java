package org.bitwright.ui.sensitivity;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.collections.ListChangeListener;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.text.Font;
import org.bitwright.analysis.sensitivity.SensitivityColumn;
import org.bitwright.ui.common.DrawnRegion;
import org.bitwright.ui.common.LayerRow;
import org.bitwright.ui.common.PlotTip;
import org.bitwright.ui.common.SensitivityTexts;
import org.bitwright.ui.common.Texts;

/** The drawn map: cells are looked at by mouse or arrow keys and chosen by click or Enter. */
final class HeatPlot extends DrawnRegion {
    private static final double HEADING = 1.7;
    /** Of the plot's width, at most. */
    private static final double TIP_SHARE = 0.7;

    /** Names take one part of so many of the width, at most. */
    private static final double NAMES_SHARE = 3;

    private final SensitivityViewModel model;
    private final PlotTip tip = new PlotTip();
    private Consumer<HeatGrid> drawn = grid -> {};
    private HeatGrid grid = HeatGrid.fitting(0, List.of(), 12, 0, 0, 1, 1, 0, 0);
    private List<LayerRow> measured = List.of();
    private Font measuredIn = Font.getDefault();
    private double widestName;
    private double wantedX;
    private double wantedY;
    private Optional<Place> followed = Optional.empty();

    HeatPlot(SensitivityViewModel model) {
        this.model = model;
        getStyleClass().add("heat-plot");
        setId("heat-plot");
        setMinSize(200, 80);
        setPrefSize(640, 200);
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        tip.setWrapText(true);
        getChildren().add(tip);
        model.revisionProperty().addListener(observable -> redraw());
        model.currentProperty().addListener(observable -> follow());
        model.selectedRows().addListener((ListChangeListener<LayerRow>) change -> followSelection());
        Texts.follow(this, this::redraw);
        setOnMouseMoved(this::hover);
        setOnMouseExited(event -> look(Optional.empty()));
        setOnMouseClicked(this::clicked);
        setOnKeyPressed(this::keyPressed);
        setOnScroll(this::scrolled);
        accessible();
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
    protected void draw(GraphicsContext g, double width, double height) {
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
        placeTip(width, height);
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
            followed = model.currentProperty().get();
        }
        accessible();
        redraw();
    }

    private void followSelection() {
        followed = model.leadRow().map(row -> new Place(row, -1));
        redraw();
    }

    private void accessible() {
        setAccessibleText(
                model.currentProperty().get().map(this::text).orElseGet(() -> Texts.get("sensitivity.title")));
    }

    private String text(Place place) {
        return model.cell(place)
                .map(cell -> SensitivityTexts.tip(cell, model.columns(), model.known()))
                .orElseGet(() -> SensitivityTexts.unmeasured(
                        model.rows().get(place.row()).name(), model.column(place.column()), model.columns()));
    }

    private void placeTip(double width, double height) {
        Optional<Place> current = model.currentProperty().get();
        tip.setVisible(current.isPresent());
        current.ifPresent(place -> {
            tip.setText(text(place));
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
        });
    }

    private static double within(double place, double most) {
        return Math.round(Math.max(0, Math.min(most, place)));
    }

    private void look(Optional<Place> place) {
        if (place.isPresent() || !isFocused()) {
            model.look(place);
        }
    }

    private void hover(MouseEvent event) {
        Optional<Place> at = grid.placeAt(event.getX(), event.getY());
        look(at);
        boolean name = event.getX() < grid.left() && grid.rowAt(event.getY()).isPresent();
        setCursor(at.isPresent() || name ? Cursor.HAND : Cursor.DEFAULT);
    }

    private void clicked(MouseEvent event) {
        requestFocus();
        if (event.getButton() != MouseButton.PRIMARY) {
            return;
        }
        if (event.getX() < grid.left()) {
            grid.rowAt(event.getY()).ifPresent(model::select);
        } else {
            grid.placeAt(event.getX(), event.getY()).ifPresent(model::choose);
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

    private void keyPressed(KeyEvent event) {
        switch (event.getCode()) {
            case LEFT -> model.step(-1, 0);
            case RIGHT -> model.step(1, 0);
            case UP -> model.step(0, -1);
            case DOWN -> model.step(0, 1);
            case ENTER, SPACE -> model.currentProperty().get().ifPresent(model::choose);
            case ESCAPE -> {
                if (model.currentProperty().get().isEmpty()) {
                    return;
                }
                model.look(Optional.empty());
            }
            default -> {
                return;
            }
        }
        event.consume();
    }
}
