package org.bitwright.runtime;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.bitwright.model.Dataset;
import org.bitwright.model.Preprocessing;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;
import org.bitwright.task.Progress;

/**
 * Runs a network on a data set, as it is or with some constants replaced and activations rounded, in the way that is
 * cheapest for this model, found by measuring once (architecture, "Decisions that shape speed"). Owns native memory: one owner,
 * closed by it. Calls from several threads are served one after the other.
 *
 * <p>The first output is read. On labelled data it must be one number a class; on unlabelled data it may have any shape
 * whose first axis counts the samples, and the prediction is the arg-max over all numbers of a sample. Of one number it is
 * whether it says yes.
 */
public final class CandidateEvaluator implements AutoCloseable {
    private static final int CANCEL_CHECK_MILLIS = 50;

    private final Dataset data;
    private final EvaluatedNetwork network;
    private final CandidateNetworks candidates;
    private final float yesFrom;
    private final ReentrantLock lock = new ReentrantLock(true);
    private boolean closed;

    private CandidateEvaluator(Dataset data, EvaluatedNetwork network, CandidateNetworks candidates) {
        this.data = data;
        this.network = network;
        this.candidates = candidates;
        this.yesFrom = YesFrom.of(network.document(), network.base().output());
    }

    /**
     * Prepares inference. The network must have one float input whose shape fits the samples: equal but for axes of
     * extent 1, or flattened.
     *
     * @throws InferenceException if network and data do not fit, in a user's words
     */
    public static CandidateEvaluator open(OnnxDocument document, Dataset data, Preprocessing preprocessing)
            throws InferenceException {
        return open(document, data, preprocessing, CancelToken.none());
    }

    /**
     * The same, as long as it is wanted.
     *
     * @throws java.util.concurrent.CancellationException if {@code cancel} is set
     */
    public static CandidateEvaluator open(
            OnnxDocument document, Dataset data, Preprocessing preprocessing, CancelToken cancel)
            throws InferenceException {
        return open(document, data, preprocessing, CandidateNetworks.Way.UNDECIDED, cancel);
    }

    /**
     * Prepares inference of a file, such as one that was just exported.
     *
     * @throws IOException if the file is no ONNX model that can be opened
     */
    public static CandidateEvaluator openFile(Path file, Dataset data, Preprocessing preprocessing)
            throws IOException, InferenceException {
        return open(OnnxDocument.open(file), data, preprocessing);
    }

    static CandidateEvaluator open(
            OnnxDocument document, Dataset data, Preprocessing preprocessing, CandidateNetworks.Way way)
            throws InferenceException {
        return open(document, data, preprocessing, way, CancelToken.none());
    }

    private static CandidateEvaluator open(
            OnnxDocument document,
            Dataset data,
            Preprocessing preprocessing,
            CandidateNetworks.Way way,
            CancelToken cancel)
            throws InferenceException {
        EvaluatedNetwork network = EvaluatedNetwork.of(document, data, preprocessing, Parallel.threads(), cancel);
        try {
            CandidateNetworks candidates = new CandidateNetworks(
                    network.document(), network.runner(), network.base().output(), data.size(), way, cancel);
            return new CandidateEvaluator(data, network, candidates);
        } catch (InferenceException | RuntimeException e) {
            network.close();
            throw e;
        }
    }

    /**
     * Runs samples {@code first} … {@code first + count − 1}. With dynamic quantizers the samples run one by one, so
     * that each range is that of one sample, as in a deployed network that answers one sample at a time; a network
     * that takes another fixed number of them is run on that many.
     *
     * @param keepOutputs whether outputs are wanted besides predictions
     * @throws java.util.concurrent.CancellationException if {@code cancel} is set, within a second
     */
    public Evaluation evaluate(
            Candidate candidate, int first, int count, boolean keepOutputs, Progress progress, CancelToken cancel)
            throws InferenceException {
        Objects.checkFromIndexSize(first, count, data.size());
        acquire(cancel);
        try {
            if (closed) {
                throw new IllegalStateException("the evaluator is closed");
            }
            cancel.throwIfCancelled();
            long start = System.nanoTime();
            Answers answers = answers(count, keepOutputs);
            if (candidate.isFloat()) {
                network.runner().run(network.base(), first, count, answers, progress, cancel);
            } else {
                candidates.run(candidate, first, count, answers, progress, cancel);
            }
            return evaluation(first, answers, (System.nanoTime() - start) * 1e-9);
        } finally {
            lock.unlock();
        }
    }

    /** For what is answered outside this evaluator, by a part of the network. */
    Answers answers(int count, boolean keepOutputs) {
        return new Answers(network.base().output(), count, data.labels().isPresent(), keepOutputs, yesFrom);
    }

    Evaluation evaluation(int first, Answers answers, double seconds) {
        return new Evaluation(
                first, answers.predictions(), correct(answers.predictions(), first), answers.outputs(), seconds);
    }

    BatchRunner runner() {
        return network.runner();
    }

    /** What a candidate that is not dynamic is run as; found by measuring where that was not done before. */
    CandidateForm form(Candidate candidate, CancelToken cancel) throws InferenceException {
        acquire(cancel);
        try {
            return candidates.form(candidate, cancel);
        } finally {
            lock.unlock();
        }
    }

    /** Number of samples of the data set. */
    public int samples() {
        return data.size();
    }

    /** How candidates with other weights alone are run, for logs and benchmarks: undecided, constants or inputs. */
    public String way() {
        return candidates.way().name().toLowerCase(Locale.ROOT);
    }

    /** How candidates with rounded activations are run, for logs and benchmarks: operators, and samples at once. */
    public String roundingWay() {
        return candidates.roundingWay();
    }

    /** Closes after the evaluation that is under way, if one is. */
    @Override
    public void close() {
        lock.lock();
        try {
            if (!closed) {
                closed = true;
                candidates.close();
                network.close();
            }
        } finally {
            lock.unlock();
        }
    }

    private void acquire(CancelToken cancel) {
        try {
            while (!lock.tryLock(CANCEL_CHECK_MILLIS, TimeUnit.MILLISECONDS)) {
                cancel.throwIfCancelled();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        }
    }

    private long correct(int[] predictions, int first) {
        if (data.labels().isEmpty()) {
            return -1;
        }
        int[] labels = data.labels().get();
        long correct = 0;
        for (int i = 0; i < predictions.length; i++) {
            correct += predictions[i] == labels[first + i] ? 1 : 0;
        }
        return correct;
    }
}
