package org.bitwright.project;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.bitwright.analysis.Accuracy;
import org.bitwright.analysis.ActivationSeries;
import org.bitwright.analysis.SweepPlan;
import org.bitwright.analysis.SweepPoint;
import org.bitwright.analysis.SweepResult;
import org.bitwright.analysis.SweepSeries;
import org.bitwright.analysis.SweptPart;
import org.bitwright.export.ChangedWeights;
import org.bitwright.export.ConfigNames;
import org.bitwright.export.JsonField;
import org.bitwright.model.InvalidFileException;
import org.bitwright.quant.FormatFamily;
import org.bitwright.quant.QuantConfig;

/** What was measured for configurations, as project files hold it. */
final class ResultsJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ResultsJson() {}

    static ArrayNode json(Map<QuantConfig, Measurement> measurements, ChangedWeights changed) {
        ArrayNode list = NODES.arrayNode();
        measurements.forEach((config, measurement) -> {
            ObjectNode node = list.addObject();
            node.set("configuration", SavedConfig.json(config, changed));
            measurement.accuracy().ifPresent(accuracy -> node.set("accuracy", json(accuracy)));
            putReal(node, "agreement", measurement.agreement());
            measurement.outputSqnrDb().ifPresent(value -> putReal(node, "output_sqnr_db", value));
            measurement.outputCosine().ifPresent(value -> putReal(node, "output_cosine", value));
            measurement.meanCosine().ifPresent(value -> putReal(node, "mean_cosine", value));
            node.put("samples", measurement.samples());
            node.put("bytes", measurement.bytes());
            putReal(node, "seconds", measurement.seconds());
        });
        return list;
    }

    static Map<QuantConfig, Measurement> measurements(JsonField list, ChangedWeights changed)
            throws InvalidFileException {
        Map<QuantConfig, Measurement> measurements = new LinkedHashMap<>();
        for (JsonField node : list.elements()) {
            Optional<JsonField> accuracy = node.find("accuracy");
            measurements.put(
                    SavedConfig.read(node.get("configuration"), changed),
                    new Measurement(
                            accuracy.isPresent() ? Optional.of(accuracy(accuracy.get())) : Optional.empty(),
                            real(node.get("agreement")),
                            optionalReal(node, "output_sqnr_db"),
                            optionalReal(node, "output_cosine"),
                            optionalReal(node, "mean_cosine"),
                            (int) node.get("samples").integer(0, Integer.MAX_VALUE),
                            node.get("bytes").integer(0, Long.MAX_VALUE),
                            real(node.get("seconds"))));
        }
        return measurements;
    }

    static ObjectNode json(SweepResult sweep, ChangedWeights changed) {
        SweepPlan plan = sweep.plan();
        ObjectNode node = NODES.objectNode();
        ArrayNode series = node.putArray("series");
        plan.series().forEach(line -> series.add(json(line)));
        ArrayNode bits = node.putArray("bits");
        plan.bits().forEach(bits::add);
        ArrayNode layers = node.putArray("layers");
        plan.layers().forEach(layers::add);
        node.set("rest", SavedConfig.json(plan.rest(), changed));
        node.set("present", SavedConfig.json(plan.present(), changed));
        node.set("float", json(sweep.floatAccuracy()));
        putReal(node, "float_seconds", sweep.floatSeconds());
        ArrayNode points = node.putArray("points");
        sweep.points().forEach(point -> points.add(json(point)));
        return node;
    }

    private static ObjectNode json(SweepSeries series) {
        ObjectNode node = NODES.objectNode()
                .put("format", series.family().id())
                .put("granularity", ConfigNames.of(series.granularity()))
                .put("calibrator", ConfigNames.of(series.calibrator()))
                .put("scheme", ConfigNames.of(series.scheme()));
        if (series.part().hasActivations()) {
            node.put("part", series.part().id());
            node.putObject("activations")
                    .put("calibrator", ConfigNames.of(series.activations().calibrator()))
                    .put("scheme", ConfigNames.of(series.activations().scheme()));
        }
        return node;
    }

    private static ObjectNode json(SweepPoint point) {
        ObjectNode node = NODES.objectNode();
        node.put("bits", point.bits());
        node.set("series", json(point.series()));
        node.set("accuracy", json(point.accuracy()));
        node.put("bytes", point.bytes());
        putReal(node, "seconds", point.seconds());
        node.put("complete", point.complete());
        return node;
    }

    static SweepResult sweep(JsonField node, ChangedWeights changed) throws InvalidFileException {
        List<SweepSeries> series = new ArrayList<>();
        for (JsonField line : node.get("series").elements()) {
            series.add(series(line));
        }
        List<Integer> bits = new ArrayList<>();
        for (JsonField width : node.get("bits").elements()) {
            bits.add((int) width.integer(1, 16));
        }
        List<String> layers = new ArrayList<>();
        for (JsonField layer : node.get("layers").elements()) {
            layers.add(layer.text());
        }
        List<SweepPoint> points = new ArrayList<>();
        for (JsonField point : node.get("points").elements()) {
            points.add(point(point));
        }
        Optional<JsonField> present = node.find("present");
        SweepPlan plan = new SweepPlan(
                series,
                bits,
                layers,
                SavedConfig.read(node.get("rest"), changed),
                present.isPresent() ? SavedConfig.read(present.get(), changed) : QuantConfig.empty());
        return new SweepResult(plan, accuracy(node.get("float")), points, real(node.get("float_seconds")));
    }

    private static SweepSeries series(JsonField node) throws InvalidFileException {
        try {
            Optional<JsonField> format = node.find("format");
            SweepSeries weights = new SweepSeries(
                    format.isPresent() ? ConfigNames.family(format.get().text()) : FormatFamily.INT,
                    ConfigNames.granularity(node.get("granularity").text()),
                    ConfigNames.calibrator(node.get("calibrator").text()),
                    ConfigNames.scheme(node.get("scheme").text()));
            Optional<JsonField> part = node.find("part");
            if (part.isEmpty()) {
                return weights;
            }
            JsonField activations = node.get("activations");
            return new SweepSeries(
                    weights.family(),
                    weights.granularity(),
                    weights.calibrator(),
                    weights.scheme(),
                    SweptPart.byId(part.get().text())
                            .orElseThrow(() -> new IllegalArgumentException("the part is w, a or wa")),
                    new ActivationSeries(
                            ConfigNames.scheme(activations.get("scheme").text()),
                            ConfigNames.calibrator(activations.get("calibrator").text())));
        } catch (IllegalArgumentException e) {
            return node.fail(String.valueOf(e.getMessage()));
        }
    }

    private static SweepPoint point(JsonField node) throws InvalidFileException {
        return new SweepPoint(
                (int) node.get("bits").integer(1, 16),
                series(node.get("series")),
                accuracy(node.get("accuracy")),
                node.get("bytes").integer(0, Long.MAX_VALUE),
                real(node.get("seconds")),
                node.get("complete").truth());
    }

    private static ObjectNode json(Accuracy accuracy) {
        return NODES.objectNode().put("correct", accuracy.correct()).put("samples", accuracy.samples());
    }

    private static Accuracy accuracy(JsonField node) throws InvalidFileException {
        long samples = node.get("samples").integer(0, Integer.MAX_VALUE);
        return new Accuracy(node.get("correct").integer(0, samples), samples);
    }

    /** Results come back as they were, also infinite ones, which JSON has no number for. */
    private static void putReal(ObjectNode into, String name, double value) {
        if (Double.isFinite(value)) {
            into.put(name, value);
        } else {
            into.put(name, Double.toString(value));
        }
    }

    private static double real(JsonField field) throws InvalidFileException {
        if (!field.isText()) {
            return field.real();
        }
        return switch (field.text()) {
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            case "NaN" -> Double.NaN;
            default -> field.fail("a number is expected");
        };
    }

    private static OptionalDouble optionalReal(JsonField parent, String name) throws InvalidFileException {
        Optional<JsonField> field = parent.find(name);
        return field.isPresent() ? OptionalDouble.of(real(field.get())) : OptionalDouble.empty();
    }
}
