package org.bitwright.runtime;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bitwright.model.Phrase;
import org.bitwright.onnx.OptimizedGraph;
import org.bitwright.onnx.OptimizedGraph.Kernel;
import org.bitwright.onnx.OptimizedGraph.Numbers;

/** What costs an integer network time, as far as its optimized graph shows it. */
final class Slowing {
    private Slowing() {}

    /** @param batches what was measured */
    static List<Phrase> of(OptimizedGraph graph, Optional<Boolean> vnni, List<BatchLatency> batches) {
        List<Phrase> found = new ArrayList<>();
        Map<Phrase, List<String>> floats = new TreeMap<>(Comparator.comparing(Phrase::toString));
        for (Kernel kernel : graph.kernels()) {
            if (kernel.numbers() == Numbers.FLOAT) {
                floats.computeIfAbsent(kernel.reason(), reason -> new ArrayList<>())
                        .add(kernel.operator());
            }
        }
        floats.forEach((reason, names) -> found.add(inFloat(names, reason)));
        int converting = graph.count("QuantizeLinear") + graph.count("DequantizeLinear") - graph.weightsDequantized();
        if (converting > 0) {
            found.add(
                    converting == 1
                            ? Phrase.of("1 operator turns activations into integers or back in every run.")
                            : Phrase.of(
                                    "%s operators turn activations into integers or back in every run.", converting));
        }
        if (graph.weightsDequantized() > 0) {
            found.add(
                    graph.weightsDequantized() == 1
                            ? Phrase.of("1 constant is turned into floats in every run; a session with the option"
                                    + " session.disable_quant_qdq = 1 does that once.")
                            : Phrase.of(
                                    "%s constants are turned into floats in every run; a session with the option"
                                            + " session.disable_quant_qdq = 1 does that once.",
                                    graph.weightsDequantized()));
        }
        int ranges = graph.count("DynamicQuantizeLinear");
        if (ranges > 0) {
            found.add(
                    ranges == 1
                            ? Phrase.of("1 operator looks for the range of an activation in every run, besides those"
                                    + " within products.")
                            : Phrase.of(
                                    "%s operators look for the range of an activation in every run, besides those within"
                                            + " products.",
                                    ranges));
        }
        int convolutions = graph.count("ConvInteger");
        if (convolutions > 0) {
            found.add(Phrase.of(
                    "%s as ConvInteger, which neither keeps the blocked layout of float convolutions nor takes in the"
                            + " scale, the bias and the rectification behind it.",
                    convolutionsRun(convolutions)));
        }
        int unrolled = graph.count("QLinearConv");
        if (unrolled > 0 && batches.stream().anyMatch(batch -> batch.speedup() < 1)) {
            found.add(Phrase.of(
                    "%s as QLinearConv, which unrolls the patches of its input and multiplies matrices; float convolutions"
                            + " need neither, and with few channels that outweighs what narrower numbers save.",
                    convolutionsRun(unrolled)));
        }
        if (vnni.isPresent() && !vnni.get() && graph.count(Numbers.INTEGER) > 0) {
            found.add(Phrase.of("The processor has no instruction that multiplies 8-bit integers and adds up (VNNI)."));
        }
        return found;
    }

    private static Phrase inFloat(List<String> names, Phrase reason) {
        return names.size() == 1
                ? Phrase.of("'%s' is computed in float: %s.", names.get(0), reason)
                : Phrase.of("'%s' and %s more are computed in float: %s.", names.get(0), names.size() - 1, reason);
    }

    private static Phrase convolutionsRun(int count) {
        return count == 1 ? Phrase.of("1 convolution runs") : Phrase.of("%s convolutions run", count);
    }
}
