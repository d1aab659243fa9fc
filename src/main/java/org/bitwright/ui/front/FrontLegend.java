package org.bitwright.ui.front;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import javafx.beans.InvalidationListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import org.bitwright.ui.common.DrawnRegion;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.Texts;

/** Names the markers that are on the chart, and says on which samples they were measured. */
final class FrontLegend extends FlowPane {
    private final FrontChartViewModel model;

    FrontLegend(FrontChartViewModel model) {
        this.model = model;
        getStyleClass().add("legend");
        setMouseTransparent(true);
        setAlignment(Pos.BOTTOM_LEFT);
        setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        InvalidationListener changed = value -> show();
        model.points().addListener(changed);
        model.cursor().pointProperty().addListener((value, before, now) -> show(now.isEmpty()));
        Texts.follow(this, this::show);
        show();
    }

    /** Two names a row: a pane that flows is else as wide as it may be, and hides what is drawn beside its names. */
    @Override
    protected double computePrefWidth(double height) {
        List<Node> names = getManagedChildren();
        double widest = 0;
        for (int i = 0; i < names.size(); i += 2) {
            double second = i + 1 < names.size() ? snapSpaceX(getHgap()) + wide(names.get(i + 1)) : 0;
            widest = Math.max(widest, wide(names.get(i)) + second);
        }
        return snappedLeftInset() + widest + snappedRightInset();
    }

    private double wide(Node name) {
        return snapSizeX(name.prefWidth(-1)) + 1;
    }

    /** What is said of a point may need the room. */
    private void show(boolean free) {
        setVisible(free && !model.points().isEmpty());
    }

    private void show() {
        getChildren().clear();
        show(model.cursor().point().isEmpty());
        add(
                "front.legend.measured",
                point -> point.isFull() && point.uniformBits().isEmpty(),
                (marks, swatch) -> {
                    marks.disc(swatch.x(), swatch.y());
                });
        add(
                "front.legend.uniform",
                point -> point.isFull() && point.uniformBits().isPresent(),
                (marks, swatch) -> {
                    marks.diamond(swatch.x(), swatch.y());
                });
        add("front.legend.search", point -> !point.isFull(), (marks, swatch) -> marks.ring(swatch.x(), swatch.y()));
        if (model.points().stream().anyMatch(FrontPoint::isFull)) {
            getChildren().add(new Label(Texts.get("front.legend.front"), new Swatch(FrontLegend::step)));
        }
    }

    private void add(String key, Predicate<FrontPoint> shown, BiConsumer<FrontMarks, Centre> mark) {
        model.points().stream()
                .filter(shown)
                .mapToLong(point -> point.score().samples())
                .max()
                .ifPresent(samples -> getChildren()
                        .add(new Label(
                                Texts.get(key, Numbers.count(samples)),
                                new Swatch((swatch, g) -> mark.accept(
                                        new FrontMarks(g, swatch.colours()),
                                        new Centre(
                                                swatch.getWidth() / 2, Math.floor(swatch.getHeight() / 2) + 0.5))))));
    }

    private static void step(Swatch swatch, GraphicsContext g) {
        double y = Math.floor(swatch.getHeight() / 2) + 0.5;
        double x = Math.floor(swatch.getWidth() / 2) + 0.5;
        g.setStroke(swatch.colours().series(0));
        g.setLineWidth(1.6);
        g.strokePolyline(new double[] {1, x, x, swatch.getWidth() - 1}, new double[] {y + 4, y + 4, y - 4, y - 4}, 4);
    }

    private record Centre(double x, double y) {}

    private static final class Swatch extends DrawnRegion {
        private final BiConsumer<Swatch, GraphicsContext> picture;

        private Swatch(BiConsumer<Swatch, GraphicsContext> picture) {
            this.picture = picture;
            getStyleClass().add("series-swatch");
        }

        private org.bitwright.ui.common.Palette colours() {
            return palette();
        }

        @Override
        protected void draw(GraphicsContext g, double width, double height) {
            picture.accept(this, g);
        }
    }
}
