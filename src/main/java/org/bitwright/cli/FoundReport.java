package org.bitwright.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bitwright.analysis.Accuracy;
import org.bitwright.analysis.DataPart;
import org.bitwright.analysis.Fidelity;
import org.bitwright.analysis.search.SearchPoint;
import org.bitwright.export.ConfigJson;
import org.bitwright.export.ConfigNames;
import org.bitwright.export.SearchWords;
import org.bitwright.model.Layer;
import org.bitwright.model.Model;
import org.bitwright.project.Measurement;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.TensorConfig;

/**
 * The configuration that a search found, with what it is worth on either half of the samples.
 *
 * @param measurement on all samples; empty where that was not reached
 * @param floating the float network on all samples
 */
record FoundReport(SearchPoint best, Model model, Optional<Measurement> measurement, Optional<Measurement> floating) {

    ObjectNode json() {
        ObjectNode node =
                measurement.map(found -> parts(found, floating)).orElseGet(() -> onSearchHalf(best.fidelity()));
        node.put("bytes", best.bytes());
        node.put("average_bits", best.averageBits());
        ConfigJson.put(node, "bit_operations", best.bitOperations());
        ConfigJson.put(node, "predicted", best.predicted());
        node.put("stage", best.stage().id());
        node.put("within_budget", best.withinBudget());
        ConfigJson.put(node, "search_kl", best.fidelity().kl());
        ArrayNode layers = node.putArray("config");
        for (Layer layer : model.layers()) {
            TensorConfig config = best.config().of(layer.name());
            ObjectNode entry = layers.addObject().put("name", layer.name());
            entry.put("format", ConfigNames.of(config.format()));
            entry.put("bits", config.format().bits());
            entry.put("granularity", ConfigNames.of(config.granularity()));
            entry.put("calibrator", ConfigNames.of(config.calibrator()));
        }
        return node;
    }

    private static ObjectNode onSearchHalf(Fidelity fidelity) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        SensitivityReport.put(node, fidelity);
        return node.put("part", DataPart.SEARCH.id());
    }

    /** The report half first, since nothing was chosen on it; the others below it. */
    static ObjectNode parts(Measurement measurement, Optional<Measurement> floating) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        boolean halves = measurement.accuracy(DataPart.REPORT).isPresent();
        put(node, measurement, floating, halves ? DataPart.REPORT : DataPart.ALL);
        if (halves) {
            put(node.putObject(DataPart.SEARCH.id()), measurement, floating, DataPart.SEARCH);
            put(node.putObject(DataPart.ALL.id()), measurement, floating, DataPart.ALL);
        }
        ConfigJson.put(node, "agreement", measurement.agreement());
        ConfigJson.put(node, "output_sqnr_db", measurement.outputSqnrDb().orElse(Double.NaN));
        return node;
    }

    private static void put(ObjectNode node, Measurement measurement, Optional<Measurement> floating, DataPart part) {
        measurement
                .accuracy(part)
                .ifPresentOrElse(
                        accuracy -> Figures.put(node, accuracy), () -> node.put("samples", measurement.samples()));
        floating.flatMap(reference -> reference.against(measurement, part)).ifPresent(test -> {
            node.put("p_against_float", test.p());
            node.put("different_from_float", test.isDifferent());
        });
        node.put("part", part.id());
    }

    TextTable layers() {
        TextTable table = new TextTable("llrlll", "layer", "format", "bits", "scheme", "per", "calibrator");
        for (Layer layer : model.layers()) {
            TensorConfig config = best.config().of(layer.name());
            boolean quantized = config.format().isQuantized();
            table.row(
                    layer.name(),
                    ConfigNames.of(config.format()),
                    quantized ? config.format().bits() : layer.weight().type().bits(),
                    config.format() instanceof NumberFormat.Uniform uniform ? ConfigNames.of(uniform.scheme()) : "",
                    quantized ? ConfigNames.of(config.granularity()) : "",
                    config.format() instanceof NumberFormat.Ranged ? ConfigNames.of(config.calibrator()) : "");
        }
        return table;
    }

    /** For people, a line a part of the samples; none where it was not measured on all. */
    List<String> accuracies() {
        List<String> lines = new ArrayList<>();
        for (DataPart part : DataPart.values()) {
            measurement.ifPresent(found ->
                    found.accuracy(part).ifPresent(accuracy -> lines.add(accuracy(found, accuracy, floating, part))));
        }
        measurement
                .filter(found -> lines.isEmpty())
                .ifPresent(found -> lines.add("agreement with float " + Figures.percent(found.agreement()) + " of "
                        + found.samples() + " samples"));
        return lines;
    }

    private static String accuracy(
            Measurement found, Accuracy accuracy, Optional<Measurement> floating, DataPart part) {
        String samples =
                switch (part) {
                    case ALL -> "all samples   ";
                    case SEARCH -> "search half   ";
                    case REPORT -> "report half   ";
                };
        return samples + "top-1 " + Figures.of(accuracy) + " of " + accuracy.samples()
                + floating.flatMap(reference -> reference.accuracy(part).flatMap(own -> reference
                                .against(found, part)
                                .map(test -> "; float " + Figures.percent(own.top1()) + ", "
                                        + (test.isDifferent() ? "different" : "not to be called different")
                                        + " (" + SearchWords.probability(test) + ")")))
                        .orElse("");
    }
}
