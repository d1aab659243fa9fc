package org.bitwright.ui.training;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import javafx.beans.InvalidationListener;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.bitwright.export.TrainingCsv;
import org.bitwright.export.TrainingCurve;
import org.bitwright.export.TrainingSvg;
import org.bitwright.export.TrainingWords;
import org.bitwright.ui.common.ChartFile;
import org.bitwright.ui.common.ChartFrame;
import org.bitwright.ui.common.Hints;
import org.bitwright.ui.common.Texts;

/** Loss left and accuracy right over the epochs, as a chart or as a table; saved as PNG, SVG or CSV. */
public final class CurvesView extends VBox {
    private final CurvesViewModel model;
    private final ChartFrame frame;

    /** @param id starts the ids of its controls */
    public CurvesView(CurvesViewModel model, String id) {
        this.model = model;
        getStylesheets()
                .add(Objects.requireNonNull(CurvesView.class.getResource("training.css"))
                        .toExternalForm());
        getStyleClass().add("curves");
        CurvePlot loss = new CurvePlot(model, CurveKind.LOSS);
        CurvePlot accuracy = new CurvePlot(model, CurveKind.ACCURACY);
        loss.setId(id + "-LOSS");
        accuracy.setId(id + "-ACCURACY");
        HBox.setHgrow(loss, Priority.ALWAYS);
        HBox.setHgrow(accuracy, Priority.ALWAYS);
        HBox plots = new HBox(loss, accuracy);
        plots.getStyleClass().add("curve-plots");
        VBox.setVgrow(plots, Priority.ALWAYS);
        VBox chart = new VBox(new CurveLegend(model), plots);
        chart.getStyleClass().add("chart");
        CurveTable table = new CurveTable(model);
        table.setId(id + "s-table");
        frame = new ChartFrame(id + "s", chart, table);
        frame.addControl(logarithm(id + "s-log"));
        frame.setDrawing(this::drawing);
        VBox.setVgrow(frame, Priority.ALWAYS);
        getChildren().add(frame);
        InvalidationListener told = value -> tell();
        model.curves().addListener(told);
        model.waitingProperty().addListener((property, before, now) -> tell());
        Texts.follow(this, this::tell);
        tell();
    }

    /** Called with what the user wants to save; the owner asks where and writes it. */
    public void setOnSave(Consumer<ChartFile> listener) {
        frame.setOnSave(listener);
    }

    private ToggleButton logarithm(String id) {
        ToggleButton button = new ToggleButton();
        button.setId(id);
        button.textProperty().bind(Texts.bind("curves.log"));
        button.setTooltip(Hints.wrapped("curves.log.hint"));
        button.getStyleClass().add("small");
        button.setMinWidth(USE_PREF_SIZE);
        button.selectedProperty().bindBidirectional(model.logarithmicProperty());
        return button;
    }

    private void tell() {
        boolean nothing = model.curves().stream()
                .allMatch(curve -> curve.epochs().isEmpty() && curve.steps().isEmpty());
        String key = model.waitingProperty().get() ? "curves.waiting" : "curves.empty";
        frame.setEmptyText(nothing ? Optional.of(Texts.get(key)) : Optional.empty());
    }

    private Callable<byte[]> drawing(ChartFile.Kind kind) {
        List<TrainingCurve> curves = model.curves().stream()
                .map(curve -> new TrainingCurve(curve.name(), curve.epochs(), curve.best()))
                .toList();
        String title = model.titleProperty().get();
        TrainingWords words = CurveTexts.words();
        return () -> (kind == ChartFile.Kind.CSV ? TrainingCsv.write(curves) : TrainingSvg.write(curves, title, words))
                .getBytes(StandardCharsets.UTF_8);
    }
}
