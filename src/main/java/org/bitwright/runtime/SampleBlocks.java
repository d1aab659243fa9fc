package org.bitwright.runtime;

import java.util.ArrayList;
import java.util.List;

/**
 * The batches of a run, in rounds of at least {@value #ROUND} samples, and these in blocks: large ones at first, which
 * are put together less often, and smaller ones towards the end, so that whoever works on them ends at about the same
 * time. They depend on the samples and on the size of a batch alone.
 */
final class SampleBlocks {
    static final int ROUND = 32;

    private static final int MOST_ROUNDS = 24;
    private static final int LEAST_ROUNDS = 4;

    /** What share of the rounds that are left a block has. */
    private static final int SHARE = 8;

    private final List<List<Batch>> blocks = new ArrayList<>();

    /**
     * @param size samples of a batch at most
     * @param most rounds of a block
     */
    SampleBlocks(int samples, int size, int most) {
        List<List<Batch>> rounds = rounds(samples, size);
        int number;
        for (int at = 0; at < rounds.size(); at += number) {
            int left = rounds.size() - at;
            int fair = Math.max(LEAST_ROUNDS, Math.min(MOST_ROUNDS, left / SHARE));
            number = Math.min(left, Math.min(most, fair));
            blocks.add(rounds.subList(at, at + number).stream()
                    .flatMap(List::stream)
                    .toList());
        }
    }

    private static List<List<Batch>> rounds(int samples, int size) {
        List<List<Batch>> rounds = new ArrayList<>();
        List<Batch> round = new ArrayList<>();
        int inRound = 0;
        List<Integer> starts = ActivationRecorder.starts(samples, size);
        for (int i = 0; i < starts.size(); i++) {
            int first = starts.get(i);
            int count = ActivationRecorder.size(first, samples, size);
            inRound += count;
            boolean ends = inRound >= ROUND || i == starts.size() - 1;
            round.add(new Batch(first, count, ends));
            if (ends) {
                rounds.add(round);
                round = new ArrayList<>();
                inRound = 0;
            }
        }
        return rounds;
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
