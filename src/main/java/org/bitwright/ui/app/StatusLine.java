package org.bitwright.ui.app;

import java.util.List;
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

    /** A narrower one leaves out the time of a sample: large fonts need the room for what is before it. */
    private static final double ROOM_FOR_TIME_EM = 88;

    /** A still narrower one tells how good the network is, and neither its size nor its data. */
    private static final double ROOM_FOR_SIZE_EM = 72;

    private static final double ROOM_FOR_ACCURACY_EM = 46;

    private final Workbench workbench;
    private final Tasks tasks;
    private final Label model = label("status-model");
    private final Label accuracy = label("status-accuracy");
    private final Label size = label("status-size");
    private final Label time = label("status-time");
    private final Node beforeSize = line();
    private final Node beforeTime = line();
    private final Label working = label("status-tasks");
    private final ProgressBar progress = new ProgressBar();

    StatusLine(Workbench workbench, Tasks tasks, KeptWorkViewModel kept) {
        this.workbench = workbench;
        this.tasks = tasks;
        setText("");
        getLeftItems().addAll(model, line(), accuracy, beforeSize, size, beforeTime, time);
        Stream.of(size, time).forEach(label -> label.setMinWidth(USE_PREF_SIZE));
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
        Texts.follow(this, () -> {
            render();
            renderTasks();
        });
        tasks.activeProperty().addListener(observable -> renderTasks());
        widthProperty().addListener(observable -> fit());
        working.fontProperty().addListener(observable -> fit());
        tasks.items().addListener((InvalidationListener) observable -> renderTasks());
        fit();
    }

    /** The window must not be wider than its screen for what is said here. */
    private void fit() {
        List.of(beforeTime, time).forEach(item -> item.setManaged(hasRoom(ROOM_FOR_TIME_EM)));
        List.of(beforeSize, size).forEach(item -> item.setManaged(hasRoom(ROOM_FOR_SIZE_EM)));
        accuracy.setMinWidth(hasRoom(ROOM_FOR_ACCURACY_EM) ? USE_PREF_SIZE : 0);
        render();
        renderTasks();
    }

    private boolean hasRoom(double em) {
        return getWidth() > em * working.getFont().getSize();
    }

    private void render() {
        Project open = workbench.project().orElse(null);
        getLeftItems().forEach(item -> item.setVisible(open != null && item.isManaged()));
        if (open == null) {
            return;
        }
        model.setText(open.model().fileName() + (size.isManaged() ? " · " + data(open) : ""));
        model.setTooltip(new Tooltip(open.model().path() + "\n" + data(open)));
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
        return open.dataSets()
                .evaluation()
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
        working.setVisible(active > 0 && hasRoom(ROOM_FOR_NAMES_EM));
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
