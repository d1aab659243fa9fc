package org.bitwright.ui.app;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javafx.beans.Observable;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.util.StringConverter;
import org.bitwright.analysis.ActivationSeries;
import org.bitwright.analysis.SweepSeries;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.FormatFamily;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Scheme;
import org.bitwright.ui.common.ActivationChoices;
import org.bitwright.ui.common.CalibratorTexts;
import org.bitwright.ui.common.Texts;

/** The part of the sweep's form that says what is quantized: weights, activations, or both. */
final class SweptActivations {
    private final CheckBox weights = box("sweepForm.part.weights", "sweep-part-w", true);
    private final CheckBox activations = box("sweepForm.part.activations", "sweep-part-a", false);
    private final CheckBox both = box("sweepForm.part.both", "sweep-part-wa", false);
    private final ComboBox<Calibrator> calibrator =
            choice("sweep-activation-calibrator", ActivationChoices.CALIBRATORS);
    private final ComboBox<Scheme> scheme = choice("sweep-activation-scheme", List.of(Scheme.values()));

    SweptActivations() {
        calibrator.setConverter(text(value -> Texts.get(CalibratorTexts.key(value))));
        calibrator.setValue(Calibrator.minMax());
        calibrator.setAccessibleText(Texts.get("sweepForm.calibrator"));
        scheme.setConverter(text(value -> Texts.get("scheme." + value.name())));
        scheme.setValue(Scheme.ASYMMETRIC);
        scheme.setAccessibleText(Texts.get("sweepForm.scheme"));
        for (ComboBox<?> box : List.of(calibrator, scheme)) {
            box.disableProperty()
                    .bind(activations
                            .selectedProperty()
                            .or(both.selectedProperty())
                            .not());
        }
    }

    private static CheckBox box(String key, String id, boolean on) {
        CheckBox box = new CheckBox(Texts.get(key));
        box.setId(id);
        box.setSelected(on);
        return box;
    }

    private static <T> ComboBox<T> choice(String id, List<T> values) {
        ComboBox<T> box = new ComboBox<>();
        box.setId(id);
        box.getItems().setAll(values);
        return box;
    }

    private static <T> StringConverter<T> text(Function<T, String> text) {
        return new StringConverter<>() {
            @Override
            public String toString(T value) {
                return value == null ? "" : text.apply(value);
            }

            @Override
            public T fromString(String typed) {
                throw new UnsupportedOperationException("it is chosen, not typed");
            }
        };
    }

    Node parts() {
        return new FlowPane(weights, activations, both);
    }

    Node ranges() {
        Label note = new Label(Texts.get("sweepForm.sameBits"));
        note.getStyleClass().add("muted");
        return new FlowPane(calibrator, scheme, note);
    }

    List<Observable> watched() {
        return List.of(
                weights.selectedProperty(),
                activations.selectedProperty(),
                both.selectedProperty(),
                calibrator.valueProperty(),
                scheme.valueProperty());
    }

    /** The lines that are asked for, made of lines of weights alone. */
    List<SweepSeries> lines(List<SweepSeries> ofWeights) {
        ActivationSeries ranges = new ActivationSeries(scheme.getValue(), calibrator.getValue());
        List<SweepSeries> lines = new ArrayList<>();
        if (weights.isSelected()) {
            lines.addAll(ofWeights);
        }
        if (activations.isSelected()) {
            lines.add(SweepSeries.ofActivations(FormatFamily.INT, ranges));
        }
        if (both.isSelected()) {
            ofWeights.stream()
                    .filter(SweptActivations::canBeActivations)
                    .map(line -> line.with(ranges))
                    .forEach(lines::add);
        }
        return lines;
    }

    /** Formats without a range are for weights alone. */
    private static boolean canBeActivations(SweepSeries line) {
        return line.family().near(line.family().maxBits(), Scheme.ASYMMETRIC) instanceof NumberFormat.Ranged;
    }
}
