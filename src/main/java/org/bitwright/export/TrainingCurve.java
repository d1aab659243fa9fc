package org.bitwright.export;

import java.util.List;
import org.bitwright.training.EpochRecord;

/**
 * A training run as charts and files show it.
 *
 * @param name of the run
 * @param epochs those that are done, in order
 * @param best the epoch that is kept, from 1; 0 while none is
 */
public record TrainingCurve(String name, List<EpochRecord> epochs, int best) {
    public TrainingCurve {
        epochs = List.copyOf(epochs);
    }
}
