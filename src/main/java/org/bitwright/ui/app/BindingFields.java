package org.bitwright.ui.app;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextField;
import javafx.scene.layout.GridPane;
import javafx.util.StringConverter;
import org.bitwright.model.Binding;
import org.bitwright.model.Model;
import org.bitwright.model.ValueInfo;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.Texts;

/** What data and network leave open about each other: extents of axes, inputs without an array, the output to read. */
final class BindingFields {
    private static final String NONE = "";

    private final Binding before;
    private final GridPane form;
    private final Runnable changed;
    private final Map<String, TextField> axes = new LinkedHashMap<>();
    private final Map<String, TextField> constants = new LinkedHashMap<>();
    private final Optional<ComboBox<String>> output;
    private final Optional<ComboBox<String>> pooling;

    /**
     * Adds its fields to a form.
     *
     * @param changed runs after any of them was changed
     */
    BindingFields(Model model, Binding before, GridPane form, Runnable changed) {
        this.before = before;
        this.form = form;
        this.changed = changed;
        before.axes().keySet().forEach(this::axis);
        before.constants().keySet().forEach(this::constant);
        output = choice("dataForm.output", "data-output", model.outputs(), "dataForm.firstOutput", before.output());
        pooling = choice("dataForm.pool", "data-pool", model.inputs(), "dataForm.noPool", before.pooling());
    }

    /** Asks for what must be told; what is asked for already stays. */
    void require(List<String> openAxes, List<String> missingInputs) {
        openAxes.stream().filter(name -> !axes.containsKey(name)).forEach(this::axis);
        missingInputs.stream().filter(name -> !constants.containsKey(name)).forEach(this::constant);
    }

    private void axis(String name) {
        Integer known = before.axes().get(name);
        TextField field = TypedNumbers.field(
                "data-axis-" + name, known == null ? "" : String.valueOf(known), text -> TypedNumbers.whole(text)
                        .isPresent());
        field.setPromptText(Texts.get("dataForm.axisPrompt"));
        field.textProperty().addListener(observable -> changed.run());
        axes.put(name, field);
        DataForm.row(form, Texts.get("dataForm.axis", name), field);
    }

    private void constant(String name) {
        Double known = before.constants().get(name);
        TextField field = TypedNumbers.field(
                "data-fill-" + name,
                known == null ? "" : Numbers.exact(known).replace('−', '-'),
                text -> Numbers.parse(text).isPresent());
        field.setPromptText(Texts.get("dataForm.fillPrompt"));
        field.textProperty().addListener(observable -> changed.run());
        constants.put(name, field);
        DataForm.row(form, Texts.get("dataForm.fill", name), field);
    }

    /** Only where there is something to choose. */
    private Optional<ComboBox<String>> choice(
            String titleKey, String id, List<ValueInfo> values, String noneKey, Optional<String> chosen) {
        if (values.size() < 2) {
            return Optional.empty();
        }
        List<String> names = new ArrayList<>(List.of(NONE));
        values.stream().map(ValueInfo::name).forEach(names::add);
        String none = Texts.get(noneKey);
        ComboBox<String> box = new ComboBox<>();
        box.setId(id);
        box.setMaxWidth(Double.MAX_VALUE);
        box.getItems().setAll(names);
        box.setConverter(new StringConverter<>() {
            @Override
            public String toString(String name) {
                return name == null || name.equals(NONE) ? none : name;
            }

            @Override
            public String fromString(String text) {
                return text.equals(none) ? NONE : text;
            }
        });
        box.setValue(chosen.filter(names::contains).orElse(NONE));
        box.valueProperty().addListener(observable -> changed.run());
        DataForm.row(form, Texts.get(titleKey), box);
        return Optional.of(box);
    }

    /** Empty while a field is not filled in. */
    Optional<Binding> binding() {
        Map<String, Integer> extents = new LinkedHashMap<>();
        for (Map.Entry<String, TextField> axis : axes.entrySet()) {
            OptionalInt extent = TypedNumbers.whole(axis.getValue().getText());
            if (extent.isEmpty()) {
                return Optional.empty();
            }
            extents.put(axis.getKey(), extent.getAsInt());
        }
        Map<String, Double> fillings = new LinkedHashMap<>();
        for (Map.Entry<String, TextField> constant : constants.entrySet()) {
            OptionalDouble value = Numbers.parse(constant.getValue().getText());
            if (value.isEmpty()) {
                return Optional.empty();
            }
            fillings.put(constant.getKey(), value.getAsDouble());
        }
        return Optional.of(
                new Binding(extents, fillings, chosen(output, before.output()), chosen(pooling, before.pooling())));
    }

    private static Optional<String> chosen(Optional<ComboBox<String>> box, Optional<String> otherwise) {
        return box.isEmpty() ? otherwise : box.map(ComboBox::getValue).filter(name -> !name.equals(NONE));
    }
}
