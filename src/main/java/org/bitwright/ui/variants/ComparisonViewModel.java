package org.bitwright.ui.variants;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.transformation.FilteredList;
import org.bitwright.analysis.Accuracy;
import org.bitwright.model.Model;
import org.bitwright.project.Measurement;
import org.bitwright.project.VariantComparison;
import org.bitwright.project.VariantLatency;
import org.bitwright.quant.QuantConfig;
import org.bitwright.runtime.Latency;
import org.bitwright.ui.common.AverageBits;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.PairedTexts;
import org.bitwright.ui.common.SensitivityTexts;
import org.bitwright.ui.common.Texts;

/** Two variants side by side: what they come to, and which layers they treat differently. */
public final class ComparisonViewModel {
    private static final double MILLI = 1e3;

    private final VariantComparison comparison;
    private final Model model;
    private final BooleanProperty differencesOnly = new SimpleBooleanProperty();
    private final ObjectProperty<Optional<VariantLatency>> latency = new SimpleObjectProperty<>(Optional.empty());
    private final FilteredList<VariantComparison.LayerRow> layers;

    public ComparisonViewModel(VariantComparison comparison, Model model) {
        this.comparison = comparison;
        this.model = model;
        layers = new FilteredList<>(FXCollections.observableArrayList(comparison.layers()));
        differencesOnly.addListener((property, before, only) -> layers.setPredicate(row -> !only || row.differs()));
    }

    /** A number of both. */
    record Figure(String id, String name, String first, String second) {}

    VariantComparison comparison() {
        return comparison;
    }

    /** Whether layers that both treat alike are left out. */
    BooleanProperty differencesOnlyProperty() {
        return differencesOnly;
    }

    /** Empty until it is measured. */
    public ObjectProperty<Optional<VariantLatency>> latencyProperty() {
        return latency;
    }

    FilteredList<VariantComparison.LayerRow> layers() {
        return layers;
    }

    long differing() {
        return comparison.layers().stream()
                .filter(VariantComparison.LayerRow::differs)
                .count();
    }

    /** What the paired test says, or why there is none. */
    String verdict() {
        return comparison
                .test()
                .map(test -> PairedTexts.between(
                        test, comparison.first().name(), comparison.second().name()))
                .orElseGet(() -> Texts.get(
                        comparison.firstMeasured().isPresent() ? "comparison.unlabelled" : "comparison.noData"));
    }

    List<Figure> figures() {
        List<Figure> figures = new ArrayList<>();
        figures.add(measured("accuracy", "comparison.accuracy", ComparisonViewModel::accuracy));
        figures.add(measured("agreement", "comparison.agreement", found -> Numbers.percent(found.agreement())));
        figures.add(new Figure(
                "size",
                Texts.get("comparison.size"),
                Numbers.bytes(comparison.firstBytes()),
                Numbers.bytes(comparison.secondBytes())));
        figures.add(new Figure(
                "bits",
                Texts.get("comparison.bits"),
                bits(comparison.first().config()),
                bits(comparison.second().config())));
        figures.add(new Figure(
                "activations",
                Texts.get("comparison.activations"),
                activations(comparison.first().config()),
                activations(comparison.second().config())));
        latency.get().ifPresent(found -> found.batches().forEach(batch -> figures.add(latency(batch))));
        return figures;
    }

    private Figure measured(String id, String key, Function<Measurement, String> text) {
        return new Figure(
                id,
                Texts.get(key),
                comparison.firstMeasured().map(text).orElse("–"),
                comparison.secondMeasured().map(text).orElse("–"));
    }

    private static String accuracy(Measurement measurement) {
        return measurement
                .accuracy()
                .map(found -> Texts.get(
                        "comparison.accuracyOf",
                        Numbers.percent(found.top1()),
                        SensitivityTexts.interval(found),
                        samples(found)))
                .orElse("–");
    }

    private static String samples(Accuracy accuracy) {
        return Numbers.count(accuracy.samples());
    }

    private String bits(QuantConfig config) {
        return Numbers.shortText(Math.round(100 * AverageBits.of(model, config)) / 100.0);
    }

    private static String activations(QuantConfig config) {
        long quantized = config.activations().values().stream()
                .filter(one -> one.format().isQuantized())
                .count();
        return quantized == 0 ? Texts.get("sweep.float") : Texts.get("comparison.quantized", Numbers.count(quantized));
    }

    private static Figure latency(VariantLatency.Batch batch) {
        return new Figure(
                "latency-" + batch.samples(),
                Texts.get("comparison.latency", Numbers.count(batch.samples())),
                spread(batch.first()),
                spread(batch.second()));
    }

    private static String spread(Latency latency) {
        return Texts.get(
                "comparison.milliseconds",
                Numbers.shortText(latency.median() * MILLI),
                Numbers.shortText(latency.low() * MILLI),
                Numbers.shortText(latency.high() * MILLI));
    }
}
