package org.bitwright.training;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a run goes on from after an epoch, with the numbers that it would have had without a break.
 *
 * @param plan of the run
 * @param epochs those that are done
 * @param state every array that training changes, by a name that says which (parameters, moments, ranges, what error
 *     feedback keeps, masks, the best epoch's parameters and ranges). Shared: not written to.
 */
public record Checkpoint(TrainingPlan plan, List<EpochRecord> epochs, Map<String, float[]> state) {
    public Checkpoint {
        epochs = List.copyOf(epochs);
        state = Collections.unmodifiableMap(new TreeMap<>(state));
    }
}
