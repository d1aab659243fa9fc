package org.bitwright.ui.app;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.InvalidationListener;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableBooleanValue;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.bitwright.project.Project;
import org.bitwright.ui.common.Icons;
import org.bitwright.ui.common.Moments;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.common.Workbench;
import org.kordamp.ikonli.feather.Feather;

/** A line above the panels that says that somebody else changed the project's file, and what can be done about it. */
final class OvertakenStrip extends HBox {
    private final Workbench workbench;
    private final OvertakenWatch watch;
    private final Label said = new Label("", Icons.of(Feather.ALERT_TRIANGLE, "warning"));

    /**
     * @param shown whether the project is what the window shows
     * @param open opens the file as it is now in the place of this project
     */
    OvertakenStrip(
            Workbench workbench,
            OvertakenWatch watch,
            ObservableBooleanValue shown,
            Actions actions,
            Consumer<Path> open) {
        this.workbench = workbench;
        this.watch = watch;
        setId("overtaken-strip");
        getStyleClass().add("overtaken-strip");
        said.setId("overtaken-strip-text");
        said.setMaxWidth(Double.MAX_VALUE);
        said.setWrapText(true);
        setHgrow(said, Priority.ALWAYS);
        Button theirs = button("overtaken-open", "overtaken.open", () -> file().ifPresent(open));
        Button elsewhere = button("overtaken-elsewhere", "save.elsewhere", () -> actions.run(Action.SAVE_AS));
        Button away = button("overtaken-dismiss", "overtaken.dismiss", watch::dismiss);
        getChildren().setAll(said, theirs, elsewhere, away);
        visibleProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> shown.get() && watch.changedProperty().get().isPresent(),
                        shown,
                        watch.changedProperty()));
        managedProperty().bind(visibleProperty());
        watch.changedProperty().addListener((InvalidationListener) observable -> render());
        Texts.follow(this, this::render);
        render();
    }

    private Button button(String id, String key, Runnable action) {
        Button button = new Button();
        button.setId(id);
        button.textProperty().bind(Texts.bind(key));
        button.setMinWidth(USE_PREF_SIZE);
        button.setOnAction(event -> action.run());
        return button;
    }

    private Optional<Path> file() {
        return workbench.project().flatMap(Project::file);
    }

    private void render() {
        watch.changedProperty()
                .get()
                .ifPresent(at -> said.setText(Texts.get(
                        "overtaken.strip",
                        file().map(file -> String.valueOf(file.getFileName())).orElse(""),
                        Moments.dateAndClock(at))));
    }
}
