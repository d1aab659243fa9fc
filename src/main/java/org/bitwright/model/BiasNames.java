package org.bitwright.model;

import java.util.List;
import java.util.Optional;

/** What the usual frameworks call the bias of a weight: {@code fc.bias} beside {@code fc.weight}. */
public final class BiasNames {
    private static final List<String> WEIGHTS = List.of("weight", "kernel");

    private BiasNames() {}

    /**
     * Name of the bias of a weight: the last {@code weight} or {@code kernel} of its name replaced, so that
     * {@code weight_ih_l0} has {@code bias_ih_l0} and {@code dense/kernel:0} has {@code dense/bias:0}.
     */
    public static Optional<String> of(String weight) {
        for (String word : WEIGHTS) {
            int at = weight.lastIndexOf(word);
            if (at >= 0) {
                return Optional.of(weight.substring(0, at) + "bias" + weight.substring(at + word.length()));
            }
        }
        return Optional.empty();
    }
}
