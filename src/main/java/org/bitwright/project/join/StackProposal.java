package org.bitwright.project.join;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bitwright.model.ActivationFunction;
import org.bitwright.model.BiasNames;
import org.bitwright.model.DenseStack;
import org.bitwright.model.DenseStep;
import org.bitwright.model.ModelSource;
import org.bitwright.model.StoredWeight;
import org.bitwright.model.Tensor;
import org.bitwright.model.WeightFile;
import org.bitwright.project.join.JoinFault.Kind;

/** Which tensors of a file of weights could be dense layers, and in which order they follow each other. */
public final class StackProposal {
    private final WeightFile weights;
    private final Map<String, Tensor> byName = new LinkedHashMap<>();
    private final List<StackTensor> tensors = new ArrayList<>();

    private StackProposal(WeightFile weights) {
        this.weights = weights;
        weights.weights().forEach(weight -> byName.put(weight.tensor().name(), weight.tensor()));
        for (StoredWeight weight : weights.weights()) {
            if (weight.isLayer() && weight.tensor().shape().rank() == 2) {
                tensors.add(tensor(weight));
            }
        }
    }

    public static StackProposal of(WeightFile weights) {
        return new StackProposal(weights);
    }

    private StackTensor tensor(StoredWeight weight) {
        boolean transposed = weight.channelAxis().orElse(0) == 1;
        long rows = weight.tensor().shape().extent(0);
        long columns = weight.tensor().shape().extent(1);
        Optional<String> bias = weight.bias()
                .or(() -> BiasNames.of(weight.tensor().name()))
                .filter(name -> isVector(name, transposed ? columns : rows));
        return new StackTensor(weight.tensor().name(), rows, columns, bias, transposed);
    }

    private boolean isVector(String name, long elements) {
        Tensor tensor = byName.get(name);
        return tensor != null
                && tensor.type().isWeight()
                && tensor.shape().rank() == 1
                && tensor.shape().elements() == elements;
    }

    /** The tensors of two axes, in the order of the file. */
    public List<StackTensor> tensors() {
        return List.copyOf(tensors);
    }

    /**
     * The longest sequence in the order of the file whose widths follow each other, without activations between them; no
     * steps where there are none.
     */
    public DenseStack stack() {
        List<List<StackTensor>> best = new ArrayList<>();
        List<StackTensor> longest = List.of();
        for (int i = 0; i < tensors.size(); i++) {
            StackTensor last = tensors.get(i);
            List<StackTensor> chain = List.of();
            for (int j = 0; j < i; j++) {
                StackTensor before = tensors.get(j);
                boolean follows = before.outputs(before.transposed()) == last.inputs(last.transposed());
                if (follows && best.get(j).size() > chain.size()) {
                    chain = best.get(j);
                }
            }
            List<StackTensor> whole = new ArrayList<>(chain);
            whole.add(last);
            best.add(whole);
            if (whole.size() > longest.size()) {
                longest = whole;
            }
        }
        return new DenseStack(longest.stream()
                .map(tensor ->
                        new DenseStep(tensor.name(), tensor.bias(), tensor.transposed(), ActivationFunction.NONE))
                .toList());
    }

    /** Tensors that the file holds and a stack leaves out. */
    public List<String> leftOver(DenseStack stack) {
        Set<String> used = new HashSet<>();
        stack.steps().forEach(step -> {
            used.add(step.weight());
            step.bias().ifPresent(used::add);
        });
        return byName.keySet().stream().filter(name -> !used.contains(name)).toList();
    }

    /** Why a stack cannot be made, a sentence each; empty where it can. */
    public List<String> faults(DenseStack stack) {
        return findings(stack).stream().map(JoinFault::sentence).toList();
    }

    /** Why a stack cannot be made; empty where it can. */
    public List<JoinFault> findings(DenseStack stack) {
        List<JoinFault> faults = new ArrayList<>();
        if (stack.steps().isEmpty()) {
            faults.add(Kind.NO_LAYERS.of());
        }
        Map<String, StackTensor> dense = new HashMap<>();
        tensors.forEach(tensor -> dense.put(tensor.name(), tensor));
        DenseStep before = null;
        for (DenseStep step : stack.steps()) {
            StackTensor tensor = dense.get(step.weight());
            if (tensor == null) {
                faults.add(noDense(step.weight()));
                before = null;
                continue;
            }
            StackTensor previous = before == null ? null : dense.get(before.weight());
            if (before != null && previous != null) {
                long given = previous.outputs(before.transposed());
                long wanted = tensor.inputs(step.transposed());
                if (given != wanted) {
                    faults.add(Kind.WIDTHS.of(before.weight(), given, step.weight(), wanted));
                }
            }
            step.bias().ifPresent(bias -> {
                long outputs = tensor.outputs(step.transposed());
                if (!isVector(bias, outputs)) {
                    Kind kind = byName.containsKey(bias) ? Kind.NO_BIAS : Kind.NO_SUCH_BIAS;
                    faults.add(kind.of(bias, step.weight(), outputs));
                }
            });
            before = step;
        }
        return faults;
    }

    private JoinFault noDense(String name) {
        Tensor tensor = byName.get(name);
        return tensor == null ? Kind.NO_SUCH_LAYER.of(name) : Kind.NOT_DENSE.of(name, tensor.shape(), tensor.type());
    }

    public ModelSource.Stacked source(DenseStack stack) {
        return new ModelSource.Stacked(weights.path(), stack);
    }
}
