package org.bitwright.ui.common;

import java.util.Optional;
import org.bitwright.model.Edge;
import org.bitwright.quant.ActivationConfig;
import org.bitwright.quant.FloatGrid;
import org.bitwright.quant.Grid;
import org.bitwright.quant.Range;
import org.bitwright.quant.UniformGrid;

/** Activations in words. */
public final class EdgeTexts {
    private EdgeTexts() {}

    /** From where to where it flows: conv1/Conv → relu1/Relu, pool/MaxPool. */
    public static String way(Edge edge) {
        String from = edge.isInput() ? Texts.get("edges.input") : edge.producer();
        String to = edge.consumers().isEmpty() ? Texts.get("edges.output") : String.join(", ", edge.consumers());
        return from + " → " + to;
    }

    /** The width it is rounded to; a dash where it stays float. */
    public static String bits(EdgeRow row) {
        return row.quantized()
                .map(edge -> edge.grid()
                        .map(grid -> String.valueOf(bits(grid)))
                        .orElse(edge.config().isDynamic() && edge.role() == EdgeRole.ROUNDED ? "8" : "–"))
                .orElseGet(() ->
                        row.config().isQuantized() ? String.valueOf(row.config().format().bits()) : "–");
    }

    private static int bits(Grid grid) {
        if (grid instanceof UniformGrid uniform) {
            return Integer.SIZE - Integer.numberOfLeadingZeros(uniform.qmax() - uniform.qmin());
        }
        return grid instanceof FloatGrid ? Byte.SIZE : Float.SIZE;
    }

    /** What its grid reaches, or what flows through it where it stays float. */
    public static String range(EdgeRow row) {
        Optional<Range> reached = row.quantized()
                .flatMap(QuantizedEdge::grid)
                .map(grid -> new Range(grid.reachableMin(), grid.reachableMax()));
        String about = row.config().isDynamic() && reached.isPresent() ? "≈ " : "";
        return reached.or(() -> row.statistics().map(statistics -> statistics.range()))
                .map(range -> about + Numbers.shortText(range.min()) + " … " + Numbers.shortText(range.max()))
                .orElse("…");
    }

    /** Format, mode and scheme in a few words: INT8 asymmetric, static. */
    public static String brief(ActivationConfig config) {
        String format = FormatTexts.name(config.format());
        return config.isQuantized()
                ? format + ", " + Texts.get("activationMode." + config.mode().name())
                : format;
    }
}
