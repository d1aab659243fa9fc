package org.bitwright.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.bitwright.export.ConfigJson;
import org.bitwright.project.Project;
import org.bitwright.quant.ErrorHistogram;
import org.bitwright.quant.ErrorShare;
import org.bitwright.quant.ErrorUnit;
import org.bitwright.quant.LayerErrors;
import org.bitwright.quant.QuantError;
import org.bitwright.quant.TensorConfig;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;

/** Where the error of layers lies: its distribution, and what each channel contributes. */
record ErrorReport(ArrayNode json, String text) {
    private static final int BINS = 41;

    /** Channels that people are told; programs get all. */
    private static final int MOST_TOLD = 10;

    static ErrorReport of(Project project, List<String> layers, Progress progress, CancelToken cancel)
            throws IOException {
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        TextTable table = new TextTable(
                "lrrrrrrr", "layer", "channel", "share", "clipping", "rounding", "RMSE/step", "SQNR dB", "max error");
        for (int i = 0; i < layers.size(); i++) {
            String layer = layers.get(i);
            progress.message(layer);
            TensorConfig config = project.config().of(layer);
            LayerErrors errors = LayerErrors.of(
                    project.layers().weights(layer, config, cancel),
                    project.layers().quantized(layer, config, cancel),
                    cancel);
            json.add(json(layer, errors, cancel));
            rows(table, layer, errors);
            progress.update(i + 1, layers.size());
        }
        return new ErrorReport(
                json,
                table + System.lineSeparator() + "share of the squared error; RMSE/step is "
                        + Figures.rounded(LayerErrors.UNIFORM_FLOOR) + " at best on smooth data");
    }

    private static void rows(TextTable table, String layer, LayerErrors errors) {
        List<ErrorShare> shares = errors.shares();
        QuantError whole = errors.error(LayerErrors.ALL_CHANNELS);
        table.row(
                layer,
                "all",
                "",
                part(whole, true),
                part(whole, false),
                number(errors.rmseSteps(LayerErrors.ALL_CHANNELS)),
                Figures.rounded(whole.sqnrDb()),
                Figures.rounded(whole.maxError()));
        if (shares.size() < 2) {
            return;
        }
        shares.stream()
                .limit(MOST_TOLD)
                .forEach(share -> table.row(
                        "",
                        share.channel(),
                        Figures.percent(share.share()),
                        Figures.percent(share.clip()),
                        Figures.percent(share.round()),
                        number(share.rmseSteps()),
                        Figures.rounded(share.error().sqnrDb()),
                        Figures.rounded(share.error().maxError())));
        if (shares.size() > MOST_TOLD) {
            table.row("", "… " + (shares.size() - MOST_TOLD) + " more", "", "", "", "", "", "");
        }
    }

    private static String part(QuantError error, boolean clip) {
        double share = error.clipErrorShare();
        return Figures.percent(clip ? share : error.sumSquaredError() == 0 ? 0 : 1 - share);
    }

    private static String number(OptionalDouble value) {
        return value.isPresent() ? Figures.rounded(value.getAsDouble()) : "";
    }

    private static ObjectNode json(String layer, LayerErrors errors, CancelToken cancel) {
        QuantError error = errors.error(LayerErrors.ALL_CHANNELS);
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("name", layer);
        ConfigJson.put(node, "rmse", Math.sqrt(error.mse()));
        ConfigJson.put(
                node,
                "rmse_per_step",
                errors.rmseSteps(LayerErrors.ALL_CHANNELS).orElse(Double.NaN));
        ConfigJson.put(node, "floor", errors.hasSteps() ? LayerErrors.UNIFORM_FLOOR : Double.NaN);
        ConfigJson.put(node, "clip_share", error.clipErrorShare());
        node.set("histogram", histogram(errors, cancel));
        ArrayNode channels = node.putArray("channels");
        errors.shares().forEach(share -> channels.add(json(share)));
        return node;
    }

    private static ObjectNode histogram(LayerErrors errors, CancelToken cancel) {
        ErrorUnit unit = errors.hasSteps() ? ErrorUnit.STEP : ErrorUnit.VALUE;
        ErrorHistogram histogram = errors.histogram(LayerErrors.ALL_CHANNELS, unit, 1, BINS, cancel);
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("unit", unit.name().toLowerCase(Locale.ROOT));
        ConfigJson.put(node, "limit", histogram.limit());
        ArrayNode counts = node.putArray("counts");
        Arrays.stream(histogram.counts()).forEach(counts::add);
        ArrayNode clipped = node.putArray("clipped");
        Arrays.stream(histogram.clipped()).forEach(clipped::add);
        node.put("overflowed", histogram.overflowed());
        return node;
    }

    private static ObjectNode json(ErrorShare share) {
        QuantError error = share.error();
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("channel", share.channel());
        ConfigJson.put(node, "share", share.share());
        ConfigJson.put(node, "clip", share.clip());
        ConfigJson.put(node, "round", share.round());
        ConfigJson.put(node, "rmse_per_step", share.rmseSteps().orElse(Double.NaN));
        ConfigJson.put(node, "mse", error.mse());
        ConfigJson.put(node, "sqnr_db", error.sqnrDb());
        ConfigJson.put(node, "max_error", error.maxError());
        ConfigJson.put(node, "clipped", error.clippedShare());
        return node;
    }
}
