package org.bitwright.ui.training;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.VBox;
import org.bitwright.ui.common.ChartFile;

/** The list of runs with what can be done to them, and beside it their curves. */
public final class TrainingView extends SplitPane {
    private static final double LIST_SHARE = 0.47;

    private final CurvesView curves;

    public TrainingView(TrainingViewModel model) {
        setId("training");
        getStyleClass().add("training");
        getStylesheets()
                .add(Objects.requireNonNull(TrainingView.class.getResource("training.css"))
                        .toExternalForm());
        curves = new CurvesView(model.curves(), "curve");
        VBox left = new VBox(new RunBar(model), new LiveStatus(model), new RunsView(model));
        left.getStyleClass().add("training-runs");
        getItems().setAll(List.of(left, curves));
        setDividerPositions(LIST_SHARE);
    }

    /** Called with what the user wants to save; the owner asks where and writes it. */
    public void setOnSave(Consumer<ChartFile> listener) {
        curves.setOnSave(listener);
    }
}
