package org.bitwright.ui.app;

import javafx.scene.Node;
import javafx.stage.Stage;
import org.bitwright.project.Project;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.common.Workbench;
import org.bitwright.ui.recovery.KeptWorkViewModel;

/** The window's title: the project, with a dot where it has unsaved changes, and whether it was recovered. */
final class WindowTitle {
    private final Stage stage;
    private final Workbench workbench;
    private final KeptWorkViewModel kept;

    /** @param page lives as long as the window */
    WindowTitle(Stage stage, Node page, Workbench workbench, KeptWorkViewModel kept) {
        this.stage = stage;
        this.workbench = workbench;
        this.kept = kept;
        workbench.projectProperty().addListener(observable -> render());
        workbench.modifiedProperty().addListener(observable -> render());
        kept.stateProperty().addListener(observable -> render());
        Texts.follow(page, this::render);
        render();
    }

    void render() {
        stage.setTitle(workbench
                .project()
                .map(open -> (open.isModified() ? "• " : "") + name(open) + " – Bitwright")
                .orElse("Bitwright"));
    }

    private String name(Project open) {
        String name = String.valueOf(open.file().orElse(open.model().path()).getFileName());
        return kept.isRecovered() ? Texts.get("recovery.name", name) : name;
    }
}
