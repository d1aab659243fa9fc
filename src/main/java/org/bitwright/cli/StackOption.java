package org.bitwright.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bitwright.model.ActivationFunction;
import org.bitwright.model.DenseStack;
import org.bitwright.model.DenseStep;
import org.bitwright.project.join.StackProposal;
import org.bitwright.project.join.StackTensor;

/** Reads a stack of dense layers: {@code fc1.weight,relu,fc2.weight}. */
final class StackOption {
    private static final String TRANSPOSED = "^T";

    private StackOption() {}

    /** @throws WorkException if an activation stands where a layer must */
    static DenseStack stack(String text, StackProposal proposal) throws WorkException {
        List<DenseStep> steps = new ArrayList<>();
        boolean activated = true;
        for (String part : text.split(",", -1)) {
            String word = part.strip();
            Optional<ActivationFunction> function = function(word, proposal);
            if (function.isEmpty()) {
                steps.add(step(word, proposal));
                activated = false;
            } else if (activated) {
                throw new WorkException("--stack " + text + ": '" + word
                        + "' stands behind no layer; name a tensor, then what its sums go through, then the next");
            } else {
                DenseStep last = steps.remove(steps.size() - 1);
                steps.add(new DenseStep(last.weight(), last.bias(), last.transposed(), function.get()));
                activated = true;
            }
        }
        return new DenseStack(steps);
    }

    /** The option that makes a stack. */
    static String text(DenseStack stack, StackProposal proposal) {
        List<String> words = new ArrayList<>();
        for (DenseStep step : stack.steps()) {
            boolean turned = proposal.tensors().stream()
                    .anyMatch(
                            tensor -> tensor.name().equals(step.weight()) && tensor.transposed() != step.transposed());
            words.add(step.weight() + (turned ? TRANSPOSED : ""));
            if (step.after() != ActivationFunction.NONE) {
                words.add(name(step.after()));
            }
        }
        return String.join(",", words);
    }

    /** How an activation is called here. */
    static String name(ActivationFunction function) {
        return function.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Optional<ActivationFunction> function(String word, StackProposal proposal) {
        if (proposal.tensors().stream().anyMatch(tensor -> tensor.name().equals(word))) {
            return Optional.empty();
        }
        return Arrays.stream(ActivationFunction.values())
                .filter(function -> name(function).equals(word.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    private static DenseStep step(String word, StackProposal proposal) {
        boolean turned = word.endsWith(TRANSPOSED);
        String name = turned ? word.substring(0, word.length() - TRANSPOSED.length()) : word;
        Optional<StackTensor> tensor = proposal.tensors().stream()
                .filter(found -> found.name().equals(name))
                .findFirst();
        boolean transposed = tensor.map(StackTensor::transposed).orElse(false) ^ turned;
        return new DenseStep(name, tensor.flatMap(StackTensor::bias), transposed, ActivationFunction.NONE);
    }
}
