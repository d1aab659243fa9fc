package org.bitwright.training.quantizer;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.bitwright.quant.NumberFormat;
import org.bitwright.training.Pruning;

/**
 * Which weights magnitude pruning has made zero. They are found again {@value #TIMES_AN_EPOCH} times an epoch while the
 * sparsity rises: the smallest magnitudes of each layer, of equal ones the first in storage order. What is zero is the
 * smallest, so that it stays. One thread.
 */
public final class PruningMasks {
    private static final int TIMES_AN_EPOCH = 8;

    private final Pruning plan;
    private final Map<String, float[]> masks = new TreeMap<>();
    private long period = -1;

    /** @param weights number of weights by layer: of those that are pruned */
    public PruningMasks(Pruning plan, Map<String, Integer> weights) {
        this.plan = plan;
        weights.forEach((layer, count) -> {
            float[] mask = new float[count];
            Arrays.fill(mask, 1f);
            masks.put(layer, mask);
        });
    }

    /** Whether a format can store a zero: not where there are −α and α alone. */
    public static boolean canHold(NumberFormat format) {
        return !(format instanceof NumberFormat.Binary);
    }

    /**
     * Finds the masks for a time, where it is time to.
     *
     * @param epoch epochs done, with the part of the present one
     * @param masters float weights by layer; those that are pruned become 0
     */
    public void advance(double epoch, Map<String, float[]> masters) {
        // First: an optimizer's memory may have moved what is pruned away from 0, and it would not be among the
        // smallest.
        apply(masters);
        long now = period(epoch);
        if (now > period) {
            period = now;
            masks.forEach((layer, mask) -> find(mask, plan.at(layer, epoch), master(masters, layer)));
            apply(masters);
        }
    }

    private void apply(Map<String, float[]> masters) {
        masks.keySet().forEach(layer -> apply(layer, master(masters, layer)));
    }

    private static float[] master(Map<String, float[]> masters, String layer) {
        return Objects.requireNonNull(masters.get(layer));
    }

    /** How many times masks are found up to a time, the last one at the end; −1 before the beginning. */
    private long period(double epoch) {
        if (epoch < plan.begin()) {
            return -1;
        }
        double time = Math.min(epoch, plan.end()) - plan.begin();
        return (long) (epoch < plan.end() ? Math.floor(time * TIMES_AN_EPOCH) : Math.floor(time * TIMES_AN_EPOCH) + 1);
    }

    private static void find(float[] mask, double share, float[] master) {
        int pruned = (int) Math.round(share * master.length);
        if (pruned == 0) {
            return;
        }
        float[] magnitudes = new float[master.length];
        for (int i = 0; i < master.length; i++) {
            magnitudes[i] = Math.abs(master[i]);
        }
        Arrays.sort(magnitudes);
        float border = magnitudes[pruned - 1];
        int below = 0;
        while (magnitudes[below] < border) {
            below++;
        }
        int onBorder = pruned - below;
        for (int i = 0; i < master.length; i++) {
            float magnitude = Math.abs(master[i]);
            boolean isPruned = magnitude < border || (magnitude == border && onBorder-- > 0);
            if (isPruned) {
                mask[i] = 0;
            }
        }
    }

    /** Makes 0 of what is pruned: of weights after an update, of gradients before one. Layers without a mask stay. */
    public void apply(String layer, float[] values) {
        float[] mask = masks.get(layer);
        if (mask == null) {
            return;
        }
        for (int i = 0; i < values.length; i++) {
            // What is no number shall stay one where it counts, and not where it does not.
            values[i] = mask[i] == 0 ? 0f : values[i];
        }
    }

    /** Share of a layer's weights that are pruned; 0 where it is not. */
    public double sparsity(String layer) {
        float[] mask = masks.get(layer);
        if (mask == null || mask.length == 0) {
            return 0;
        }
        int pruned = 0;
        for (float kept : mask) {
            pruned += kept == 0 ? 1 : 0;
        }
        return (double) pruned / mask.length;
    }

    /** For a checkpoint, by layer: 1 for each weight that is kept, 0 for the others; copies. */
    public Map<String, float[]> state() {
        Map<String, float[]> copies = new TreeMap<>();
        masks.forEach((layer, mask) -> copies.put(layer, mask.clone()));
        return copies;
    }

    /**
     * Goes on from a checkpoint.
     *
     * @param epoch epochs done then
     */
    public void restore(Map<String, float[]> state, double epoch) {
        state.forEach((layer, mask) -> System.arraycopy(mask, 0, masks.get(layer), 0, mask.length));
        period = lastBefore(epoch);
    }

    /** The last time that masks were found when a run had done some epochs: what is due at their end comes after. */
    private long lastBefore(double epoch) {
        return period(Math.nextDown(epoch));
    }
}
