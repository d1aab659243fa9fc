package org.bitwright.ui.training;

import java.util.List;
import javafx.beans.InvalidationListener;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import org.bitwright.ui.common.SeriesSwatch;

/**
 * Names the runs: beside the controls of the chart where there is room for all of them, else in a line below. One run
 * alone is named only beside the controls, since it is the one that is chosen in the list.
 */
final class CurveLegend extends Region {
    /** Between two names, in heights of their letters. */
    private static final double GAP = 1.2;

    /** Height of a line, in the same. */
    private static final double LINE = 1.7;

    private final CurvesViewModel model;

    CurveLegend(CurvesViewModel model) {
        this.model = model;
        getStyleClass().add("legend");
        setMinHeight(USE_PREF_SIZE);
        setMaxHeight(USE_PREF_SIZE);
        InvalidationListener changed = value -> show();
        model.curves().addListener(changed);
        show();
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    @Override
    protected double computeMinWidth(double height) {
        return 0;
    }

    @Override
    protected double computePrefHeight(double width) {
        return controls() + (isBelow(width) ? LINE * letters() : 0);
    }

    /** Height of the controls that the legend lies beside. */
    private double controls() {
        return snappedTopInset() + snappedBottomInset();
    }

    private double letters() {
        return names().stream()
                .mapToDouble(name -> name.getFont().getSize())
                .max()
                .orElse(0);
    }

    private List<Label> names() {
        return getChildren().stream().map(Label.class::cast).toList();
    }

    private boolean isBelow(double width) {
        return names().size() > 1 && needed() > beside(width);
    }

    /** Width of all names with what lies between them. */
    private double needed() {
        double names = 0;
        for (Node name : getChildren()) {
            names += name.prefWidth(-1);
        }
        return names + gaps();
    }

    private double gaps() {
        return GAP * letters() * Math.max(0, getChildren().size() - 1);
    }

    private double beside(double width) {
        return width - snappedLeftInset() - snappedRightInset();
    }

    @Override
    protected void layoutChildren() {
        boolean below = isBelow(getWidth());
        double room = below ? getWidth() - 2 * snappedLeftInset() : beside(getWidth());
        // Names that do not even fit below are cut short, each by the same part.
        double names = needed() - gaps();
        double share = Math.min(1, (room - gaps()) / names);
        double height = below ? LINE * letters() : controls();
        double x = snappedLeftInset();
        for (Node name : getChildren()) {
            double width = Math.max(0, share * name.prefWidth(-1));
            name.setVisible(below || share == 1);
            name.resizeRelocate(x, below ? controls() : 0, Math.ceil(width), height);
            x += width + GAP * letters();
        }
    }

    private void show() {
        getChildren().clear();
        for (int i = 0; i < model.curves().size(); i++) {
            getChildren().add(new Label(model.curves().get(i).name(), new SeriesSwatch(i)));
        }
        requestLayout();
    }
}
