package org.bitwright.ui.common;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.Alert;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.control.TextInputDialog;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.stage.Stage;

/** The real dialogs, over the window that they belong to. */
public final class WindowDialogs implements Dialogs {
    private final Stage owner;
    private Optional<File> folder = Optional.empty();

    public WindowDialogs(Stage owner) {
        this.owner = owner;
    }

    @Override
    public Optional<Path> openFile(String title, List<FileKind> kinds) {
        FileChooser chooser = chooser(title);
        kinds.forEach(kind ->
                chooser.getExtensionFilters().add(new FileChooser.ExtensionFilter(kind.name(), kind.patterns())));
        return remembered(Optional.ofNullable(chooser.showOpenDialog(owner)));
    }

    @Override
    public Optional<Path> openFolder(String title) {
        DirectoryChooser chooser = new DirectoryChooser();
        chooser.setTitle(title);
        folder.filter(File::isDirectory).ifPresent(chooser::setInitialDirectory);
        return remembered(Optional.ofNullable(chooser.showDialog(owner)));
    }

    @Override
    public Optional<Path> saveFile(String title, String suggestedName, FileKind kind) {
        FileChooser chooser = chooser(title);
        chooser.setInitialFileName(suggestedName);
        chooser.getExtensionFilters().add(new FileChooser.ExtensionFilter(kind.name(), kind.patterns()));
        return remembered(Optional.ofNullable(chooser.showSaveDialog(owner)));
    }

    private FileChooser chooser(String title) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(title);
        folder.filter(File::isDirectory).ifPresent(chooser::setInitialDirectory);
        return chooser;
    }

    private Optional<Path> remembered(Optional<File> chosen) {
        chosen.map(File::getParentFile).ifPresent(parent -> folder = Optional.of(parent));
        return chosen.map(File::toPath);
    }

    /** Where file choosers start. */
    public void startIn(Path place) {
        if (Files.isDirectory(place)) {
            folder = Optional.of(place.toFile());
        }
    }

    @Override
    public Optional<Choice> ask(String title, String question, List<Choice> choices) {
        Alert alert = alert(Alert.AlertType.CONFIRMATION, title, question);
        List<ButtonType> buttons = new ArrayList<>();
        for (int i = 0; i < choices.size(); i++) {
            ButtonBar.ButtonData role = i == 0 ? ButtonBar.ButtonData.OK_DONE : ButtonBar.ButtonData.OTHER;
            buttons.add(new ButtonType(choices.get(i).text(), role));
        }
        alert.getButtonTypes().setAll(buttons);
        alert.getButtonTypes().add(new ButtonType(Texts.get("dialog.cancel"), ButtonBar.ButtonData.CANCEL_CLOSE));
        return alert.showAndWait()
                .map(buttons::indexOf)
                .filter(index -> index >= 0)
                .map(choices::get);
    }

    @Override
    public Optional<String> text(String title, String question, String value) {
        TextInputDialog dialog = new TextInputDialog(value);
        prepare(dialog, title);
        dialog.setContentText(question);
        return dialog.showAndWait();
    }

    @Override
    public void error(String title, String message) {
        Alert alert = alert(Alert.AlertType.ERROR, title, message);
        alert.getButtonTypes().setAll(new ButtonType(Texts.get("dialog.close"), ButtonBar.ButtonData.CANCEL_CLOSE));
        alert.show();
    }

    @Override
    public void inform(String title, String message) {
        Alert alert = alert(Alert.AlertType.INFORMATION, title, message);
        alert.getButtonTypes().setAll(new ButtonType(Texts.get("dialog.close"), ButtonBar.ButtonData.CANCEL_CLOSE));
        alert.show();
    }

    private Alert alert(Alert.AlertType type, String title, String message) {
        Alert alert = new Alert(type);
        prepare(alert, title);
        alert.setContentText(message);
        return alert;
    }

    private void prepare(Dialog<?> dialog, String title) {
        if (owner.isShowing()) {
            dialog.initOwner(owner);
        }
        dialog.setTitle(title);
        dialog.setHeaderText(title);
        dialog.setGraphic(null);
        dialog.setResizable(true);
        Appearance.follow(owner, dialog.getDialogPane());
    }
}
