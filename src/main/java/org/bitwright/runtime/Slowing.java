package org.bitwright.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bitwright.onnx.OptimizedGraph;
import org.bitwright.onnx.OptimizedGraph.Kernel;
import org.bitwright.onnx.OptimizedGraph.Numbers;

/** What costs an integer network time, as far as its optimized graph shows it. */
final class Slowing {
    private Slowing() {}

    /** @param batches what was measured */
    static List<String> of(OptimizedGraph graph, Optional<Boolean> vnni, List<BatchLatency> batches) {
        List<String> found = new ArrayList<>();
        Map<String, List<String>> floats = new TreeMap<>();
        for (Kernel kernel : graph.kernels()) {
            if (kernel.numbers() == Numbers.FLOAT) {
                floats.computeIfAbsent(kernel.reason(), reason -> new ArrayList<>())
                        .add(kernel.operator());
            }
        }
        floats.forEach((reason, names) -> found.add(products(names) + " computed in float: " + reason + "."));
        int converting = graph.count("QuantizeLinear") + graph.count("DequantizeLinear") - graph.weightsDequantized();
        if (converting > 0) {
            found.add(counted(converting, "operator turns", "operators turn")
                    + " activations into integers or back in every run.");
        }
        if (graph.weightsDequantized() > 0) {
            found.add(counted(graph.weightsDequantized(), "constant is turned", "constants are turned")
                    + " into floats in every run; a session with the"
                    + " option session.disable_quant_qdq = 1 does that once.");
        }
        int ranges = graph.count("DynamicQuantizeLinear");
        if (ranges > 0) {
            found.add(counted(ranges, "operator looks", "operators look")
                    + " for the range of an activation in every run, besides those within" + " products.");
        }
        int convolutions = graph.count("ConvInteger");
        if (convolutions > 0) {
            found.add(counted(convolutions, "convolution runs", "convolutions run")
                    + " as ConvInteger, which neither keeps the blocked layout of float"
                    + " convolutions nor takes in the scale, the bias and the rectification behind it.");
        }
        int unrolled = graph.count("QLinearConv");
        if (unrolled > 0 && batches.stream().anyMatch(batch -> batch.speedup() < 1)) {
            found.add(counted(unrolled, "convolution runs", "convolutions run")
                    + " as QLinearConv, which unrolls the patches of its input and multiplies"
                    + " matrices; float convolutions need neither, and with few channels that outweighs what narrower"
                    + " numbers save.");
        }
        if (vnni.isPresent() && !vnni.get() && graph.count(Numbers.INTEGER) > 0) {
            found.add("The processor has no instruction that multiplies 8-bit integers and adds up (VNNI).");
        }
        return found;
    }

    private static String products(List<String> names) {
        return names.size() == 1
                ? "'" + names.get(0) + "' is"
                : "'" + names.get(0) + "' and " + (names.size() - 1) + " more are";
    }

    private static String counted(int count, String one, String several) {
        return count + " " + (count == 1 ? one : several);
    }
}
