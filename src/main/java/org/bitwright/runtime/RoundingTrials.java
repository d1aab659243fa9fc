package org.bitwright.runtime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitwright.onnx.QuantizerForm;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.runtime.session.Session;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds by measuring in which way a network with rounded activations runs fastest. Owns the sessions of the trials. */
final class RoundingTrials implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RoundingTrials.class);
    private static final int SAMPLES = 128;

    /** Half of which all ways are in, the others only those that may still win: other programs slow single rounds. */
    private static final int FEWEST_ROUNDS = 4;

    private static final int MOST_ROUNDS = 12;

    /** How much slower than another a way is that cannot win any more. */
    private static final double HOPELESS = 1.3;

    /** Samples of a data set for which trials are worth it. */
    private static final int WORTH = 512;

    /** Rounds go on until they took so long: short ones tell little. */
    private static final double LONG_ENOUGH = 0.05;

    /** How much faster another way must be than one that stands before it, so that noise does not decide. */
    private static final double CLEARLY = 0.95;

    /** Measured: 1.2 times as fast as 64 for a network of depthwise convolutions, the same for matrix products. */
    private static final int FEW = 16;

    /** Numbers of answers that are kept for a comparison at most, but for those of one sample. */
    private static final int MOST_COMPARED = 1 << 22;

    /** A sweep runs a candidate on a part of the data and then on the rest. */
    private static final int SESSIONS_A_CANDIDATE = 2;

    private final RoundingSessions sessions;
    private final BatchRunner runner;
    private final String output;
    private final int dataSize;
    private final int count;
    private final List<Session> made = new ArrayList<>();
    private final List<Trial> trials = new ArrayList<>();

    /** A way, and the least time that it took. */
    private final class Trial {
        final RoundingWay way;
        final PreparedNetwork network;
        final double making;
        double seconds = Double.POSITIVE_INFINITY;

        /** @param making seconds that making a session takes, beyond those that all ways take */
        Trial(RoundingWay way, PreparedNetwork network, double making) {
            this.way = way;
            this.network = network;
            this.making = making;
        }

        /** Runs it once more. Gives the seconds that it took. */
        double run(CancelToken cancel) throws InferenceException {
            long start = System.nanoTime();
            RoundingTrials.this.run(network, count, false, cancel);
            double taken = (System.nanoTime() - start) * 1e-9;
            seconds = Math.min(seconds, taken);
            return taken;
        }

        double wholePass() {
            return seconds / count * dataSize + SESSIONS_A_CANDIDATE * making;
        }

        @Override
        public String toString() {
            return way + ": " + seconds + " s, " + making + " s to make";
        }
    }

    RoundingTrials(RoundingSessions sessions, BatchRunner runner, String output, int dataSize) {
        this.sessions = sessions;
        this.runner = runner;
        this.output = output;
        this.dataSize = dataSize;
        this.count = Math.min(SAMPLES, dataSize);
    }

    /** Whether there are samples enough for trials to be worth it. */
    static boolean areWorth(int dataSize) {
        return dataSize >= WORTH;
    }

    RoundingWay fastest(Candidate candidate, CancelToken cancel) throws InferenceException {
        for (QuantizerForm form : QuantizerForm.values()) {
            prepare(candidate, form, cancel);
        }
        double spent = 0;
        for (int round = 1; round <= FEWEST_ROUNDS || round <= MOST_ROUNDS && spent < LONG_ENOUGH; round++) {
            for (Trial trial : trials) {
                spent += trial.run(cancel);
            }
            if (round == FEWEST_ROUNDS / 2) {
                LOG.debug("{} samples with rounded activations: {}", count, trials);
                double least =
                        trials.stream().mapToDouble(Trial::wholePass).min().orElseThrow();
                trials.removeIf(trial -> trial.wholePass() > HOPELESS * least);
            }
        }
        Trial best = trials.get(0);
        for (Trial trial : trials) {
            best = trial.wholePass() < CLEARLY * best.wholePass() ? trial : best;
        }
        LOG.debug("{} samples with rounded activations: {} of {}", count, best, trials);
        return best.way;
    }

    private void prepare(Candidate candidate, QuantizerForm form, CancelToken cancel) throws InferenceException {
        RoundingWay usual = new RoundingWay(form, false, 0);
        Session session = sessions.of(candidate, usual, cancel);
        made.add(session);
        add(usual, session, 0);
        Optional<Session> blocked =
                sessions.mayHaveBlocks() ? sessions.inBlocks(candidate, form, cancel) : Optional.empty();
        if (blocked.isEmpty()) {
            return;
        }
        made.add(blocked.get());
        if (answerAlike(session, blocked.get(), cancel)) {
            RoundingWay inBlocks = new RoundingWay(form, true, 0);
            double more = making(candidate, inBlocks, cancel) - making(candidate, usual, cancel);
            add(inBlocks, blocked.get(), Math.max(0, more));
        } else {
            LOG.warn("rounded in blocks, the network computes other numbers");
        }
    }

    /** Seconds that making a session takes; not the first time, which takes much longer. */
    private double making(Candidate candidate, RoundingWay way, CancelToken cancel) throws InferenceException {
        long start = System.nanoTime();
        sessions.of(candidate, way, cancel).close();
        return (System.nanoTime() - start) * 1e-9;
    }

    private void add(RoundingWay way, Session session, double making) {
        trials.add(new Trial(way, prepared(session, 0), making));
        if (runner.mayChoose() && runner.batch() > FEW) {
            trials.add(new Trial(way.atOnce(FEW), prepared(session, FEW), making));
        }
    }

    /** Whether two sessions give the same numbers, for as many samples as they can be kept of. */
    private boolean answerAlike(Session one, Session other, CancelToken cancel) throws InferenceException {
        int ofSample = Math.max(1, answers(one, 1, cancel).length);
        int samples = Math.max(1, Math.min(count, MOST_COMPARED / ofSample));
        return Arrays.equals(answers(one, samples, cancel), answers(other, samples, cancel));
    }

    private float[] answers(Session session, int samples, CancelToken cancel) throws InferenceException {
        return run(prepared(session, 0), samples, true, cancel);
    }

    private PreparedNetwork prepared(Session session, int atOnce) {
        return new PreparedNetwork(session, output, Map.of(), atOnce);
    }

    private float[] run(PreparedNetwork network, int samples, boolean keepOutputs, CancelToken cancel)
            throws InferenceException {
        Answers answers = new Answers(output, samples, false, keepOutputs);
        runner.run(network, 0, samples, answers, new Progress(), cancel);
        return answers.outputs();
    }

    @Override
    public void close() {
        made.forEach(Session::close);
    }
}
