package org.bitwright.training.quantizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.bitwright.quant.ActivationConfig;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.UniformGrid;
import org.bitwright.quant.target.Quantizer;
import org.bitwright.training.RangeRule;
import org.bitwright.training.graph.ActivationRounding;

/**
 * Rounds the activations of a network in the forward pass of training as the plan of its configuration does, and brings
 * their gradients back. Activations whose grid is one object in the plan share it all along.
 *
 * <p>A step is {@link #beginStep}, the passes of all shards, {@link #endStep}, and the update of {@link #learned}.
 */
public final class ActivationRoundings {
    private final Map<String, ActivationGroup> edges;
    private final List<ActivationGroup> groups;
    private final float[] learned;
    private final float[] learnedGradient;

    private ActivationRoundings(Map<String, ActivationGroup> edges) {
        this.edges = Collections.unmodifiableMap(edges);
        this.groups = edges.values().stream().distinct().toList();
        int count = groups.stream().mapToInt(ActivationGroup::learnedCount).sum();
        this.learned = new float[count];
        this.learnedGradient = new float[count];
        Arrays.fill(learned, 1f);
    }

    /**
     * @param config the configuration whose choices lead to {@code quantizers}
     * @param quantizers by edge, as the rules of the target have them at the start
     * @param held edges whose grid the target fixes ({@link org.bitwright.quant.target.TargetRules#fixedGrids})
     */
    public static ActivationRoundings of(
            QuantConfig config, Map<String, Quantizer> quantizers, Set<String> held, RangeRule rule) {
        Map<Quantizer, ActivationGroup> made = new IdentityHashMap<>();
        Map<String, ActivationGroup> edges = new LinkedHashMap<>();
        // By name: the order decides where a grid lies among what is learned, and maps have none of their own.
        new TreeMap<>(quantizers)
                .forEach((edge, quantizer) -> edges.put(
                        edge,
                        made.computeIfAbsent(
                                quantizer,
                                q -> group(config.activation(edge), q, held.contains(edge) ? RangeRule.FIXED : rule))));
        return new ActivationRoundings(edges);
    }

    private static ActivationGroup group(ActivationConfig choice, Quantizer quantizer, RangeRule rule) {
        if (!(quantizer instanceof Quantizer.Static fixed)) {
            return new DynamicActivation();
        }
        if (rule == RangeRule.FIXED || !ManualEdge.isOf(choice.format(), fixed.grid())) {
            return new FixedActivation(fixed);
        }
        return rule == RangeRule.LEARNED && LearnedStep.has(choice.format())
                ? new LearnedActivation((UniformGrid) fixed.grid())
                : new MovingActivation((NumberFormat.Ranged) choice.format(), fixed.grid());
    }

    /** What rounds in the graph, by edge. */
    public Map<String, ActivationRounding> roundings() {
        return Collections.unmodifiableMap(edges);
    }

    /** What rounds as things stand, by edge: the plan of the trained configuration. */
    public Map<String, Quantizer> quantizers() {
        Map<ActivationGroup, Quantizer> made = new IdentityHashMap<>();
        Map<String, Quantizer> now = new LinkedHashMap<>();
        edges.forEach((edge, group) -> now.put(edge, made.computeIfAbsent(group, ActivationGroup::quantizer)));
        return now;
    }

    /** Takes up what was learned. Until {@link #endStep} ranges see what flows through. */
    public void beginStep() {
        use();
        groups.forEach(group -> group.train(true));
    }

    /** The same for passes that shall leave no trace: ranges stay as they are. */
    public void freeze() {
        use();
        groups.forEach(group -> group.train(false));
    }

    private void use() {
        forLearned((group, at) -> group.use(learned, at));
    }

    /**
     * Moves ranges by what the step saw, and sums up the gradients of learned ones over its shards, in their order.
     *
     * @param samples of the batch
     */
    public void endStep(int samples) {
        groups.forEach(group -> group.endStep(samples));
        forLearned((group, at) -> group.putGradient(learnedGradient, at));
    }

    private interface LearnedWork {
        void at(ActivationGroup group, int at);
    }

    private void forLearned(LearnedWork work) {
        int at = 0;
        for (ActivationGroup group : groups) {
            if (group.learnedCount() > 0) {
                work.at(group, at);
                at += group.learnedCount();
            }
        }
    }

    /** What an optimizer changes: as {@link WeightRounding#learned}, for each grid. */
    public float[] learned() {
        return learned;
    }

    /** As {@link WeightRounding#learnedGradient}, after {@link #endStep}. */
    public float[] learnedGradient() {
        return learnedGradient;
    }

    /** What does not follow from the start, for a checkpoint; a copy. */
    public float[] state() {
        List<float[]> parts = new ArrayList<>();
        parts.add(learned);
        groups.forEach(group -> parts.add(group.state()));
        float[] all = new float[parts.stream().mapToInt(part -> part.length).sum()];
        int at = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    /** Goes on from a checkpoint. */
    public void restore(float[] state) {
        System.arraycopy(state, 0, learned, 0, learned.length);
        int at = learned.length;
        for (ActivationGroup group : groups) {
            int length = group.state().length;
            if (length > 0) {
                group.restore(Arrays.copyOfRange(state, at, at + length));
                at += length;
            }
        }
        use();
    }
}
