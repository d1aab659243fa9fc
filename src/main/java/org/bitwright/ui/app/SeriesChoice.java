package org.bitwright.ui.app;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import javafx.beans.Observable;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.Spinner;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import org.bitwright.analysis.SweepSeries;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.FormatFamily;
import org.bitwright.quant.FormatRules;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.Scheme;
import org.bitwright.ui.common.CalibratorTexts;
import org.bitwright.ui.common.FormatTexts;
import org.bitwright.ui.common.GranularityTexts;
import org.bitwright.ui.common.Texts;

/** The part of a form that asks how weights shall be quantized: integers of every combination, other formats, widths. */
final class SeriesChoice {
    private static final int WIDEST = 16;
    private static final List<Granularity> GRANULARITIES =
            List.of(Granularity.CHANNEL, Granularity.TENSOR, Granularity.group(32), Granularity.group(128));
    private static final List<Calibrator> CALIBRATORS = List.of(
            Calibrator.minMax(),
            Calibrator.percentile(Calibrator.Percentile.DEFAULT_PERCENT),
            Calibrator.mse(),
            Calibrator.entropy());

    private final String id;
    private final Map<CheckBox, Granularity> granularities;
    private final Map<CheckBox, Calibrator> calibrators;
    private final Map<CheckBox, Scheme> schemes;
    private final Map<CheckBox, FormatFamily> families;
    private final Spinner<Integer> from;
    private final Spinner<Integer> to;

    /**
     * @param id starts the ids of the controls
     * @param chosen what is ticked at first
     * @param least the narrowest width at first
     */
    SeriesChoice(String id, Collection<SweepSeries> chosen, int least, int most) {
        this.id = id;
        List<SweepSeries> integers = chosen.stream()
                .filter(line -> line.family() == FormatFamily.INT)
                .toList();
        granularities = boxes(
                GRANULARITIES,
                chosen(integers, SweepSeries::granularity),
                one -> one.isGroup()
                        ? "group" + one.size()
                        : "granularity-" + one.kind().name(),
                GranularityTexts::name);
        calibrators = boxes(
                CALIBRATORS,
                chosen(integers, SweepSeries::calibrator),
                one -> CalibratorTexts.key(one).replace('.', '-'),
                one -> CALIBRATORS.contains(one) ? Texts.get(CalibratorTexts.key(one)) : CalibratorTexts.name(one));
        schemes = boxes(
                List.of(Scheme.values()),
                chosen(integers, SweepSeries::scheme),
                one -> "scheme-" + one.name(),
                one -> Texts.get("scheme." + one.name()));
        families = boxes(
                List.of(FormatFamily.values()).stream()
                        .filter(family -> family != FormatFamily.FLOAT && family != FormatFamily.INT)
                        .toList(),
                chosen(
                        chosen.stream()
                                .filter(line -> line.family() != FormatFamily.INT)
                                .toList(),
                        SweepSeries::family),
                FormatFamily::id,
                FormatTexts::name);
        from = spinner(id + "-from", 1, WIDEST, least);
        to = spinner(id + "-to", 1, WIDEST, most);
    }

    private static <T> Set<T> chosen(List<SweepSeries> series, Function<SweepSeries, T> choice) {
        Set<T> chosen = new LinkedHashSet<>();
        series.forEach(line -> chosen.add(choice.apply(line)));
        return chosen;
    }

    /** What is offered always, and what is chosen besides. */
    private <T> Map<CheckBox, T> boxes(
            List<T> offered, Set<T> chosen, Function<T, String> ids, Function<T, String> names) {
        Set<T> all = new LinkedHashSet<>(offered);
        all.addAll(chosen);
        Map<CheckBox, T> boxes = new LinkedHashMap<>();
        for (T value : all) {
            CheckBox box = new CheckBox(names.apply(value));
            box.setId(id + "-" + ids.apply(value));
            box.setSelected(chosen.contains(value));
            boxes.put(box, value);
        }
        return boxes;
    }

    static Spinner<Integer> spinner(String id, int least, int most, int value) {
        Spinner<Integer> spinner = new Spinner<>(least, most, value);
        spinner.setId(id);
        spinner.setEditable(true);
        spinner.getStyleClass().add("narrow-spinner");
        return spinner;
    }

    void addIntegers(FormGrid form) {
        form.row("sweepForm.granularity", new FlowPane(granularities.keySet().toArray(Node[]::new)));
        form.row("sweepForm.calibrator", new FlowPane(calibrators.keySet().toArray(Node[]::new)));
        form.row("sweepForm.scheme", new FlowPane(schemes.keySet().toArray(Node[]::new)));
        Label binary = new Label(Texts.get("sweepForm.binary"));
        binary.getStyleClass().add("muted");
        form.row("sweepForm.bits", new HBox(from, new Label("–"), to, binary));
    }

    void addFormats(FormGrid form) {
        form.row("sweepForm.formats", new FlowPane(families.keySet().toArray(Node[]::new)));
    }

    List<Observable> watched() {
        List<Observable> watched = new ArrayList<>();
        List.of(granularities, calibrators, schemes, families)
                .forEach(map -> map.keySet().forEach(box -> watched.add(box.selectedProperty())));
        watched.add(from.valueProperty());
        watched.add(to.valueProperty());
        return watched;
    }

    /** None if the range falls. */
    List<Integer> bits() {
        return IntStream.rangeClosed(from.getValue(), to.getValue()).boxed().toList();
    }

    /** Lines of weights. */
    List<SweepSeries> series() {
        List<SweepSeries> series = new ArrayList<>();
        for (Granularity granularity : selected(granularities)) {
            for (Calibrator calibrator : selected(calibrators)) {
                boolean possible = FormatRules.obstacle(granularity, calibrator).isEmpty();
                for (Scheme scheme : possible ? selected(schemes) : List.<Scheme>of()) {
                    series.add(new SweepSeries(granularity, calibrator, scheme));
                }
            }
        }
        for (FormatFamily family : selected(families)) {
            Granularity usual = FormatRules.usual(family.near(family.maxBits(), Scheme.SYMMETRIC));
            series.add(new SweepSeries(family, usual, Calibrator.minMax(), Scheme.SYMMETRIC));
        }
        return series;
    }

    private static <T> List<T> selected(Map<CheckBox, T> boxes) {
        return boxes.entrySet().stream()
                .filter(entry -> entry.getKey().isSelected())
                .map(Map.Entry::getValue)
                .toList();
    }
}
