package org.bitwright.cli;

import java.util.List;
import java.util.Optional;
import org.bitwright.training.GradientRounding;
import picocli.CommandLine.Option;

/** How gradients are rounded. */
final class GradientOptions {
    private static final int TWIN_BITS = 8;

    @Option(
            names = "--gradient-bits",
            paramLabel = "N",
            description = "Round every gradient to so many bits between backward pass and update, 2 to 16 (default:"
                    + " full precision).")
    private Optional<Integer> bits = Optional.empty();

    @Option(
            names = "--gradient-rounding",
            paramLabel = "nearest|stochastic",
            description = "How gradients between two levels are rounded (default: stochastic).")
    private Optional<GradientMode> mode = Optional.empty();

    @Option(names = "--error-feedback", description = "Add what rounding loses to the next gradient.")
    private boolean errorFeedback;

    @Option(
            names = "--gradient-twins",
            paramLabel = "LIST",
            converter = BitWidths.Converter.class,
            description =
                    "Train by the same plan and seed with gradients in full precision and at each of these widths,"
                            + " such as 2,4,8 or 2-16, and compare the runs.")
    private Optional<BitWidths> twins = Optional.empty();

    /** How values between two levels are rounded. */
    private enum GradientMode {
        NEAREST,
        STOCHASTIC
    }

    /** @throws IllegalArgumentException if the width is none */
    Optional<GradientRounding> rounding(WorkCommand command) {
        boolean chosen = mode.isPresent() || errorFeedback;
        if (chosen && bits.isEmpty() && twins.isEmpty()) {
            throw command.usage("--gradient-rounding and --error-feedback need --gradient-bits or --gradient-twins");
        }
        boolean stochastic = mode.orElse(GradientMode.STOCHASTIC) == GradientMode.STOCHASTIC;
        return bits.isPresent() || chosen
                ? Optional.of(new GradientRounding(bits.orElse(TWIN_BITS), stochastic, errorFeedback))
                : Optional.empty();
    }

    /** Widths of runs to compare; none for one run. */
    List<Integer> twins(WorkCommand command) {
        List<Integer> widths = twins.map(BitWidths::values).orElse(List.of());
        if (!widths.isEmpty() && bits.isPresent()) {
            throw command.usage("--gradient-twins has its own widths; leave --gradient-bits out");
        }
        if (!widths.isEmpty() && widths.get(0) < 2) {
            throw command.usage("--gradient-twins: gradients have 2 to 16 bits, not " + widths.get(0));
        }
        return widths;
    }
}
