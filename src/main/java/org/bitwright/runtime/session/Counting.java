package org.bitwright.runtime.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bitwright.quant.EdgeTally;

/**
 * Runs whose values are counted where they run, so that none of them travels.
 *
 * @param edges what is counted of each run
 */
public record Counting(List<GatheredEdge> edges, List<Run> runs) {
    public Counting {
        edges = List.copyOf(edges);
        runs = List.copyOf(runs);
    }

    /**
     * One run.
     *
     * @param inputs by name; some may be there to be counted alone
     * @param first number of the sample that is first
     * @param count samples that count
     * @param room samples that it is run on: more where the network takes a fixed number
     * @param endsRound whether a round of samples ends with it
     */
    public record Run(Map<String, Values> inputs, int first, int count, int room, boolean endsRound) {
        public Run {
            inputs = Map.copyOf(inputs);
        }

        /**
         * Counts a value of this run.
         *
         * @throws InferenceException if these are no floats
         */
        public void add(EdgeTally tally, String name, Values values, EdgeTally.Scratch scratch)
                throws InferenceException {
            FloatValues all = FloatValues.of(values, name);
            long[] shape = values.shape().toArray();
            boolean padded = room > count;
            boolean keepsSamplesApart = shape.length > 0 && shape[0] == room;
            if (padded && !keepsSamplesApart) {
                return; // nobody can tell what padding did to it
            }
            if (padded) {
                shape[0] = count;
            }
            FloatValues counted = padded ? all.first(count, room) : all;
            tally.add(counted.buffer(), shape, first, scratch);
        }
    }

    /** Names of those that the network gives, and is not fed. */
    List<String> outputs(Run run) {
        List<String> outputs = new ArrayList<>(GatheredEdge.fetched(edges));
        outputs.removeAll(run.inputs.keySet());
        return outputs;
    }

    /** Names of those whose values are looked at. */
    Set<String> fetched() {
        return GatheredEdge.fetched(edges);
    }
}
