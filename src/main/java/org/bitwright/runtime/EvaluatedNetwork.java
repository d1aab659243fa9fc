package org.bitwright.runtime;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.bitwright.model.Dataset;
import org.bitwright.model.Preprocessing;
import org.bitwright.onnx.FreeBatch;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.runtime.session.Session;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A network ready to run on a data set with its own weights. A network that takes one sample at a time is given a free
 * batch axis where that changes no output; else single samples run on several threads.
 *
 * @param document as it is run: of the caller's network, or with its batch freed
 * @param runner owned
 * @param base the session with the network's own weights; owned
 */
record EvaluatedNetwork(OnnxDocument document, BatchRunner runner, PreparedNetwork base) implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EvaluatedNetwork.class);
    private static final int COMPARED_SAMPLES = 8;

    /** Largest difference, relative to the largest output, that batching may make by summing in another order. */
    private static final double SAME = 1e-4;

    /** The same for networks that count in half precision. */
    private static final double SAME_IN_HALF_PRECISION = 1e-2;

    static EvaluatedNetwork of(
            OnnxDocument document, Dataset data, Preprocessing preprocessing, int threads, CancelToken cancel)
            throws InferenceException {
        NetworkInputs inputs = NetworkInputs.of(document.model(), data, preprocessing);
        EvaluatedNetwork plain = prepared(document, new BatchRunner(inputs, threads), cancel);
        if (inputs.batch() != 1 || data.size() < 2) {
            return plain;
        }
        try {
            return plain.freed(threads, cancel);
        } catch (InferenceException | RuntimeException e) {
            plain.close();
            throw e;
        }
    }

    private static EvaluatedNetwork prepared(OnnxDocument document, BatchRunner runner, CancelToken cancel)
            throws InferenceException {
        String output = runner.inputs().output();
        Session session = Sessions.of(document, cancel);
        return new EvaluatedNetwork(document, runner, new PreparedNetwork(session, output, Map.of()));
    }

    /** This network with its batch freed where it answers alike; closes the one that is not used. */
    private EvaluatedNetwork freed(int threads, CancelToken cancel) throws InferenceException {
        Optional<EvaluatedNetwork> freed = tryFreed(threads, cancel);
        if (freed.isEmpty()) {
            return this;
        }
        boolean alike = false;
        try {
            alike = answersLike(freed.get(), cancel);
        } finally {
            (alike ? this : freed.get()).close();
        }
        return alike ? freed.get() : this;
    }

    private Optional<EvaluatedNetwork> tryFreed(int threads, CancelToken cancel) {
        try {
            Optional<OnnxDocument> free = FreeBatch.of(document);
            if (free.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(
                    prepared(free.get(), new BatchRunner(runner.inputs().freed(), threads), cancel));
        } catch (IOException | InferenceException e) {
            LOG.debug("the batch could not be made free", e);
            return Optional.empty();
        }
    }

    private boolean answersLike(EvaluatedNetwork other, CancelToken cancel) throws InferenceException {
        int count = Math.min(COMPARED_SAMPLES, runner.inputs().size());
        float[] mine = outputs(count, cancel);
        float[] theirs;
        try {
            theirs = other.outputs(count, cancel);
        } catch (InferenceException e) {
            LOG.debug("with a free batch the network fails", e);
            return false;
        }
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < mine.length && mine.length == theirs.length; i++) {
            largest = Math.max(largest, Math.abs(mine[i]));
            boolean bothNan = Float.isNaN(mine[i]) && Float.isNaN(theirs[i]);
            difference =
                    mine[i] == theirs[i] || bothNan ? difference : Math.max(difference, distance(mine[i], theirs[i]));
        }
        boolean half = runner.inputs().isHalf();
        return mine.length == theirs.length && difference <= largest * (half ? SAME_IN_HALF_PRECISION : SAME);
    }

    private static double distance(float a, float b) {
        double distance = Math.abs((double) a - b);
        return Double.isNaN(distance) ? Double.POSITIVE_INFINITY : distance;
    }

    private float[] outputs(int count, CancelToken cancel) throws InferenceException {
        Answers answers = new Answers(base.output(), count, false, true);
        runner.run(base, 0, count, answers, new Progress(), cancel);
        return answers.outputs();
    }

    @Override
    public void close() {
        runner.close();
        base.close();
    }
}
