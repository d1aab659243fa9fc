package org.bitwright.project;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bitwright.analysis.ActivationSeries;
import org.bitwright.analysis.SweepSeries;
import org.bitwright.analysis.SweptPart;
import org.bitwright.export.ConfigNames;
import org.bitwright.export.JsonField;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;
import org.bitwright.model.RefusedException;
import org.bitwright.quant.FormatFamily;

/** Lines of charts, widths and names of layers, as project files hold what was planned. */
final class SeriesJson {
    private SeriesJson() {}

    static void put(ObjectNode into, List<SweepSeries> series, List<Integer> bits, List<String> layers) {
        ArrayNode lines = into.putArray("series");
        series.forEach(line -> lines.add(json(line)));
        ArrayNode widths = into.putArray("bits");
        bits.forEach(widths::add);
        ArrayNode names = into.putArray("layers");
        layers.forEach(names::add);
    }

    static List<SweepSeries> list(JsonField parent) throws InvalidFileException {
        List<SweepSeries> series = new ArrayList<>();
        for (JsonField line : parent.get("series").elements()) {
            series.add(series(line));
        }
        return series;
    }

    static List<Integer> bits(JsonField parent) throws InvalidFileException {
        List<Integer> bits = new ArrayList<>();
        for (JsonField width : parent.get("bits").elements()) {
            bits.add((int) width.integer(1, 16));
        }
        return bits;
    }

    static List<String> layers(JsonField parent) throws InvalidFileException {
        List<String> layers = new ArrayList<>();
        for (JsonField layer : parent.get("layers").elements()) {
            layers.add(layer.text());
        }
        return layers;
    }

    static ObjectNode json(SweepSeries series) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
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

    static SweepSeries series(JsonField node) throws InvalidFileException {
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
                            .orElseThrow(() -> new RefusedException(Phrase.of("the part is w, a or wa"))),
                    new ActivationSeries(
                            ConfigNames.scheme(activations.get("scheme").text()),
                            ConfigNames.calibrator(activations.get("calibrator").text())));
        } catch (IllegalArgumentException e) {
            return node.fail(Phrase.toldBy(e));
        }
    }
}
