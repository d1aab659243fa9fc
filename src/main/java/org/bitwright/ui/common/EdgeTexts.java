package org.bitwright.ui.common;

import java.util.Optional;
import java.util.OptionalInt;
import org.bitwright.model.Edge;
import org.bitwright.quant.Range;

/** Activations in words. */
public final class EdgeTexts {
    private static final String FLOAT = "–";

    private EdgeTexts() {}

    /** From where to where it flows: conv1/Conv → relu1/Relu, pool/MaxPool. */
    public static String way(Edge edge) {
        String from = edge.isInput() ? Texts.get("edges.input") : edge.producer();
        String to = edge.consumers().isEmpty() ? Texts.get("edges.output") : String.join(", ", edge.consumers());
        return from + " → " + to;
    }

    /** The width it is rounded to; a dash where it stays float. */
    public static String bits(EdgeRow row) {
        if (row.quantized().isEmpty()) {
            return row.config().isQuantized()
                    ? String.valueOf(row.config().format().bits())
                    : FLOAT;
        }
        QuantizedEdge edge = row.quantized().get();
        OptionalInt bits = edge.bits();
        boolean dynamic = edge.config().isDynamic() && edge.role() == EdgeRole.ROUNDED;
        return bits.isPresent()
                ? String.valueOf(bits.getAsInt())
                : dynamic ? String.valueOf(edge.config().format().bits()) : FLOAT;
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
}
