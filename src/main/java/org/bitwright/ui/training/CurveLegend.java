package org.bitwright.ui.training;

import javafx.beans.InvalidationListener;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import org.bitwright.ui.common.SeriesSwatch;

/** Names the runs, where there is room for all of them; the list has their marks too. */
final class CurveLegend extends HBox {
    private final CurvesViewModel model;

    CurveLegend(CurvesViewModel model) {
        this.model = model;
        getStyleClass().add("legend");
        InvalidationListener changed = value -> show();
        model.curves().addListener(changed);
        show();
    }

    @Override
    protected void layoutChildren() {
        super.layoutChildren();
        double needed = snappedLeftInset()
                + snappedRightInset()
                + getSpacing() * (getChildren().size() - 1);
        for (Node name : getChildren()) {
            needed += name.prefWidth(-1);
        }
        boolean room = needed <= getWidth();
        getChildren().forEach(name -> name.setVisible(room));
    }

    private void show() {
        getChildren().clear();
        for (int i = 0; i < model.curves().size(); i++) {
            getChildren().add(new Label(model.curves().get(i).name(), new SeriesSwatch(i)));
        }
    }
}
