package org.bitwright.ui.graph;

import java.util.OptionalDouble;
import javafx.beans.InvalidationListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import org.bitwright.export.SensitivityMeasure;
import org.bitwright.ui.common.DrawnRegion;
import org.bitwright.ui.common.Heat;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.Palette.Role;
import org.bitwright.ui.common.Sensitivities;
import org.bitwright.ui.common.SensitivityTexts;
import org.bitwright.ui.common.Texts;

/** What colours and widths say. */
final class GraphLegend extends FlowPane {
    private final GraphViewModel model;
    private final Scale scale = new Scale();
    private final Label what = new Label();
    private final Label dark = new Label();
    private final Label bright = new Label();

    GraphLegend(GraphViewModel model, Label notes) {
        this.model = model;
        getStyleClass().add("legend");
        Label links = new Label();
        links.textProperty().bind(Texts.bind("graph.legend.links"));
        links.setGraphic(new Wedge());
        Label floats = new Label();
        floats.textProperty().bind(Texts.bind("graph.legend.float"));
        floats.setGraphic(new Line());
        getChildren().addAll(row(what, dark, scale, bright), links, floats, notes);
        InvalidationListener told = observable -> tell();
        model.shown().colouringProperty().addListener(told);
        model.sensitivities().revisionProperty().addListener(told);
        Texts.follow(this, this::tell);
        tell();
    }

    private static HBox row(Node... nodes) {
        HBox row = new HBox(nodes);
        row.getStyleClass().add("scale-row");
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private void tell() {
        scale.redraw();
        Sensitivities known = model.sensitivities();
        if (model.shown().colouringProperty().get() == Colouring.ERROR) {
            say(
                    Texts.get("graph.legend.error"),
                    Numbers.shortText(Heat.WORST_DB),
                    Numbers.shortText(Heat.BEST_DB) + " dB");
        } else if (known.cells().isEmpty()) {
            say(Texts.get("graph.legend.unmeasured"), "", "");
        } else {
            SensitivityMeasure measure = known.usualMeasure();
            String[] ends = ends(measure);
            say(SensitivityTexts.measure(measure), ends[0], ends[1]);
        }
    }

    /** Of the scale of the heat map. */
    private static String[] ends(SensitivityMeasure measure) {
        return switch (measure) {
            case DROP -> new String[] {"0", "50"};
            case KL -> new String[] {"0", "2000"};
            case SQNR -> new String[] {"50", "0"};
        };
    }

    private void say(String text, String low, String high) {
        what.setText(text);
        dark.setText(low);
        bright.setText(high);
    }

    /** From bad to good for errors, from calm to alarming for losses. */
    private final class Scale extends DrawnRegion {
        private Scale() {
            getStyleClass().add("heat-scale");
        }

        @Override
        protected void draw(GraphicsContext g, double width, double height) {
            for (int x = 0; x < width; x++) {
                Tint tint = new Tint(model.shown().colouringProperty().get(), OptionalDouble.of(x / (width - 1)), "");
                g.setFill(tint.colour(palette().isDark()));
                g.fillRect(x, 0, 1, height);
            }
        }
    }

    /** A quantized link, from a great error to a small one. */
    private static final class Wedge extends DrawnRegion {
        private Wedge() {
            getStyleClass().add("link-swatch");
        }

        @Override
        protected void draw(GraphicsContext g, double width, double height) {
            for (int x = 0; x < width; x++) {
                double share = x / (width - 1);
                double line = Math.min(height, LinkPainter.width(1 - share));
                g.setFill(Heat.viridis(share));
                g.fillRect(x, (height - line) / 2, 1, line);
            }
        }
    }

    private static final class Line extends DrawnRegion {
        private Line() {
            getStyleClass().add("link-swatch");
        }

        @Override
        protected void draw(GraphicsContext g, double width, double height) {
            g.setFill(palette().colour(Role.MUTED));
            g.fillRect(0, Math.floor(height / 2), width, LinkPainter.FLOAT_WIDTH);
        }
    }
}
