package org.bitwright.analysis;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bitwright.model.Model;
import org.bitwright.model.Phrase;
import org.bitwright.model.RefusedException;
import org.bitwright.quant.ActivationMode;
import org.bitwright.quant.FormatFamily;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.target.TargetRules;

/**
 * What a sweep measures.
 *
 * @param bits widths 1…16; a series of a format with one width only is measured at that width besides
 * @param layers names of the layers whose weights, or the activations around which, are swept; empty for all
 *     quantizable layers
 * @param rest the configuration of the other layers, and the target, whose rules decide which activations are swept;
 *     {@link QuantConfig#empty()} leaves the others float
 * @param present the configuration whose overlays hold the float weights that are swept, such as equalized ones
 */
public record SweepPlan(
        List<SweepSeries> series, List<Integer> bits, List<String> layers, QuantConfig rest, QuantConfig present) {
    /** Of the network's own weights. */
    public SweepPlan(List<SweepSeries> series, List<Integer> bits, List<String> layers, QuantConfig rest) {
        this(series, bits, layers, rest, QuantConfig.empty());
    }

    public SweepPlan {
        series = List.copyOf(series);
        bits = List.copyOf(bits);
        layers = List.copyOf(layers);
        if (bits.stream().anyMatch(b -> b < 1 || b > 16)) {
            throw new RefusedException(Phrase.of("widths of a sweep lie in 1 to 16, not %s", bits));
        }
        if (series.stream().anyMatch(line -> line.family() == FormatFamily.FLOAT)) {
            throw new RefusedException(Phrase.of("float is measured with every sweep and is no series"));
        }
    }

    /** The widths at which anything is measured, rising. */
    public List<Integer> widths() {
        return series.stream()
                .flatMap(line -> line.widths(bits).stream())
                .distinct()
                .sorted()
                .toList();
    }

    /** The activations that are swept: those usually quantized for the target, of those around the swept layers. */
    public List<String> activations(Model model) {
        List<String> usual = TargetRules.usualEdges(model, rest.target(), ActivationMode.STATIC);
        if (layers.isEmpty()) {
            return usual;
        }
        Set<String> operators = new HashSet<>();
        layers.forEach(layer -> model.layer(layer).ifPresent(found -> operators.addAll(found.operators())));
        return usual.stream()
                .filter(name -> model.edge(name)
                        .filter(edge -> operators.contains(edge.producer())
                                || edge.consumers().stream().anyMatch(operators::contains))
                        .isPresent())
                .toList();
    }
}
