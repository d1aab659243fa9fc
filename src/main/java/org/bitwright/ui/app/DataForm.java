package org.bitwright.ui.app;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.animation.PauseTransition;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.stage.Stage;
import javafx.util.Duration;
import org.bitwright.io.dataset.DatasetReader;
import org.bitwright.model.Binding;
import org.bitwright.model.DataSource;
import org.bitwright.model.ImageSettings;
import org.bitwright.model.Preprocessing;
import org.bitwright.project.Project;
import org.bitwright.ui.common.Appearance;
import org.bitwright.ui.common.Dialogs;
import org.bitwright.ui.common.FailureTexts;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.Tasks;
import org.bitwright.ui.common.Texts;

/** Asks how data become inputs, and shows beside it what the network will see. */
final class DataForm {
    private static final Duration REST = Duration.millis(250);

    private final DataSource before;
    private final Tasks tasks;
    private final Dialogs dialogs;
    private final DataLook.Reader reader;
    private final GridPane form = new GridPane();
    private final PauseTransition rest = new PauseTransition(REST);
    private final DataLookView look = new DataLookView(this::take);
    private final ReadOnlyBooleanWrapper usable = new ReadOnlyBooleanWrapper(true);
    private final TextField labels;
    private final TextField scale;
    private final TextField mean;
    private final TextField std;
    private final TextField limit;
    private final TextField labelColumn;
    private final Optional<ImageFields> images;
    private final BindingFields binding;

    DataForm(Project project, DataSource before, Tasks tasks, Dialogs dialogs) {
        this.before = before;
        this.tasks = tasks;
        this.dialogs = dialogs;
        reader = new DataLook.Reader(project);
        Preprocessing usual = before.preprocessing();
        labels = TypedNumbers.field(
                "data-labels", before.labels().map(Path::toString).orElse(""), text -> true);
        // The end of a path says more than its beginning.
        labels.end();
        scale = TypedNumbers.field("data-scale", Numbers.editable(usual.scale()), DataForm::isScale);
        mean = TypedNumbers.field("data-mean", TypedNumbers.text(usual.mean()), text -> TypedNumbers.numbers(text)
                .isPresent());
        std = TypedNumbers.field("data-std", TypedNumbers.text(usual.std()), DataForm::isDeviation);
        limit = TypedNumbers.field("data-limit", TypedNumbers.text(before.limit()), TypedNumbers::isBlankOrWhole);
        form.getStyleClass().add("form");
        ColumnConstraints fields = new ColumnConstraints();
        fields.setHgrow(Priority.ALWAYS);
        form.getColumnConstraints().setAll(new ColumnConstraints(), fields);
        boolean folder = DatasetReader.isImages(before.samples());
        images = folder ? Optional.of(new ImageFields(before.images(), form, this::changed)) : Optional.empty();
        labelColumn = column();
        fill();
        binding = new BindingFields(project.model(), usual.binding(), form, this::changed);
        rest.setOnFinished(event -> look());
    }

    private TextField column() {
        TextField field =
                TypedNumbers.field("data-label-column", before.labelColumn().orElse(""), text -> true);
        field.setPromptText(Texts.get("dataForm.labelColumnPrompt"));
        return field;
    }

    private void fill() {
        Button choose = new Button(Texts.get("dataForm.choose"));
        choose.setOnAction(event -> dialogs.openFile(
                        Texts.get("dataForm.labels"),
                        List.of(new Dialogs.FileKind(Texts.get("kind.any"), List.of("*"))))
                .ifPresent(file -> {
                    labels.setText(file.toString());
                    labels.end();
                }));
        choose.setMinWidth(Region.USE_PREF_SIZE);
        HBox.setHgrow(labels, Priority.ALWAYS);
        HBox labelLine = new HBox(labels, choose);
        labelLine.getStyleClass().add("form-line");
        row(form, Texts.get("dataForm.labels"), labelLine);
        if (DatasetReader.isTable(before.samples())) {
            row(form, Texts.get("dataForm.labelColumn"), labelColumn);
        }
        row(form, Texts.get("dataForm.scale"), scale);
        row(form, Texts.get("dataForm.mean"), mean);
        row(form, Texts.get("dataForm.std"), std);
        row(form, Texts.get("dataForm.limit"), limit);
        Label note = new Label(Texts.get("dataForm.note"));
        note.getStyleClass().add("muted");
        note.setWrapText(true);
        note.setMinHeight(Region.USE_PREF_SIZE);
        form.add(note, 0, form.getRowCount(), 2, 1);
        List.of(labels, labelColumn, scale, mean, std, limit)
                .forEach(field -> field.textProperty().addListener(observable -> changed()));
    }

