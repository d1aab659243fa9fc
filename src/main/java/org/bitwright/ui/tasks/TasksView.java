package org.bitwright.ui.tasks;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.bitwright.ui.common.Icons;
import org.bitwright.ui.common.TaskItem;
import org.bitwright.ui.common.Tasks;
import org.bitwright.ui.common.Texts;
import org.kordamp.ikonli.feather.Feather;

/** Background work, newest first: how far it is, how it ended, and a cancel for each. */
public final class TasksView extends VBox {

    public TasksView(Tasks tasks) {
        setId("tasks");
        getStyleClass().addAll("panel", "tasks");
        ListView<TaskItem> list = new ListView<>(tasks.items());
        list.setId("task-list");
        list.accessibleTextProperty().bind(Texts.bind("tasks.title"));
        list.getStyleClass().add("edge-to-edge");
        list.setCellFactory(ignored -> new TaskCell());
        Label empty = new Label();
        empty.textProperty().bind(Texts.bind("tasks.empty"));
        empty.getStyleClass().add("muted");
        list.setPlaceholder(empty);
        VBox.setVgrow(list, Priority.ALWAYS);
        Button clear = new Button("", Icons.of(Feather.TRASH_2));
        clear.setId("clear-tasks");
        clear.getStyleClass().addAll("flat", "small");
        clear.accessibleTextProperty().bind(Texts.bind("tasks.clear"));
        Tooltip hint = new Tooltip();
        hint.textProperty().bind(Texts.bind("tasks.clear"));
        clear.setTooltip(hint);
        clear.setOnAction(event -> tasks.clearFinished());
        Label running = new Label();
        running.textProperty()
                .bind(Texts.bind("tasks.running", tasks.activeProperty().asString()));
        running.getStyleClass().add("muted");
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox bar = new HBox(running, space, clear);
        bar.getStyleClass().add("panel-bar");
        getChildren().addAll(bar, list);
    }
}
