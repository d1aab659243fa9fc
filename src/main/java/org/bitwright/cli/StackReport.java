package org.bitwright.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bitwright.model.DenseStack;
import org.bitwright.model.DenseStep;
import org.bitwright.project.join.StackProposal;
import org.bitwright.project.join.StackTensor;

/** The layers of a stack. */
final class StackReport {
    private final StackProposal proposal;
    private final DenseStack stack;
    private final Map<String, StackTensor> tensors = new HashMap<>();

    StackReport(StackProposal proposal, DenseStack stack) {
        this.proposal = proposal;
        this.stack = stack;
        proposal.tensors().forEach(tensor -> tensors.put(tensor.name(), tensor));
    }

    void put(ObjectNode node) {
        ArrayNode list = node.putArray("stack");
        for (DenseStep step : stack.steps()) {
            ObjectNode entry = list.addObject().put("weight", step.weight());
            step.bias().ifPresent(bias -> entry.put("bias", bias));
            entry.put("transposed", step.transposed());
            entry.put("after", StackOption.name(step.after()));
            StackTensor tensor = tensors.get(step.weight());
            if (tensor != null) {
                entry.put("inputs", tensor.inputs(step.transposed()));
                entry.put("outputs", tensor.outputs(step.transposed()));
            }
        }
        JoinCommand.put(node, "left_over", proposal.leftOver(stack));
    }

    String text() {
        if (stack.steps().isEmpty()) {
            return "It has no tensors that could be dense layers.";
        }
        TextTable table = new TextTable("lrrll", "layer", "inputs", "outputs", "bias", "goes through");
        for (DenseStep step : stack.steps()) {
            StackTensor tensor = tensors.get(step.weight());
            table.row(
                    step.weight(),
                    tensor == null ? "?" : tensor.inputs(step.transposed()),
                    tensor == null ? "?" : tensor.outputs(step.transposed()),
                    step.bias().orElse("-"),
                    StackOption.name(step.after()));
        }
        List<String> left = proposal.leftOver(stack);
        return table
                + (left.isEmpty() ? "" : "\nnot used: " + String.join(", ", left))
                + "\nas an option: --stack " + StackOption.text(stack, proposal);
    }
}
