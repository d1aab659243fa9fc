package org.bitwright.training.quantizer;

import org.bitwright.quant.LayerGrids;

/** The grids of one weight over a run: where they come from, and what becomes of gradients at their ends. */
interface WeightGrids {
    float[] NOTHING = {};

    /** The grids for these values. */
    LayerGrids of(float[] master);

    /** The same at the end of an epoch: what is only found again now and then is found again. */
    default LayerGrids settled(float[] master) {
        return of(master);
    }

    /** Makes of the gradient by the rounded values that by {@code master}, with the grids that were last given. */
    void backward(float[] master, float[] gradient);

    /** Keeps values, after an update, where rounding still feels them. */
    default void limit(float[] master) {}

    /** What an optimizer changes besides the values. */
    default float[] learned() {
        return NOTHING;
    }

    /** The gradient by {@link #learned}, of the last backward pass. */
    default float[] learnedGradient() {
        return NOTHING;
    }

    /** What of them does not follow from the values; a copy. */
    default float[] state() {
        return learned().clone();
    }

    default void restore(float[] state) {
        System.arraycopy(state, 0, learned(), 0, state.length);
    }
}
