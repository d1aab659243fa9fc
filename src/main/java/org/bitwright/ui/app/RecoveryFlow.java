package org.bitwright.ui.app;

import java.util.List;
import java.util.Optional;
import javafx.beans.InvalidationListener;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.control.DialogPane;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Modality;
import javafx.stage.Stage;
import org.bitwright.project.Recovery;
import org.bitwright.ui.common.Appearance;
import org.bitwright.ui.common.Dialogs;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.recovery.RecoveriesView;
import org.bitwright.ui.recovery.RecoveriesViewModel;

/** Offers work that was left by programs that did not end in order. Whoever answers nothing is asked at the next start. */
final class RecoveryFlow {
    private final RecoveriesViewModel model;
    private final ProjectFlow files;
    private final Dialogs dialogs;
    private final Stage owner;
    private Optional<Dialog<ButtonType>> shown = Optional.empty();

    RecoveryFlow(RecoveriesViewModel model, ProjectFlow files, Dialogs dialogs, Stage owner) {
        this.model = model;
        this.files = files;
        this.dialogs = dialogs;
        this.owner = owner;
        model.found().addListener((InvalidationListener) observable -> {
            if (model.found().isEmpty()) {
                hide();
            }
        });
    }

    /** What is shown in the dialog, for another place. */
    RecoveriesView view() {
        return new RecoveriesView(model, this::recover, this::discard);
    }

    /** Looks for such work, and asks if there is any. */
    void offer() {
        model.search(this::show);
    }

    void show() {
        if (shown.isPresent()) {
            return;
        }
        Dialog<ButtonType> dialog = new Dialog<>();
        if (owner.isShowing()) {
            dialog.initOwner(owner);
        }
        dialog.initModality(Modality.NONE);
        dialog.titleProperty().bind(Texts.bind("recovery.title"));
        dialog.headerTextProperty().bind(Texts.bind("recovery.title"));
        dialog.setResizable(true);
        DialogPane pane = dialog.getDialogPane();
        pane.setId("recovery");
        ButtonType later = new ButtonType("", ButtonBar.ButtonData.CANCEL_CLOSE);
        pane.getButtonTypes().setAll(later);
        pane.setContent(content());
        Appearance.follow(owner, pane);
        Button button = (Button) pane.lookupButton(later);
        button.setId("recovery-later");
        button.textProperty().bind(Texts.bind("recovery.later"));
        dialog.setOnShown(event -> ResultDialog.keepOnScreen(pane));
        dialog.setOnHidden(event -> shown = Optional.empty());
        shown = Optional.of(dialog);
        dialog.show();
    }

    private VBox content() {
        Label explanation = new Label();
        explanation.textProperty().bind(Texts.bind("recovery.explanation"));
        explanation.setWrapText(true);
        explanation.setMinHeight(Region.USE_PREF_SIZE);
        ScrollPane rows = new ScrollPane(view());
        rows.setFitToWidth(true);
        rows.setFocusTraversable(false);
        rows.getStyleClass().addAll("edge-to-edge", "recovery-rows");
        VBox content = new VBox(explanation, rows);
        content.getStyleClass().add("dialog-lines");
        return content;
    }

    private void hide() {
        shown.ifPresent(Dialog::close);
    }

    private void recover(Recovery recovery) {
        hide();
        files.recover(recovery);
    }

    private void discard(Recovery recovery) {
        dialogs.ask(
                        Texts.get("recovery.discardTitle"),
                        Texts.get("recovery.discardQuestion", RecoveriesViewModel.name(recovery)),
                        List.of(new Dialogs.Choice("discard", Texts.get("recovery.discard"))))
                .ifPresent(answer -> model.discard(recovery));
    }
}
