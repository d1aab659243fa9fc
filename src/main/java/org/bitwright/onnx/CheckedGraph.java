package org.bitwright.onnx;

import java.util.List;
import java.util.Map;

/**
 * What a model's graph was found to hold once it passed the checks.
 *
 * @param operators every operator, those of branches and loops after the one that holds them
 * @param constants of the main graph by name, in the order of the file
 * @param parameters number of constant numbers everywhere
 * @param bytes that they take
 */
record CheckedGraph(List<PlacedNode> operators, Map<String, Origin.Constant> constants, long parameters, long bytes) {

    /** The operators of the main graph, in the order of the file. */
    List<PlacedNode> main() {
        return operators.stream().filter(node -> node.within().isEmpty()).toList();
    }
}