    void show(Stage owner, Consumer<DataSource> use) {
        Dialog<ButtonType> dialog = new Dialog<>();
        if (owner.isShowing()) {
            dialog.initOwner(owner);
        }
        dialog.setTitle(Texts.get("dataForm.title"));
        dialog.setHeaderText(String.valueOf(before.samples().getFileName()));
        dialog.setResizable(true);
        dialog.getDialogPane().setContent(content());
        dialog.getDialogPane().setId("data-form");
        dialog.getDialogPane().getStyleClass().add("wide-dialog");
        ButtonType go = new ButtonType(Texts.get("dataForm.use"), ButtonBar.ButtonData.OK_DONE);
        dialog.getDialogPane()
                .getButtonTypes()
                .setAll(go, new ButtonType(Texts.get("dialog.cancel"), ButtonBar.ButtonData.CANCEL_CLOSE));
        Appearance.follow(owner, dialog.getDialogPane());
        Node button = dialog.getDialogPane().lookupButton(go);
        button.setId("data-use");
        button.disableProperty().bind(usable.not());
        dialog.resultProperty().addListener((property, earlier, answer) -> {
            if (answer == go) {
                source().ifPresent(use);
            }
        });
        dialog.setOnHidden(event -> rest.stop());
        dialog.setOnShown(event -> ResultDialog.keepOnScreen(dialog.getDialogPane()));
        dialog.show();
        look();
    }

    private Node content() {
        ScrollPane seen = new ScrollPane(look);
        seen.setFitToWidth(true);
        seen.getStyleClass().addAll("edge-to-edge", "data-look-scroll");
        seen.setFocusTraversable(false);
        HBox.setHgrow(seen, Priority.ALWAYS);
        ScrollPane asked = new ScrollPane(form);
        asked.setFitToWidth(true);
        asked.getStyleClass().addAll("edge-to-edge", "data-form-scroll");
        asked.setFocusTraversable(false);
        HBox content = new HBox(asked, seen);
        content.getStyleClass().add("data-form-content");
        return content;
    }

    private void changed() {
        usable.set(source().isPresent());
        rest.playFromStart();
    }

    private void look() {
        Optional<DataSource> source = source();
        if (source.isEmpty()) {
            look.incomplete();
            return;
        }
        look.waiting();
        tasks.<DataLook>task(
                        Texts.supply("task.look"), (progress, cancel) -> reader.look(source.get(), progress, cancel))
                .latest("look")
                .whenSlow()
                .onSuccess(seen -> {
                    binding.require(seen.fit().openAxes(), seen.fit().missingInputs());
                    usable.set(source().isPresent() && seen.fit().misfit().isEmpty());
                    look.show(seen);
                })
                .onFailure(error -> {
                    usable.set(false);
                    look.failed(FailureTexts.sentence(error));
                })
                .start();
    }

    /** Puts what a hint says into the fields. */
    private void take(DataSource better) {
        scale.setText(Numbers.editable(better.preprocessing().scale()));
        mean.setText(TypedNumbers.text(better.preprocessing().mean()));
        std.setText(TypedNumbers.text(better.preprocessing().std()));
        images.ifPresent(fields -> fields.show(better.images()));
    }

    private Optional<DataSource> source() {
        Optional<Binding> bound = binding.binding();
        Optional<ImageSettings> read =
                images.isEmpty() ? Optional.of(before.images()) : images.get().settings();
        boolean right = isScale(scale.getText())
                && TypedNumbers.numbers(mean.getText()).isPresent()
                && isDeviation(std.getText())
                && TypedNumbers.isBlankOrWhole(limit.getText());
        if (!right || bound.isEmpty() || read.isEmpty()) {
            return Optional.empty();
        }
        Preprocessing preprocessing = new Preprocessing(
                TypedNumbers.number(scale.getText()).orElseThrow(),
                TypedNumbers.numbers(mean.getText()).orElseThrow(),
                TypedNumbers.numbers(std.getText()).orElseThrow(),
                bound.get());
        return Optional.of(before.withLabels(text(labels).map(Path::of))
                .withPreprocessing(preprocessing)
                .withLimit(TypedNumbers.whole(limit.getText()))
                .withImages(read.get())
                .withLabelColumn(text(labelColumn)));
    }

    private static boolean isScale(String text) {
        return TypedNumbers.number(text).filter(value -> value != 0).isPresent();
    }

    private static boolean isDeviation(String text) {
        return TypedNumbers.numbers(text).filter(list -> !list.contains(0f)).isPresent();
    }

    private static Optional<String> text(TextField field) {
        return Optional.of(field.getText().strip()).filter(text -> !text.isEmpty());
    }

    static void row(GridPane form, String name, Node control) {
        Label label = new Label(name);
        label.setMinWidth(Region.USE_PREF_SIZE);
        label.setLabelFor(control);
        form.addRow(form.getRowCount(), label, control);
    }
}
