package org.bitwright.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import org.bitwright.export.ConfigJson;
import org.bitwright.export.ConfigNames;
import org.bitwright.project.Project;
import org.bitwright.quant.CalibratorComparison;
import org.bitwright.quant.CalibratorResult;
import org.bitwright.quant.QuantError;
import org.bitwright.quant.TensorConfig;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;

/** What each calibrator would make of layers, side by side. Chooses nothing. */
record CalibratorReport(ArrayNode json, String text) {

    static CalibratorReport of(Project project, List<String> layers, Progress progress, CancelToken cancel)
            throws IOException {
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        TextTable table = new TextTable(
                "llrrrrrrr", "layer", "calibrator", "low", "high", "SQNR dB", "MSE", "max error", "clipped", "bytes");
        StringBuilder notes = new StringBuilder();
        for (int i = 0; i < layers.size(); i++) {
            String layer = layers.get(i);
            progress.message(layer);
            TensorConfig config = project.config().of(layer);
            CalibratorComparison comparison = CalibratorComparison.of(
                    project.layers().weights(layer, config, cancel),
                    config,
                    progress.part((double) i / layers.size(), (i + 1.0) / layers.size()),
                    cancel);
            json.add(json(layer, comparison));
            comparison.results().forEach(result -> row(table, layer, comparison, result));
            comparison.impossible().forEach((calibrator, obstacle) -> notes.append(System.lineSeparator())
                    .append(layer)
                    .append(": no ")
                    .append(ConfigNames.of(calibrator))
                    .append(": ")
                    .append(obstacle.reason().toString()));
        }
        return new CalibratorReport(
                json, table + System.lineSeparator() + "* as it is configured; + least squared error" + notes);
    }

    private static void row(TextTable table, String layer, CalibratorComparison comparison, CalibratorResult result) {
        QuantError error = result.error();
        table.row(
                layer,
                name(result)
                        + (result.equals(comparison.present()) ? " *" : "")
                        + (result.equals(comparison.best()) ? " +" : ""),
                Figures.rounded(result.ends().low()),
                Figures.rounded(result.ends().high()),
                Figures.rounded(error.sqnrDb()),
                Figures.rounded(error.mse()),
                Figures.rounded(error.maxError()),
                Figures.percent(error.clippedShare()),
                result.bytes());
    }

    private static String name(CalibratorResult result) {
        return result.isAsItStands() ? "by hand" : ConfigNames.of(result.calibrator());
    }

    private static ObjectNode json(String layer, CalibratorComparison comparison) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("name", layer);
        node.put("format", ConfigNames.of(comparison.config().format()));
        node.put("bits", comparison.config().format().bits());
        node.put("granularity", ConfigNames.of(comparison.config().granularity()));
        ArrayNode calibrators = node.putArray("calibrators");
        comparison.results().forEach(result -> calibrators.add(json(comparison, result)));
        ArrayNode impossible = node.putArray("impossible");
        comparison.impossible().forEach((calibrator, obstacle) -> impossible
                .addObject()
                .put("calibrator", ConfigNames.of(calibrator))
                .put("reason", obstacle.reason().toString()));
        return node;
    }

    private static ObjectNode json(CalibratorComparison comparison, CalibratorResult result) {
        QuantError error = result.error();
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("calibrator", ConfigNames.of(result.calibrator()));
        node.put("by_hand", result.isAsItStands());
        node.put("present", result.equals(comparison.present()));
        node.put("best", result.equals(comparison.best()));
        ConfigJson.put(node, "low", result.ends().low());
        ConfigJson.put(node, "high", result.ends().high());
        ConfigJson.put(node, "least_step", result.steps().low());
        ConfigJson.put(node, "greatest_step", result.steps().high());
        ConfigJson.put(node, "mse", error.mse());
        ConfigJson.put(node, "sqnr_db", error.sqnrDb());
        ConfigJson.put(node, "cosine", error.cosine());
        ConfigJson.put(node, "max_error", error.maxError());
        ConfigJson.put(node, "clipped", error.clippedShare());
        node.put("bytes", result.bytes());
        return node;
    }
}
