package org.bitwright.ui.app;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import javafx.beans.InvalidationListener;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Separator;
import javafx.scene.control.Tooltip;
import org.bitwright.analysis.Accuracy;
import org.bitwright.project.Measurement;
import org.bitwright.project.Project;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.TaskItem;
import org.bitwright.ui.common.Tasks;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.common.Workbench;
import org.bitwright.ui.memory.InferenceMemory;
import org.bitwright.ui.memory.MemoryGauge;
import org.bitwright.ui.memory.MemoryViewModel;
import org.bitwright.ui.recovery.KeptWorkLabel;
import org.bitwright.ui.recovery.KeptWorkViewModel;
import org.controlsfx.control.StatusBar;

/** Model and data, accuracy, size, time and background work in one line. */
final class StatusLine extends StatusBar {
    /** A narrower window shows how far tasks are, and not what they are called: that is in their panel. */
    private static final double ROOM_FOR_NAMES_EM = 105;

    private final Workbench workbench;
    private final Tasks tasks;
    private final Label model = label("status-model");
    private final Label accuracy = label("status-accuracy");
    private final Label size = label("status-size");
    private final Label time = label("status-time");
    private final Label working = label("status-tasks");
    private final ProgressBar progress = new ProgressBar();

    StatusLine(Workbench workbench, Tasks tasks, KeptWorkViewModel kept) {
        this.workbench = workbench;
        this.tasks = tasks;
        setText("");
        getLeftItems().addAll(model, line(), accuracy, line(), size, line(), time);
        Stream.of(accuracy, size, time).forEach(label -> label.setMinWidth(USE_PREF_SIZE));
        model.setMinWidth(0);
        KeptWorkLabel keptWork = new KeptWorkLabel(workbench, kept);
        progress.setMinWidth(USE_PREF_SIZE);
        getRightItems()
                .addAll(
                        keptWork,
                        working,
                        progress,
                        new MemoryGauge(new MemoryViewModel(tasks, InferenceMemory::bytes)));
        Stream.of(working, progress).forEach(item -> item.managedProperty().bind(item.visibleProperty()));
        InvalidationListener changed = observable -> render();
        Stream.of(
                        workbench.projectProperty(),
                        workbench.configProperty(),
                        workbench.codedSize().bytesProperty(),
                        workbench.measurements().floatingProperty(),
                        workbench.measurements().presentProperty())
                .forEach(observable -> observable.addListener(changed));
        Texts.follow(this, this::render);
        tasks.activeProperty().addListener(observable -> renderTasks());
        widthProperty().addListener(observable -> renderTasks());
        tasks.items().addListener((InvalidationListener) observable -> renderTasks());
        render();
        renderTasks();
    }

    private void render() {
        Project open = workbench.project().orElse(null);
        getLeftItems().forEach(item -> item.setVisible(open != null));
        if (open == null) {
            return;
        }
        model.setText(open.model().fileName() + " · " + data(open));
        model.setTooltip(new Tooltip(open.model().path().toString()));
        showAccuracy();
        showSize(open);
        time.setText(workbench
                .measurements()
                .presentProperty()
                .get()
                .map(measured -> Texts.get("status.time", Numbers.seconds(measured.seconds() / measured.samples())))
                .orElse("–"));
        time.setTooltip(new Tooltip(Texts.get("status.time.hint")));
    }

    private boolean runnable() {
        return !workbench.lacksNetwork().get();
    }

    private static String data(Project open) {
        return open.dataSets().evaluation()
                .map(data -> Texts.get("status.data", data.name(), Numbers.count(data.size())))
                .orElseGet(() -> Texts.get(open.hasNetwork() ? "status.noData" : "status.noNetwork"));
    }

    private void showSize(Project open) {
        long now = open.measuring().bytes(open.config());
        long before = open.measuring().floatBytes();
        OptionalLong coded = workbench.codedSize().bytesProperty().get();
        size.setText(Texts.get(
                "status.size",
                Numbers.bytes(now),
                Numbers.bytes(before),
                Numbers.shortText(Math.round(10.0 * before / Math.max(1, now)) / 10.0),
                coded.isPresent() ? Numbers.bytes(coded.getAsLong()) : "…"));
        size.setTooltip(new Tooltip(Texts.get(
                "status.size.exact",
                Numbers.count(now),
                Numbers.count(before),
                coded.isPresent() ? Numbers.count(coded.getAsLong()) : "…")));
    }

    private void showAccuracy() {
        Optional<Measurement> present =
                workbench.measurements().presentProperty().get();
        Optional<Measurement> floating =
                workbench.measurements().floatingProperty().get();
        accuracy.setText(present.map(measured -> text(measured, floating))
                .orElse(runnable() ? Texts.get("status.notMeasured") : "–"));
        accuracy.setTooltip(present.flatMap(Measurement::accuracy)
                .map(exact -> new Tooltip(Texts.get(
                        "status.accuracy.exact",
                        Numbers.count(exact.correct()),
                        Numbers.count(exact.samples()),
                        Numbers.percent(exact.low()),
                        Numbers.percent(exact.high()),
                        Numbers.percent(present.orElseThrow().agreement()))))
                .orElse(null));
    }

    private static String text(Measurement measured, Optional<Measurement> floating) {
        return measured.accuracy()
                .map(value -> Texts.get(
                        "status.accuracy",
                        Numbers.percent(value.top1()),
                        Numbers.points((value.high() - value.low()) / 2),
                        floating.flatMap(Measurement::accuracy)
                                .map(Accuracy::top1)
                                .map(Numbers::percent)
                                .orElse("–")))
                .orElseGet(() -> Texts.get("status.agreement", Numbers.percent(measured.agreement())));
    }

    private void renderTasks() {
        int active = tasks.activeProperty().get();
        working.setVisible(
                active > 0 && getWidth() > ROOM_FOR_NAMES_EM * working.getFont().getSize());
        progress.setVisible(active > 0);
        progress.progressProperty().unbind();
        Optional<TaskItem> first =
                tasks.items().stream().filter(TaskItem::isActive).findFirst();
        first.ifPresent(item -> progress.progressProperty().bind(item.progressProperty()));
        working.setText(
                active == 1
                        ? first.map(TaskItem::name).orElse("")
                        : Texts.get("tasks.running", String.valueOf(active)));
        progress.setTooltip(new Tooltip(working.getText()));
        progress.setAccessibleText(working.getText());
    }

    private static Node line() {
        return new Separator(Orientation.VERTICAL);
    }

    private static Label label(String id) {
        Label label = new Label();
        label.setId(id);
        return label;
    }
}
