package org.bitwright.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bitwright.task.CancelToken;
import org.bitwright.training.gradient.GradientGrid;
import org.bitwright.training.gradient.GradientQuantizer;
import org.bitwright.training.gradient.GradientTally;

/**
 * Gradients of a network on some batches, one after the other, with nothing trained in between: what rounding would make
 * of them can be tried on them.
 *
 * @param parameters names of the tensors
 * @param layers names of the layers that they belong to; empty for none
 * @param steps gradients a batch, an array a tensor. Shared: not written to.
 */
public record GradientSample(List<String> parameters, List<String> layers, List<float[][]> steps) {
    public GradientSample {
        parameters = List.copyOf(parameters);
        layers = List.copyOf(layers);
        steps = List.copyOf(steps);
    }

    /**
     * Rounds the gradients as a run would, step by step.
     *
     * @param rounding empty for full precision
     * @param seed of stochastic rounding
     * @return what it makes of them, a list a step
     * @throws java.util.concurrent.CancellationException if {@code cancel} is set
     */
    public List<List<GradientStatistics>> rounded(Optional<GradientRounding> rounding, long seed, CancelToken cancel) {
        int[] sizes = steps.isEmpty()
                ? new int[0]
                : Arrays.stream(steps.get(0))
                        .mapToInt(gradient -> gradient.length)
                        .toArray();
        Optional<GradientQuantizer> quantizer = rounding.map(how -> new GradientQuantizer(how, seed, sizes));
        List<List<GradientStatistics>> rounded = new ArrayList<>();
        for (int step = 0; step < steps.size(); step++) {
            List<GradientStatistics> tensors = new ArrayList<>();
            for (int tensor = 0; tensor < sizes.length; tensor++) {
                cancel.throwIfCancelled();
                tensors.add(rounded(quantizer, step, tensor));
            }
            rounded.add(tensors);
        }
        return rounded;
    }

    private GradientStatistics rounded(Optional<GradientQuantizer> quantizer, int step, int tensor) {
        String parameter = parameters.get(tensor);
        String layer = layers.get(tensor);
        float[] gradient = steps.get(step)[tensor];
        if (quantizer.isEmpty()) {
            return GradientTally.of(parameter, layer, gradient);
        }
        GradientQuantizer rounds = quantizer.get();
        float[] before = gradient.clone();
        rounds.addKept(tensor, before);
        float[] after = before.clone();
        GradientGrid grid = rounds.round(step, tensor, after, GradientQuantizer.maxAbs(after));
        return GradientTally.of(
                parameter, layer, before, after, grid, rounds.rounding().bits());
    }
}
