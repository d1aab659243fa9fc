package org.bitwright.training.graph;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;

/**
 * A network as a differentiable graph of a fixed number of samples. Forward only: nothing is differentiated yet.
 *
 * <p>Holds memory outside the heap until closed.
 *
 * @param inputs placeholders, one an input of the network, in its order
 * @param inputNames what the network calls them
 * @param output variable of the network's first output, as it is before a softmax that ends the network
 * @param parameters what training changes, in the order in which the network takes them
 */
record Converted(
        SameDiff graph, List<String> inputs, List<String> inputNames, String output, List<GraphParameter> parameters)
        implements AutoCloseable {

    /** Frees the arrays of constants and parameters. */
    @Override
    public void close() {
        for (SDVariable variable : graph.variables()) {
            if (variable.isConstant() || variable.getVariableType() == VariableType.VARIABLE) {
                variable.getArr().close();
            }
        }
    }
}
