package org.bitwright.runtime;

import java.util.Map;
import java.util.Objects;
import org.bitwright.model.Dataset;
import org.bitwright.model.Preprocessing;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.runtime.session.Session;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;
import org.bitwright.task.Progress;

/**
 * A network as a user of its file runs it: in a session with ONNX Runtime's default options, which fuses quantizers
 * into integer operators and computes MatMulNBits with the accuracy level that is the default there. Where ranges are
 * found as it runs, samples run one by one. Owns native memory; used by one thread.
 */
public final class DeployedNetwork implements AutoCloseable {
    private final Dataset data;
    private final BatchRunner runner;
    private final PreparedNetwork network;
    private final float yesFrom;

    private DeployedNetwork(Dataset data, BatchRunner runner, PreparedNetwork network, float yesFrom) {
        this.data = data;
        this.runner = runner;
        this.network = network;
        this.yesFrom = yesFrom;
    }

    /** @throws InferenceException if it cannot be run, or network and data do not fit */
    public static DeployedNetwork open(
            OnnxDocument document, Dataset data, Preprocessing preprocessing, CancelToken cancel)
            throws InferenceException {
        return open(document, false, data, preprocessing, cancel);
    }

    /** The same but for products with narrow weights, which leave activations in float (accuracy level 1). */
    public static DeployedNetwork openExact(
            OnnxDocument document, Dataset data, Preprocessing preprocessing, CancelToken cancel)
            throws InferenceException {
        return open(document, true, data, preprocessing, cancel);
    }

    private static DeployedNetwork open(
            OnnxDocument document, boolean exact, Dataset data, Preprocessing preprocessing, CancelToken cancel)
            throws InferenceException {
        NetworkInputs inputs = NetworkInputs.of(document.model(), data, preprocessing);
        boolean dynamic = document.model().operators().stream()
                .anyMatch(operator -> operator.type().equals("DynamicQuantizeLinear"));
        Session session = exact ? Sessions.of(document, cancel) : Sessions.deployed(document, 1, cancel);
        PreparedNetwork network = new PreparedNetwork(session, inputs.output(), Map.of(), dynamic ? 1 : 0);
        float yesFrom = YesFrom.of(document, inputs.output());
        return new DeployedNetwork(data, new BatchRunner(inputs, Parallel.threads()), network, yesFrom);
    }

    /**
     * Runs samples {@code first} … {@code first + count − 1}.
     *
     * @param keepOutputs whether outputs are wanted besides predictions
     * @throws java.util.concurrent.CancellationException if {@code cancel} is set
     */
    public Evaluation evaluate(int first, int count, boolean keepOutputs, Progress progress, CancelToken cancel)
            throws InferenceException {
        Objects.checkFromIndexSize(first, count, data.size());
        long start = System.nanoTime();
        Answers answers = new Answers(network.output(), count, data.labels().isPresent(), keepOutputs, yesFrom);
        runner.run(network, first, count, answers, progress, cancel);
        int[] predictions = answers.predictions();
        double seconds = (System.nanoTime() - start) * 1e-9;
        return new Evaluation(first, predictions, correct(predictions, first), answers.outputs(), seconds);
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

    @Override
    public void close() {
        runner.close();
        network.close();
    }
}
