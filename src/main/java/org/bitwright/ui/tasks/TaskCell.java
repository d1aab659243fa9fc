package org.bitwright.ui.tasks;

import java.util.Optional;
import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.bitwright.task.Job;
import org.bitwright.ui.common.FailureTexts;
import org.bitwright.ui.common.Icons;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.TaskItem;
import org.bitwright.ui.common.Texts;
import org.kordamp.ikonli.feather.Feather;

/** One task: name, state or what it is doing, progress, cancel. */
final class TaskCell extends ListCell<TaskItem> {
    private final Label name = new Label();
    private final Label state = new Label();
    private final ProgressBar progress = new ProgressBar();
    private final Button cancel = new Button("", Icons.of(Feather.X));
    private final HBox row;
    private final InvalidationListener changed = observable -> render();
    private final WeakInvalidationListener weak = new WeakInvalidationListener(changed);
    private Optional<TaskItem> shown = Optional.empty();

    TaskCell() {
        state.getStyleClass().add("muted");
        progress.setMaxWidth(Double.MAX_VALUE);
        VBox texts = new VBox(name, progress, state);
        texts.setMinWidth(0);
        HBox.setHgrow(texts, Priority.ALWAYS);
        progress.managedProperty().bind(progress.visibleProperty());
        cancel.getStyleClass().addAll("flat", "small", "cancel-task");
        cancel.accessibleTextProperty().bind(Texts.bind("tasks.cancel"));
        cancel.setOnAction(event -> shown.ifPresent(TaskItem::cancel));
        row = new HBox(texts, cancel);
        row.getStyleClass().add("task-row");
        setPrefWidth(0);
        Texts.follow(this, this::render);
    }

    @Override
    protected void updateItem(TaskItem item, boolean empty) {
        super.updateItem(item, empty);
        shown.ifPresent(before -> {
            before.stateProperty().removeListener(weak);
            before.progressProperty().removeListener(weak);
            before.messageProperty().removeListener(weak);
        });
        shown = empty ? Optional.empty() : Optional.ofNullable(item);
        shown.ifPresent(now -> {
            now.stateProperty().addListener(weak);
            now.progressProperty().addListener(weak);
            now.messageProperty().addListener(weak);
        });
        render();
    }

    private void render() {
        TaskItem item = shown.orElse(null);
        setGraphic(item == null ? null : row);
        if (item == null) {
            return;
        }
        name.setText(item.name());
        progress.setVisible(item.isActive());
        progress.setProgress(item.progressProperty().get());
        cancel.setVisible(item.isActive());
        cancel.setDisable(item.isCancelling());
        state.setText(stateText(item));
        setAccessibleText(item.name() + ", " + state.getText());
    }

    private static String stateText(TaskItem item) {
        if (item.isActive()) {
            String message = item.messageProperty().get();
            return message.isEmpty() ? Texts.get("tasks.state." + item.state().name()) : message;
        }
        String seconds = Numbers.seconds(item.secondsProperty().get());
        String reason = item.state() == Job.State.FAILED
                ? item.failure()
                        .map(FailureTexts::sentence)
                        .map(text -> ": " + text)
                        .orElse("")
                : "";
        return Texts.get("tasks.state." + item.state().name()) + " · " + seconds + reason;
    }
}
