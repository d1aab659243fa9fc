package org.bitwright.onnx;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bitwright.model.Tensor;
import org.bitwright.model.ValueInfo;

/**
 * The main graph of a document in plain values, for those who give it another form. Values are known by their names;
 * an operator stands behind those that make what it takes.
 *
 * @param opset version of the standard operators
 * @param operators those of the main graph that compute something, in the order of the file
 * @param constants whatever stands in the file, by name; what a Constant operator gives is one too
 * @param literals names of the constants that Constant operators give
 * @param inputs what a caller supplies
 */
public record GraphDefinition(
        int opset,
        List<GraphOperator> operators,
        Map<String, Tensor> constants,
        Set<String> literals,
        List<ValueInfo> inputs,
        List<ValueInfo> outputs) {

    public static GraphDefinition of(OnnxDocument document) throws IOException {
        Map<String, Tensor> constants = new LinkedHashMap<>();
        document.graph()
                .constants()
                .forEach((name, constant) ->
                        constants.put(name, constant.tensor().named(name)));
        List<GraphOperator> operators = new ArrayList<>();
        Set<String> literals = new LinkedHashSet<>();
        for (PlacedNode node : document.graph().main()) {
            if (node.is("Constant") && node.node().getOutputCount() == 1) {
                String name = node.node().getOutput(0);
                literals.add(name);
                if (!constants.containsKey(name)) {
                    LiteralConstants.of(node, name).ifPresent(tensor -> constants.put(name, tensor));
                }
            } else {
                operators.add(GraphOperator.of(node, document));
            }
        }
        return new GraphDefinition(
                OpsetRaise.opset(document),
                List.copyOf(operators),
                Map.copyOf(constants),
                Set.copyOf(literals),
                document.model().inputs(),
                document.model().outputs());
    }
}
