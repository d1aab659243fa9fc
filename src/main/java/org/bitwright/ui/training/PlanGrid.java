package org.bitwright.ui.training;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.beans.InvalidationListener;
import javafx.beans.Observable;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableBooleanValue;
import javafx.css.PseudoClass;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.bitwright.ui.common.Hints;
import org.bitwright.ui.common.Texts;

/** Lines of the form of a run: a label, a field, and at it why it cannot be what it is. */
final class PlanGrid extends GridPane {
    private static final PseudoClass DANGER = PseudoClass.getPseudoClass("danger");
    private static final int DIGITS = 5;
    private static final int LETTERS = 14;

    /** Style of texts that stand under their fields, where there is room for them at every width. */
    static final String UNDER = "plan-under";

    /** Those that are hidden count too. */
    private int rows;

    PlanGrid() {
        getStyleClass().addAll("form", "plan-grid");
    }

    void heading(String name) {
        Label heading = new Label(Texts.get("planHeading." + name));
        heading.getStyleClass().add("form-heading");
        add(heading, 0, rows++, 2, 1);
    }

    /** A line with a hint at its label; gone while it does not count. */
    void line(String name, ObservableBooleanValue counts, Node... nodes) {
        List<Node> texts = Arrays.stream(nodes).filter(PlanGrid::isUnder).toList();
        HBox fields = new HBox();
        fields.getStyleClass().add("form-line");
        fields.getChildren()
                .setAll(Arrays.stream(nodes).filter(node -> !isUnder(node)).toList());
        VBox controls = new VBox(fields);
        controls.getChildren().addAll(texts);
        Label label = new Label(Texts.get("planForm." + name));
        label.setMinWidth(USE_PREF_SIZE);
        label.setLabelFor(nodes[0]);
        setValignment(label, VPos.TOP);
        label.getStyleClass().add("plan-label");
        label.setTooltip(Hints.wrapped("planHint." + name));
        addRow(rows++, label, controls);
        List.of(label, controls).forEach(node -> {
            node.visibleProperty().bind(counts);
            node.managedProperty().bind(counts);
        });
    }

    private static boolean isUnder(Node node) {
        return node.getStyleClass().contains(UNDER);
    }

    void line(String name, Node... nodes) {
        line(name, new SimpleBooleanProperty(true), nodes);
    }

    /** A field for a number, marked while it is wrong. */
    static TextField field(String id, NumberInput input) {
        TextField field = text(id, input.textProperty(), input::fault);
        field.setPrefColumnCount(DIGITS);
        return field;
    }

    /** A field for a text, marked while there is a reason why it cannot be what it is. */
    static TextField text(String id, StringProperty text, Supplier<Optional<String>> why) {
        TextField field = new TextField();
        field.setId("plan-" + id);
        field.setPrefColumnCount(LETTERS);
        field.setMinWidth(USE_PREF_SIZE);
        field.textProperty().bindBidirectional(text);
        InvalidationListener changed =
                observable -> field.pseudoClassStateChanged(DANGER, why.get().isPresent());
        field.textProperty().addListener(changed);
        changed.invalidated(field.textProperty());
        return field;
    }

    /** Says why numbers of its line cannot be what they are. */
    static Label fault(String id, NumberInput... inputs) {
        List<Observable> texts =
                Arrays.stream(inputs).<Observable>map(NumberInput::textProperty).toList();
        return fault(id, texts, () -> Arrays.stream(inputs)
                .flatMap(input -> input.fault().stream())
                .findFirst());
    }

    static Label fault(String id, List<Observable> watched, Supplier<Optional<String>> why) {
        Label fault = new Label();
        fault.setId("plan-" + id + "-fault");
        fault.getStyleClass().addAll("reason", UNDER);
        fault.setWrapText(true);
        fault.managedProperty().bind(fault.textProperty().isNotEmpty());
        InvalidationListener changed = observable -> fault.setText(why.get().orElse(""));
        watched.forEach(one -> one.addListener(changed));
        fault.setText(why.get().orElse(""));
        return fault;
    }

    /** @param prefix of the keys of the values' names */
    static <E extends Enum<E>> ComboBox<E> choice(String id, String prefix, ObjectProperty<E> chosen, E[] values) {
        ComboBox<E> box = new ComboBox<>();
        box.setId("plan-" + id);
        box.getItems().setAll(values);
        box.setConverter(new StringConverter<>() {
            @Override
            public String toString(E value) {
                return value == null ? "" : Texts.get(prefix + value.name());
            }

            @Override
            public E fromString(String text) {
                throw new UnsupportedOperationException(text);
            }
        });
        box.valueProperty().bindBidirectional(chosen);
        return box;
    }

    static CheckBox check(String id, String key, BooleanProperty chosen) {
        CheckBox box = new CheckBox(Texts.get(key));
        box.setId("plan-" + id);
        box.selectedProperty().bindBidirectional(chosen);
        return box;
    }

    static Label unit(String key) {
        return new Label(Texts.get(key));
    }
}
