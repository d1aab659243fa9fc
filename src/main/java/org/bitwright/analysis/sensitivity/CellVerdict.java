package org.bitwright.analysis.sensitivity;

import java.util.Optional;
import org.bitwright.analysis.Fidelity;
import org.bitwright.analysis.Outcomes;
import org.bitwright.analysis.PairedInterval;

/**
 * Whether quantizing a layer costs more accuracy than {@link #TOLERATED}, as far as the samples tell: whether the paired
 * interval of the loss (Tango 1998) lies on one side of it.
 *
 * <p>All samples measured, the interval is one of 95 %. A look at a part of them, of which there may be
 * {@link Looks#MOST}, counts at a stricter level, 0.005 % a side and look, as Haybittle (1971) and
 * Peto (1976) do it: all looks together call a layer wrongly with a probability of at most 0.06 % more than the last one
 * alone does, so that looking early leaves the level of 95 % as good as it was.
 */
public enum CellVerdict {
    /** The loss is smaller. */
    HARMLESS,
    /** The loss is larger. */
    HURTS,
    /** It may be either. */
    UNSURE;

    /** One per cent of the samples. */
    public static final double TOLERATED = 0.01;

    /** Quantile of the standard normal distribution that leaves 0.005 % above it. */
    private static final double EARLY_Z = 3.8906;

    private static final double LAST_Z = 1.959964;

    /**
     * @param reference without the layer quantized
     * @param quantized the same with it
     * @param complete whether no more samples follow
     */
    static CellVerdict ofOutcomes(Outcomes reference, Outcomes quantized, boolean complete) {
        return of(
                reference.rightWhereOtherIsWrong(quantized),
                quantized.rightWhereOtherIsWrong(reference),
                quantized.samples(),
                complete);
    }

    /** Without labels, every answer that differs from the float network's counts as lost. */
    static CellVerdict ofAgreement(Fidelity quantized, boolean complete) {
        return of(quantized.samples() - quantized.agreeing(), 0, quantized.samples(), complete);
    }

    /**
     * Of a layer quantized alone.
     *
     * @param floating the float network; UNSURE where it has not yet run on all of these samples
     */
    static CellVerdict of(Fidelity floating, Fidelity quantized, boolean complete) {
        Optional<Outcomes> outcomes = quantized.outcomes();
        if (outcomes.isEmpty()) {
            return ofAgreement(quantized, complete);
        }
        return floating.samples() < quantized.samples()
                ? UNSURE
                : ofOutcomes(floating.outcomes().orElseThrow().first(quantized.samples()), outcomes.get(), complete);
    }

    /**
     * Of a layer that alone was left in float: whether quantizing it, too, hurts.
     *
     * @param present the network with it quantized; UNSURE where it has not yet run on all of these samples
     * @return UNSURE without labels, since which answers differ is not kept
     */
    static CellVerdict ofSpared(Fidelity present, Fidelity spared, boolean complete) {
        Optional<Outcomes> outcomes = spared.outcomes();
        return outcomes.isEmpty() || present.samples() < spared.samples()
                ? UNSURE
                : ofOutcomes(outcomes.get(), present.outcomes().orElseThrow().first(spared.samples()), complete);
    }

    private static CellVerdict of(long lost, long won, long samples, boolean complete) {
        if (samples == 0) {
            return UNSURE;
        }
        PairedInterval loss = PairedInterval.of(lost, won, samples, complete ? LAST_Z : EARLY_Z);
        if (loss.high() < TOLERATED) {
            return HARMLESS;
        }
        return loss.low() > TOLERATED ? HURTS : UNSURE;
    }
}
