package org.bitwright.runtime;

import java.util.ArrayList;
import java.util.List;

/**
 * The batches of a run, in rounds of at least {@value #ROUND} samples and blocks of {@value #ROUNDS} rounds. They depend
 * on the samples and the size of a batch alone.
 */
final class SampleBlocks {
    static final int ROUND = 32;
    private static final int ROUNDS = 8;

    private final List<List<Batch>> blocks = new ArrayList<>();

    /** @param size samples of a batch at most */
    SampleBlocks(int samples, int size) {
        List<Batch> block = new ArrayList<>();
        int rounds = 0;
        int inRound = 0;
        List<Integer> starts = ActivationRecorder.starts(samples, size);
        for (int i = 0; i < starts.size(); i++) {
            int first = starts.get(i);
            int count = ActivationRecorder.size(first, samples, size);
            inRound += count;
            boolean last = i == starts.size() - 1;
            boolean endsRound = inRound >= ROUND || last;
            block.add(new Batch(first, count, endsRound));
            if (endsRound) {
                inRound = 0;
                rounds++;
            }
            if (last || endsRound && rounds == ROUNDS) {
                blocks.add(List.copyOf(block));
                block.clear();
                rounds = 0;
            }
        }
    }

    /** Samples {@code first} … {@code first + count − 1}. */
    record Batch(int first, int count, boolean endsRound) {}

    int size() {
        return blocks.size();
    }

    List<Batch> get(int block) {
        return blocks.get(block);
    }
}
