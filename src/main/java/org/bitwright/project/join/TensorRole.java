package org.bitwright.project.join;

import java.util.Locale;
import java.util.Set;
import org.bitwright.model.StoredWeight;

/** What a vector of numbers is for, as an operator takes it or its name tells. */
enum TensorRole {
    BIAS,
    /** What a normalization multiplies by. */
    SCALE,
    /** What a normalization adds. */
    OFFSET,
    MEAN,
    VARIANCE,
    UNKNOWN;

    private static final Set<String> NORMALIZATIONS =
            Set.of("LayerNormalization", "InstanceNormalization", "GroupNormalization", "BatchNormalization");

    boolean agreesWith(TensorRole other) {
        return this == other || this == UNKNOWN || other == UNKNOWN;
    }

    /** By the operator that takes it, and as its which input. */
    static TensorRole ofInput(String operator, int input, boolean isBias) {
        if (NORMALIZATIONS.contains(operator)) {
            return switch (input) {
                case 1 -> SCALE;
                case 2 -> OFFSET;
                case 3 -> MEAN;
                case 4 -> VARIANCE;
                default -> UNKNOWN;
            };
        }
        return isBias ? BIAS : UNKNOWN;
    }

    /**
     * By the last part of its name.
     *
     * @param vectors names of all tensors of one axis in the file
     */
    static TensorRole ofName(StoredWeight weight, Set<String> vectors) {
        if (weight.tensor().shape().rank() != 1) {
            return UNKNOWN;
        }
        String name = weight.tensor().name();
        String lower = name.toLowerCase(Locale.ROOT).replaceFirst(":\\d+$", "");
        String last = lower.substring(Math.max(lower.lastIndexOf('.'), lower.lastIndexOf('/')) + 1);
        return switch (last) {
            case "running_mean", "moving_mean" -> MEAN;
            case "running_var", "moving_variance", "moving_var" -> VARIANCE;
            case "gamma", "weight" -> SCALE;
            case "beta" -> OFFSET;
            case "bias" -> isBesideScale(name, vectors) ? OFFSET : BIAS;
            default -> UNKNOWN;
        };
    }

    private static boolean isBesideScale(String bias, Set<String> vectors) {
        return bias.endsWith("bias") && vectors.contains(bias.substring(0, bias.length() - 4) + "weight");
    }
}
