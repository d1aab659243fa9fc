package org.bitwright.export;

import java.util.Optional;
import org.bitwright.analysis.Accuracy;
import org.bitwright.training.GradientRounding;

/**
 * What a run of training reached whose gradients had one width.
 *
 * @param run its name
 * @param rounding how its gradients were rounded; empty for full precision
 * @param accuracy what it reached, on the samples that this is measured on
 * @param epoch the epoch whose weights this is of, from 1
 * @param epochs number of epochs that were trained
 * @param seconds of training
 * @param complete whether the run came to its end
 */
public record GradientWidth(
        String run,
        Optional<GradientRounding> rounding,
        Accuracy accuracy,
        int epoch,
        int epochs,
        double seconds,
        boolean complete) {

    /** Bits a value; 32 in full precision. */
    public int bits() {
        return rounding.map(GradientRounding::bits).orElse(Float.SIZE);
    }

    /** Its point at its width; full precision has none, it is a line. */
    public AccuracyMark mark() {
        return new AccuracyMark(bits(), accuracy, complete);
    }
}
