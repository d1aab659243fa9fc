package org.bitwright.ui.app;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.beans.binding.Bindings;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.bitwright.runtime.BatchLatency;
import org.bitwright.runtime.Latency;
import org.bitwright.runtime.LatencyComparison;
import org.bitwright.task.Job;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.TaskItem;
import org.bitwright.ui.common.Texts;

/** How fast a written network is beside the float one: how far measuring is, then what came of it. */
final class SpeedWindow {
    /** From here on a part of a sample says nothing. */
    private static final double WHOLE_SAMPLES = 100;

    private static final double MILLI = 1e3;

    private final Path file;
    private final Runnable other;
    private Optional<ResultDialog> shown = Optional.empty();
    private Optional<TaskItem> running = Optional.empty();
    private Optional<LatencyComparison> measured = Optional.empty();

    /** @param other measures another file */
    SpeedWindow(Path file, Runnable other) {
        this.file = file;
        this.other = other;
    }

    /** Shows how far a measurement is; putting the window away cancels it. */
    void open(Stage owner, TaskItem item) {
        running = Optional.of(item);
        ResultDialog dialog = new ResultDialog(
                owner,
                "speed",
                Texts.bind("speed.title"),
                Texts.bind("speed.heading", String.valueOf(file.getFileName())));
        dialog.button("speed-other", Texts.bind("speed.other"), other);
        shown = Optional.of(dialog);
        dialog.show(() -> measured.map(SpeedWindow::result).orElseGet(() -> waiting(item)), this::hidden);
    }

    private void hidden() {
        shown = Optional.empty();
        running.filter(TaskItem::isActive).ifPresent(TaskItem::cancel);
    }

    void close() {
        shown.ifPresent(ResultDialog::close);
    }

    private static VBox waiting(TaskItem item) {
        Label what = new Label(Texts.get("speed.running"));
        what.setWrapText(true);
        ProgressBar bar = new ProgressBar();
        bar.setId("speed-progress");
        bar.setMaxWidth(Double.MAX_VALUE);
        bar.progressProperty().bind(item.progressProperty());
        Label cancelled = new Label(Texts.get("speed.cancelled"));
        cancelled.getStyleClass().add("muted");
        cancelled.visibleProperty().bind(item.stateProperty().isEqualTo(Job.State.CANCELLED));
        Button cancel = new Button(Texts.get("dialog.cancel"));
        cancel.setId("speed-cancel");
        cancel.disableProperty().bind(Bindings.createBooleanBinding(() -> !item.isActive(), item.stateProperty()));
        cancel.setOnAction(event -> item.cancel());
        VBox waiting = new VBox(what, bar, cancel, cancelled);
        waiting.getStyleClass().add("dialog-lines");
        return waiting;
    }

    void show(LatencyComparison latency) {
        measured = Optional.of(latency);
        shown.ifPresent(ResultDialog::renew);
    }

    private static VBox result(LatencyComparison latency) {
        Label times = new Label(latency.batches().stream()
                .map(batch -> Texts.get("speed.times", times(batch.speedup()), Numbers.count(batch.batch())))
                .collect(Collectors.joining("   ·   ")));
        times.setId("speed-times");
        times.getStyleClass().add("figure");
        times.setWrapText(true);
        FigureTable<BatchLatency> table = table();
        table.getItems().setAll(latency.batches());
        VBox result = new VBox(times, table, how(latency));
        result.getStyleClass().add("dialog-lines");
        if (!latency.slowing().isEmpty()) {
            Label why = new Label(Texts.get("speed.costs"));
            SentenceList reasons = new SentenceList(
                    "speed-reasons", latency.slowing().stream().map(Texts::of).toList());
            reasons.getStyleClass().add("short-list");
            VBox.setVgrow(reasons, Priority.ALWAYS);
            result.getChildren().addAll(why, reasons);
        }
        return result;
    }

    private static FigureTable<BatchLatency> table() {
        FigureTable<BatchLatency> table = new FigureTable<BatchLatency>("speed-table")
                .number("speed.batch", BatchLatency::batch, String::valueOf, 0.5)
                .number("speed.float", batch -> spread(batch.floating()), Function.identity(), 1.6)
                .number("speed.written", batch -> spread(batch.written()), Function.identity(), 1.6)
                .number("speed.speedup", BatchLatency::speedup, SpeedWindow::times, 0.9)
                .number("speed.floatRate", BatchLatency::floatThroughput, SpeedWindow::rate, 1.15)
                .number("speed.rate", BatchLatency::throughput, SpeedWindow::rate, 1.15);
        table.getStyleClass().add("short-table");
        return table;
    }

    private static GridPane how(LatencyComparison latency) {
        GridPane how = ResultDialog.figures();
        String vnni = latency.vnni()
                .map(has -> Texts.get(has ? "speed.vnni" : "speed.noVnni"))
                .orElse("");
        ResultDialog.figure(
                how,
                "speed-runtime",
                Texts.get("speed.runtime"),
                Texts.get("speed.runtimeOf", latency.runtime(), Numbers.count(latency.threads())) + vnni);
        ResultDialog.figure(
                how, "speed-kernels", Texts.get("exportResult.kernels"), ExportWindow.kernels(latency.graph()));
        return how;
    }

    private static String milliseconds(double seconds) {
        return Numbers.shortText(seconds * MILLI);
    }

    private static String spread(Latency latency) {
        return milliseconds(latency.median()) + " (" + milliseconds(latency.low()) + "–" + milliseconds(latency.high())
                + ")";
    }

    private static String times(double speedup) {
        return String.format(Locale.ROOT, "%.2f ×", speedup);
    }

    private static String rate(double samples) {
        return samples < WHOLE_SAMPLES ? Numbers.shortText(samples) : Numbers.count(Math.round(samples));
    }
}
