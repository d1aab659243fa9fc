package org.bitwright.ui.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.beans.binding.Bindings;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.stage.Stage;
import org.bitwright.model.DataSource;
import org.bitwright.model.Preprocessing;
import org.bitwright.ui.common.Appearance;
import org.bitwright.ui.common.Dialogs;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.Texts;

/** Asks how data become inputs: labels, scale, mean, standard deviation, number of samples. */
final class DataForm {
    private static final PseudoClass DANGER = PseudoClass.getPseudoClass("danger");

    private final DataSource before;
    private final Dialogs dialogs;
    private final TextField labels;
    private final TextField scale;
    private final TextField mean;
    private final TextField std;
    private final TextField limit;

    DataForm(DataSource before, Dialogs dialogs) {
        this.before = before;
        this.dialogs = dialogs;
        labels = field("data-labels", before.labels().map(Path::toString).orElse(""));
        scale = field("data-scale", Numbers.editable(before.preprocessing().scale()));
        mean = field("data-mean", text(before.preprocessing().mean()));
        std = field("data-std", text(before.preprocessing().std()));
        limit = field(
                "data-limit",
                before.limit().isPresent() ? String.valueOf(before.limit().getAsInt()) : "");
    }

    void show(Stage owner, Consumer<DataSource> use) {
        Dialog<ButtonType> dialog = new Dialog<>();
        if (owner.isShowing()) {
            dialog.initOwner(owner);
        }
        dialog.setTitle(Texts.get("dataForm.title"));
        dialog.setHeaderText(String.valueOf(before.samples().getFileName()));
        dialog.setResizable(true);
        dialog.getDialogPane().setContent(form());
        dialog.getDialogPane().setId("data-form");
        ButtonType go = new ButtonType(Texts.get("dataForm.use"), ButtonBar.ButtonData.OK_DONE);
        dialog.getDialogPane()
                .getButtonTypes()
                .setAll(go, new ButtonType(Texts.get("dialog.cancel"), ButtonBar.ButtonData.CANCEL_CLOSE));
        Appearance.follow(owner, dialog.getDialogPane());
        dialog.getDialogPane()
                .lookupButton(go)
                .disableProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> source().isEmpty(),
                        scale.textProperty(),
                        mean.textProperty(),
                        std.textProperty(),
                        limit.textProperty(),
                        labels.textProperty()));
        dialog.resultProperty().addListener((property, earlier, answer) -> {
            if (answer == go) {
                source().ifPresent(use);
            }
        });
        dialog.show();
    }

    private Node form() {
        GridPane form = new GridPane();
        form.getStyleClass().add("form");
        Button choose = new Button(Texts.get("dataForm.choose"));
        choose.setOnAction(event -> dialogs.openFile(
                        Texts.get("dataForm.labels"),
                        List.of(new Dialogs.FileKind(Texts.get("kind.any"), List.of("*"))))
                .ifPresent(file -> labels.setText(file.toString())));
        HBox.setHgrow(labels, Priority.ALWAYS);
        HBox labelLine = new HBox(labels, choose);
        labelLine.getStyleClass().add("form-line");
        row(form, "dataForm.labels", labelLine);
        row(form, "dataForm.scale", scale);
        row(form, "dataForm.mean", mean);
        row(form, "dataForm.std", std);
        row(form, "dataForm.limit", limit);
        Label note = new Label(Texts.get("dataForm.note"));
        note.getStyleClass().add("muted");
        note.setWrapText(true);
        form.add(note, 1, form.getRowCount());
        mark(scale, text -> number(text).filter(value -> value != 0).isPresent());
        mark(mean, text -> numbers(text).isPresent());
        mark(std, text -> numbers(text).filter(list -> !list.contains(0f)).isPresent());
        mark(limit, text -> text.isBlank() || whole(text).isPresent());
        return form;
    }

    private static void mark(TextField field, java.util.function.Predicate<String> right) {
        field.textProperty()
                .addListener((property, old, text) -> field.pseudoClassStateChanged(DANGER, !right.test(text)));
    }

    private Optional<DataSource> source() {
        Optional<Float> factor = number(scale.getText()).filter(value -> value != 0);
        Optional<List<Float>> means = numbers(mean.getText());
        Optional<List<Float>> deviations = numbers(std.getText()).filter(list -> !list.contains(0f));
        OptionalInt most = whole(limit.getText());
        boolean limitRight = limit.getText().isBlank() || most.isPresent();
        if (factor.isEmpty() || means.isEmpty() || deviations.isEmpty() || !limitRight) {
            return Optional.empty();
        }
        Optional<Path> labelsFile = labels.getText().isBlank()
                ? Optional.empty()
                : Optional.of(Path.of(labels.getText().strip()));
        Preprocessing preprocessing = new Preprocessing(
                factor.get(),
                means.get(),
                deviations.get(),
                before.preprocessing().binding());
        return Optional.of(before.withLabels(labelsFile)
                .withPreprocessing(preprocessing)
                .withLimit(most));
    }

    private static Optional<Float> number(String text) {
        String[] parts = text.split("/", 2);
        OptionalDouble above = Numbers.parse(parts[0]);
        OptionalDouble below = parts.length == 2 ? Numbers.parse(parts[1]) : OptionalDouble.of(1);
        if (above.isEmpty() || below.isEmpty() || below.getAsDouble() == 0) {
            return Optional.empty();
        }
        float value = (float) (above.getAsDouble() / below.getAsDouble());
        return Float.isFinite(value) ? Optional.of(value) : Optional.empty();
    }

    private static Optional<List<Float>> numbers(String text) {
        List<Float> values = new ArrayList<>();
        for (String part : text.strip().split("[,\\s]+")) {
            Optional<Float> value = number(part);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            values.add(value.get());
        }
        return Optional.of(values);
    }

    private static OptionalInt whole(String text) {
        OptionalDouble value = Numbers.parse(text);
        boolean right = value.isPresent()
                && value.getAsDouble() >= 1
                && value.getAsDouble() <= Integer.MAX_VALUE
                && value.getAsDouble() == Math.rint(value.getAsDouble());
        return right ? OptionalInt.of((int) value.getAsDouble()) : OptionalInt.empty();
    }

    private static String text(List<Float> values) {
        return values.stream().map(Numbers::editable).collect(Collectors.joining(", "));
    }

    private static TextField field(String id, String text) {
        TextField field = new TextField(text);
        field.setId(id);
        return field;
    }

    private static void row(GridPane form, String key, Node control) {
        Label label = new Label(Texts.get(key));
        label.setMinWidth(javafx.scene.layout.Region.USE_PREF_SIZE);
        label.setLabelFor(control);
        form.addRow(form.getRowCount(), label, control);
    }
}
