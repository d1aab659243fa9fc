package org.bitwright.training.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;

/**
 * Reverse-mode differentiation of a SameDiff graph within the graph itself: the operators are visited from last to first,
 * each adds its own derivative ({@code doDiff}), and what reaches a variable on several ways is added up. SameDiff's own
 * {@code createGradFunction} is not used: it copies the graph through its file format, which loses operators that are not
 * its own, and prints.
 */
final class Differentiation {
    private final SameDiff graph;
    private final Set<String> varying;
    private final Map<String, SDVariable> gradients;

    private Differentiation(SameDiff graph, Set<String> varying, Map<String, SDVariable> seeds) {
        this.graph = graph;
        this.varying = varying;
        this.gradients = new HashMap<>(seeds);
    }

    /**
     * Adds the derivatives of one number, which the graph need not hold, to {@code graph}.
     *
     * @param by names of the variables by which to differentiate
     * @param seeds the derivative by some variables, by their names: where the way back begins
     * @return the variable that holds the derivative, by the names of {@code by}; without those that the seeds do not
     *     depend on
     */
    static Map<String, SDVariable> gradients(SameDiff graph, Collection<String> by, Map<String, SDVariable> seeds) {
        List<SameDiffOp> operators = new ArrayList<>(graph.getOps().values());
        Differentiation way = new Differentiation(graph, dependents(operators, by), seeds);
        for (int i = operators.size() - 1; i >= 0; i--) {
            way.back(operators.get(i));
        }
        Map<String, SDVariable> wanted = new HashMap<>(way.gradients);
        wanted.keySet().retainAll(by);
        return wanted;
    }

    /** The names of all variables that depend on one of {@code by}. Operators stand behind what they take. */
    private static Set<String> dependents(List<SameDiffOp> operators, Collection<String> by) {
        Set<String> names = new HashSet<>(by);
        for (SameDiffOp operator : operators) {
            if (inputs(operator).stream().anyMatch(names::contains)) {
                names.addAll(operator.getOutputsOfOp());
            }
        }
        return names;
    }

    private void back(SameDiffOp operator) {
        List<String> inputs = inputs(operator);
        List<String> outputs = operator.getOutputsOfOp();
        if (inputs.stream().noneMatch(varying::contains) || outputs.stream().noneMatch(gradients::containsKey)) {
            return;
        }
        List<SDVariable> byInputs =
                operator.getOp().doDiff(outputs.stream().map(this::gradientOf).toList());
        for (int i = 0; i < Math.min(inputs.size(), byInputs.size()); i++) {
            if (varying.contains(inputs.get(i))) {
                gradients.merge(inputs.get(i), byInputs.get(i), SDVariable::add);
            }
        }
    }

    /** Of an output that nothing depends on: zeros, since operators want one for each of their outputs. */
    private SDVariable gradientOf(String output) {
        SDVariable known = gradients.get(output);
        return known != null ? known : graph.zerosLike(graph.getVariable(output));
    }

    private static List<String> inputs(SameDiffOp operator) {
        String[] names = operator.getOp().argNames();
        return names == null ? List.of() : Arrays.asList(names);
    }
}
