package org.bitwright.model;

import java.util.List;

/** Dense layers one after another, the first of which takes the flattened input. */
public record DenseStack(List<DenseStep> steps) {
    public DenseStack {
        steps = List.copyOf(steps);
    }
}
