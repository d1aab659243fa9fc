package org.bitwright.ui.gradients;

/**
 * Where gradients are from.
 *
 * @param run name of a training run; empty for the present configuration, measured without training
 */
public record GradientSource(String run) {
    public static final GradientSource PRESENT = new GradientSource("");

    public boolean isPresent() {
        return run.isEmpty();
    }
}
