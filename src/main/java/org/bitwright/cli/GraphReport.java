package org.bitwright.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.bitwright.onnx.OptimizedGraph;
import org.bitwright.onnx.OptimizedGraph.Kernel;
import org.bitwright.onnx.OptimizedGraph.Numbers;

/** What ONNX Runtime computes the layers of a written network with. */
record GraphReport(OptimizedGraph graph) {

    void put(ObjectNode node) {
        ArrayNode kernels = node.putArray("kernels");
        for (Kernel kernel : graph.kernels()) {
            ObjectNode entry = kernels.addObject();
            entry.put("operator", kernel.operator());
            entry.put("type", kernel.type());
            entry.put("kernel", kernel.kernel());
            entry.put("numbers", kernel.numbers().name().toLowerCase(Locale.ROOT));
            if (!kernel.reason().isEmpty()) {
                entry.put("reason", kernel.reason().toString());
            }
        }
        ObjectNode operators = node.putObject("optimized_operators");
        graph.operators().forEach(operators::put);
        graph.accuracyLevel().ifPresent(level -> node.put("matmulnbits_accuracy_level", level));
    }

    String text() {
        StringBuilder text = new StringBuilder("ONNX Runtime computes " + graph.count(Numbers.INTEGER) + " of "
                + graph.kernels().size() + " convolutions and products in integers, "
                + graph.count(Numbers.NARROW_WEIGHTS) + " with narrow weights, " + graph.count(Numbers.FLOAT)
                + " in float");
        graph.accuracyLevel().ifPresent(level -> text.append("; accuracy level ")
                .append(level)
                .append(level == 4 ? " of MatMulNBits: activations are rounded to 8 bits there" : ""));
        return text.toString();
    }
}
