package org.bitwright.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.bitwright.export.ConfigNames;
import org.bitwright.project.Project;
import org.bitwright.quant.ActivationConfig;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.UniformGrid;

/** What a quantized file says of its weights and activations. */
record ChoiceReport(ObjectNode json, String text) {

    static ChoiceReport of(Project project) {
        QuantConfig config = project.config();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        StringBuilder text = new StringBuilder();
        text.append(weights(config, json.putArray("layers")));
        if (config.quantizesActivations()) {
            text.append(System.lineSeparator()).append(activations(config, json.putArray("activations")));
        }
        return new ChoiceReport(json, text.toString());
    }

    private static TextTable weights(QuantConfig config, ArrayNode json) {
        TextTable table = new TextTable("llrlr", "quantized weight", "format", "bits", "per", "scales");
        for (Map.Entry<String, TensorConfig> layer : config.layers().entrySet()) {
            TensorConfig choice = layer.getValue();
            String format = format(choice.format());
            String granularity = ConfigNames.of(choice.granularity());
            int scales = choice.manual().size();
            table.row(layer.getKey(), format, choice.format().bits(), granularity, scales == 0 ? "" : scales);
            ObjectNode node = json.addObject();
            node.put("name", layer.getKey());
            node.put("format", format);
            node.put("bits", choice.format().bits());
            node.put("granularity", granularity);
        }
        return table;
    }

    private static TextTable activations(QuantConfig config, ArrayNode json) {
        TextTable table = new TextTable("llrlrr", "quantized activation", "format", "bits", "range", "scale", "zero");
        for (Map.Entry<String, ActivationConfig> edge : config.activations().entrySet()) {
            ActivationConfig choice = edge.getValue();
            String format = format(choice.format());
            String mode = choice.isDynamic() ? "dynamic" : "static";
            ObjectNode node = json.addObject();
            node.put("name", edge.getKey());
            node.put("format", format);
            node.put("bits", choice.format().bits());
            node.put("mode", mode);
            UniformGrid grid = choice.manual().flatMap(manual -> manual.exact()).orElse(null);
            if (grid != null) {
                node.put("scale", (double) grid.scale());
                node.put("zero_point", grid.zeroPoint());
            }
            table.row(
                    edge.getKey(),
                    format,
                    choice.format().bits(),
                    mode,
                    grid == null ? "" : Figures.rounded(grid.scale()),
                    grid == null ? "" : grid.zeroPoint());
        }
        return table;
    }

    private static String format(NumberFormat format) {
        return format instanceof NumberFormat.Uniform uniform
                ? ConfigNames.of(format) + " " + ConfigNames.of(uniform.scheme())
                : ConfigNames.of(format);
    }
}
