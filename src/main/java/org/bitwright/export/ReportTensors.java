package org.bitwright.export;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bitwright.model.Layer;
import org.bitwright.quant.ActivationConfig;
import org.bitwright.quant.Grid;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.QuantError;
import org.bitwright.quant.QuantizedLayer;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.UniformGrid;
import org.bitwright.quant.target.Quantizer;
import org.bitwright.task.CancelToken;

/** The tables of a report: every layer and every activation. */
final class ReportTensors {

    private ReportTensors() {}

    static void put(Markup page, ExportSource source, CancelToken cancel) throws IOException {
        page.element("h2", "Layers").line();
        ReportTable table = ReportTable.open(page)
                .texts("Layer", "Operator", "Shape", "Stored as", "Scales")
                .numbers("SQNR dB", "MSE", "Max error", "Clipped", "Bytes")
                .body();
        for (Layer layer : source.model().layers()) {
            TensorConfig config = source.config().of(layer.name());
            QuantizedLayer quantized = source.quantized(layer, cancel);
            page.raw("<tr>")
                    .element("td", "name", layer.name())
                    .element("td", layer.op())
                    .element("td", "faint", layer.weight().shape())
                    .element("td", format(config.format()))
                    .element("td", scales(config));
            errors(page, config, quantized.error());
            page.element("td", "r", String.format(Locale.ROOT, "%,d", quantized.bytes()))
                    .raw("</tr>\n");
        }
        table.close();
        if (!source.plan().quantizers().isEmpty()) {
            activations(page, source);
        }
    }

    private static void errors(Markup page, TensorConfig config, QuantError error) {
        boolean quantized = config.format().isQuantized();
        page.element("td", "r", quantized ? ReportNumbers.rounded(error.sqnrDb()) : "–")
                .element("td", "r", quantized ? ReportNumbers.rounded(error.mse()) : "–")
                .element("td", "r", quantized ? ReportNumbers.rounded(error.maxError()) : "–")
                .element("td", "r", quantized ? ReportNumbers.percent(error.clippedShare()) : "–");
    }

    private static String format(NumberFormat format) {
        return format instanceof NumberFormat.Uniform uniform
                ? uniform.bits() + " bits, " + ConfigNames.of(uniform.scheme())
                : format instanceof NumberFormat.Codebook codebook
                        ? "codebook of " + (1 << codebook.bits())
                        : ConfigNames.of(format);
    }

    private static String scales(TensorConfig config) {
        if (!config.format().isQuantized()) {
            return "–";
        }
        List<String> words = new ArrayList<>(List.of("per " + ConfigNames.of(config.granularity())));
        if (config.format() instanceof NumberFormat.Ranged) {
            words.add(config.isHandMade() ? "set by hand" : ConfigNames.of(config.calibrator()));
        }
        if (!config.rounding().isHalfEven()) {
            words.add("rounded by " + ConfigNames.of(config.rounding()));
        }
        config.overlay().ifPresent(overlay -> words.add("changed by " + overlay.origin()));
        return String.join(", ", words);
    }

    private static void activations(Markup page, ExportSource source) {
        page.element("h2", "Activations").line();
        ReportTable table = ReportTable.open(page)
                .texts("Activation", "Rounded to", "Range found by")
                .numbers("Scale", "Zero point", "From", "To")
                .body();
        for (Map.Entry<String, Quantizer> entry : source.plan().quantizers().entrySet()) {
            page.raw("<tr>").element("td", "name", entry.getKey());
            ActivationConfig config = source.config().activation(entry.getKey());
            if (entry.getValue() instanceof Quantizer.Static fixed) {
                grid(page, fixed.grid(), origin(config));
            } else {
                page.element("td", "8-bit integers, asymmetric")
                        .element("td", "every run")
                        .raw("<td/><td/><td/><td/>");
            }
            page.raw("</tr>\n");
        }
        table.close();
    }

    private static String origin(ActivationConfig config) {
        if (!config.isQuantized()) {
            return "the target's rules";
        }
        return config.isHandMade() ? "hand" : ConfigNames.of(config.calibrator());
    }

    private static void grid(Markup page, Grid grid, String origin) {
        boolean uniform = grid instanceof UniformGrid;
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(grid.levels() - 1);
        page.element("td", uniform ? bits + "-bit integers" : bits + "-bit floats")
                .element("td", origin)
                .element("td", "r", ReportNumbers.rounded(grid.step()))
                .element("td", "r", grid instanceof UniformGrid integers ? integers.zeroPoint() : "–")
                .element("td", "r", ReportNumbers.rounded(grid.reachableMin()))
                .element("td", "r", ReportNumbers.rounded(grid.reachableMax()));
    }
}
