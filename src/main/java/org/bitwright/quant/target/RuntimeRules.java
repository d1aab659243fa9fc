package org.bitwright.quant.target;

import java.util.Optional;
import org.bitwright.model.Layer;
import org.bitwright.model.Phrase;
import org.bitwright.quant.Grid;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.TargetProfile;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.UniformGrid;

/** What one runtime computes in integers, and what it needs for that. */
interface RuntimeRules {

    /** @throws IllegalArgumentException for {@link TargetProfile#NONE}, which has no rules */
    static RuntimeRules of(TargetProfile target) {
        return switch (target) {
            case ORT_CPU -> new OnnxRuntimeRules();
            case TENSORRT -> new TensorRtRules();
            case TFLM -> new MicroRules();
            case NONE -> throw new IllegalArgumentException("there are no rules without a target");
        };
    }

    /** Whether an operator is computed in integers where all around it is quantized. */
    boolean computes(String type);

    /** Whether it is computed in integers with a float result too. */
    default boolean givesFloats(String type) {
        return false;
    }

    /** Whether the inputs and the output of an operator have one grid. */
    default boolean sharesGrid(String type) {
        return false;
    }

    /** The grid that the output of an operator always has. */
    default Optional<UniformGrid> fixedGrid(String type, NumberFormat.Uniform format) {
        return Optional.empty();
    }

    /** What an activation has to be in place of a static format that it cannot have; empty where it can. */
    Optional<Phrase> activationNeed(NumberFormat format);

    /** What a weight has to be in place of a choice that its layer cannot have; empty where it can. */
    Optional<Phrase> weightNeed(Layer layer, TensorConfig choice);

    /** Whether activations may have a range of every run's own. */
    default boolean takesDynamic() {
        return false;
    }

    /** Whether a rectifier disappears only where zero is the lowest code of the grid behind it. */
    default boolean rectifiesByLowestCode() {
        return false;
    }

    /** Whether all activations around an operator are signed, or all unsigned, and weights with them. */
    default boolean needsOneSign() {
        return false;
    }

    /** Whether biases are stored as integers in the place of floats. */
    boolean hasIntegerBiases();

    /** A grid as the runtime numbers it: the same values. */
    default Grid numbered(Grid grid) {
        return grid;
    }
}
