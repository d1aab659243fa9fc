package org.bitwright.ui.sweep;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import javafx.beans.InvalidationListener;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.bitwright.analysis.Accuracy;
import org.bitwright.analysis.SweepPoint;
import org.bitwright.analysis.SweepSeries;
import org.bitwright.export.AccuracyChartSvg;
import org.bitwright.export.SweepCsv;
import org.bitwright.export.SweepWords;
import org.bitwright.ui.common.ChartFile;
import org.bitwright.ui.common.ChartFrame;
import org.bitwright.ui.common.Texts;

/** Accuracy against bit-width as a chart or as a table; saved as PNG, SVG or CSV. */
public final class AccuracyChartView extends VBox {
    private final AccuracyChartViewModel model;
    private final ChartFrame frame;

    public AccuracyChartView(AccuracyChartViewModel model) {
        this.model = model;
        getStyleClass().add("accuracy-chart");
        getStylesheets()
                .add(Objects.requireNonNull(AccuracyChartView.class.getResource("sweep.css"))
                        .toExternalForm());
        AccuracyPlot plot = new AccuracyPlot(model);
        VBox.setVgrow(plot, Priority.ALWAYS);
        VBox chart = new VBox(new SeriesLegend(model), plot);
        chart.getStyleClass().add("chart");
        frame = new ChartFrame("sweep", chart, new AccuracyTable(model));
        frame.setDrawing(kind -> kind == ChartFile.Kind.SVG ? svg() : csv());
        VBox.setVgrow(frame, Priority.ALWAYS);
        getChildren().add(frame);
        InvalidationListener told = value -> tell();
        model.points().addListener(told);
        model.runningProperty().addListener(told);
        model.floatAccuracyProperty().addListener(told);
        Texts.follow(this, this::tell);
        tell();
    }

    /** Called with what the user wants to save; the owner asks where and writes it. */
    public void setOnSave(Consumer<ChartFile> listener) {
        frame.setOnSave(listener);
    }

    private void tell() {
        boolean nothing =
                model.points().isEmpty() && model.floatAccuracyProperty().get().isEmpty();
        String text = Texts.get(model.runningProperty().get() ? "sweep.waiting" : "sweep.empty");
        frame.setEmptyText(nothing ? Optional.of(text) : Optional.empty());
    }

    private Callable<byte[]> svg() {
        Optional<Accuracy> floating = model.floatAccuracyProperty().get();
        List<SweepPoint> points = List.copyOf(model.points());
        List<SweepSeries> series = List.copyOf(model.series());
        String title = model.titleProperty().get();
        SweepWords words = SweepTexts.words(series);
        return () -> AccuracyChartSvg.write(floating, points, title, words).getBytes(StandardCharsets.UTF_8);
    }

    private Callable<byte[]> csv() {
        Optional<Accuracy> floating = model.floatAccuracyProperty().get();
        List<SweepPoint> points = List.copyOf(model.points());
        return () -> SweepCsv.write(floating, points).getBytes(StandardCharsets.UTF_8);
    }
}
