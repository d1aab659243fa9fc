package org.bitwright.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitwright.training.gradient.GradientGrid;
import org.bitwright.training.gradient.GradientQuantizer;
import org.bitwright.training.gradient.GradientTally;

/** What happens to gradients between backward pass and update: they are checked, rounded and, when asked, looked at. */
final class GradientStep {
    private final List<TrainingState.Trainable> parameters;
    private final Map<String, String> layers;
    private final Optional<GradientQuantizer> quantizer;
    private List<GradientStatistics> seen = List.of();

    /** @param layers names of layers by the names of their constants */
    GradientStep(List<TrainingState.Trainable> parameters, Map<String, String> layers, TrainingPlan plan) {
        this.parameters = parameters;
        this.layers = layers;
        int[] sizes = parameters.stream()
                .mapToInt(parameter -> parameter.gradient().length)
                .toArray();
        this.quantizer = plan.gradients().map(rounding -> new GradientQuantizer(rounding, plan.seed(), sizes));
    }

    /**
     * Rounds all gradients in place.
     *
     * @param step number of the step in the run
     * @param looks whether statistics are wanted
     * @return whether all are numbers; if not, the run has diverged
     */
    boolean apply(long step, boolean looks) {
        List<GradientStatistics> found = new ArrayList<>();
        boolean finite = true;
        for (int tensor = 0; tensor < parameters.size() && finite; tensor++) {
            finite = apply(step, tensor, parameters.get(tensor).gradient(), looks, found);
        }
        seen = looks && finite ? found : List.of();
        return finite;
    }

    private boolean apply(long step, int tensor, float[] gradient, boolean looks, List<GradientStatistics> found) {
        quantizer.ifPresent(rounds -> rounds.addKept(tensor, gradient));
        float maxAbs = GradientQuantizer.maxAbs(gradient);
        if (!Float.isFinite(maxAbs)) {
            return false;
        }
        float[] before = looks ? gradient.clone() : gradient;
        Optional<GradientGrid> grid = quantizer.map(rounds -> rounds.round(step, tensor, gradient, maxAbs));
        if (looks) {
            found.add(look(tensor, before, gradient, grid));
        }
        return true;
    }

    private GradientStatistics look(int tensor, float[] before, float[] gradient, Optional<GradientGrid> grid) {
        String name = parameters.get(tensor).name();
        String layer = layers.getOrDefault(name, "");
        return grid.isEmpty()
                ? GradientTally.of(name, layer, gradient)
                : GradientTally.of(
                        name,
                        layer,
                        before,
                        gradient,
                        grid.get(),
                        quantizer.orElseThrow().rounding().bits());
    }

    /** Statistics of the last step; empty where they were not wanted. */
    List<GradientStatistics> seen() {
        return seen;
    }

    /** What error feedback keeps, by parameter. Shared. */
    void addMemory(Map<String, float[]> memory) {
        for (int tensor = 0; tensor < parameters.size() && quantizer.isPresent(); tensor++) {
            memory.put("kept/" + parameters.get(tensor).name(), quantizer.get().kept(tensor));
        }
    }
}
