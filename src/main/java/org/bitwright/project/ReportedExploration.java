package org.bitwright.project;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bitwright.analysis.Accuracy;
import org.bitwright.analysis.DataPart;
import org.bitwright.analysis.search.SearchPoint;
import org.bitwright.analysis.search.SearchResult;
import org.bitwright.export.ConfigNames;
import org.bitwright.export.FrontPoint;
import org.bitwright.export.ReportExploration;
import org.bitwright.export.ReportExploration.Choice;
import org.bitwright.export.ReportExploration.Found;
import org.bitwright.export.ReportExploration.Named;
import org.bitwright.export.ReportExploration.OnPart;
import org.bitwright.export.SearchWords;
import org.bitwright.export.WidthSummary;
import org.bitwright.model.Layer;
import org.bitwright.model.Model;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.StorageSize;
import org.bitwright.quant.TensorConfig;

/** Puts together what a report tells of finding a configuration. */
final class ReportedExploration {
    private final Model model;
    private final Exploration exploration;
    private final Measurements measurements;
    private final List<Variant> variants;
    private final Optional<Measurement> floating;

    private ReportedExploration(
            Model model, Exploration exploration, Measurements measurements, List<Variant> variants) {
        this.model = model;
        this.exploration = exploration;
        this.measurements = measurements;
        this.variants = variants;
        floating = measurements.get(QuantConfig.empty());
    }

    /** @param reported the configuration that the report is about */
    static ReportExploration of(
            Model model,
            QuantConfig reported,
            Exploration exploration,
            Measurements measurements,
            List<Variant> variants) {
        return new ReportedExploration(model, exploration, measurements, variants).put(reported);
    }

    private ReportExploration put(QuantConfig reported) {
        Optional<SearchResult> search = exploration.lastSearch();
        return new ReportExploration(
                exploration.lastSensitivity(),
                points(search),
                floating.flatMap(Measurement::accuracy),
                search.flatMap(result -> result.best().map(best -> found(result, best, reported))),
                search.flatMap(SearchResult::check)
                        .filter(check -> !check.pairs().isEmpty()),
                variants.stream().map(this::named).toList());
    }

    /** All but the float network, which is a line of the chart. */
    private List<FrontPoint> points(Optional<SearchResult> search) {
        Optional<Measurement> found =
                search.flatMap(SearchResult::best).flatMap(best -> measurements.get(best.config()));
        Set<QuantConfig> front = new HashSet<>();
        exploration.front().forEach(point -> front.add(point.config()));
        return exploration.measured().stream()
                .filter(point -> !point.config().equals(QuantConfig.empty()))
                .sorted(Comparator.comparingLong(point -> point.measurement().bytes()))
                .map(point -> new FrontPoint(
                        name(point),
                        point.measurement().bytes(),
                        share(point.measurement()),
                        front.contains(point.config()),
                        point.uniformBits(),
                        found.filter(best -> best == point.measurement()).isPresent(),
                        floating.flatMap(reference -> reference.against(point.measurement(), DataPart.ALL))))
                .toList();
    }

    private String name(MeasuredConfig point) {
        String widths = WidthSummary.of(model, point.config()).text();
        return variants.stream()
                .filter(variant -> measurements
                        .get(variant.config())
                        .filter(measured -> measured == point.measurement())
                        .isPresent())
                .findFirst()
                .map(variant -> variant.name() + " (" + widths + ")")
                .orElse(widths);
    }

    private static Accuracy share(Measurement measurement) {
        return measurement
                .accuracy()
                .orElseGet(() -> new Accuracy(
                        Math.round(measurement.agreement() * measurement.samples()), measurement.samples()));
    }

    private Found found(SearchResult search, SearchPoint best, QuantConfig reported) {
        return new Found(
                SearchWords.of(search.plan().budget()),
                WidthSummary.of(model, best.config()).text(),
                best.bytes(),
                best.averageBits(),
                best.stage().id(),
                search.points().size(),
                best.config().equals(reported),
                parts(best.config()),
                model.layers().stream()
                        .map(layer ->
                                new Choice(layer.name(), choice(best.config().of(layer.name()))))
                        .toList(),
                search.advice().stream()
                        .map(advice -> SearchWords.of(advice, search.plan().budget()))
                        .toList());
    }

    private List<OnPart> parts(QuantConfig config) {
        List<OnPart> parts = new ArrayList<>();
        Optional<Measurement> measured = measurements.get(config);
        if (measured.isPresent() && floating.isPresent()) {
            Arrays.stream(DataPart.values()).forEach(part -> onPart(measured.get(), floating.get(), part)
                    .ifPresent(parts::add));
        }
        return parts;
    }

    private static Optional<OnPart> onPart(Measurement found, Measurement floating, DataPart part) {
        return floating.against(found, part)
                .map(test -> new OnPart(
                        part,
                        found.accuracy(part).orElseThrow(),
                        floating.accuracy(part).orElseThrow(),
                        test));
    }

    private static String choice(TensorConfig config) {
        NumberFormat format = config.format();
        return format.isQuantized()
                ? ConfigNames.of(format) + ", " + format.bits() + " bits, per " + ConfigNames.of(config.granularity())
                : ConfigNames.of(format);
    }

    private Named named(Variant variant) {
        long bytes = 0;
        for (Layer layer : model.layers()) {
            bytes += StorageSize.bytes(layer, variant.config().of(layer.name()));
        }
        return new Named(
                variant.name(),
                WidthSummary.of(model, variant.config()).text(),
                bytes,
                measurements.get(variant.config()).flatMap(Measurement::accuracy));
    }
}
