package org.bitwright.runtime;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.bitwright.model.Layer;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs candidates of a network: those with rounded activations as {@link RoundingNetworks} does; those with other
 * weights alone in the cheaper of two ways, a new session a candidate with the weights as constants, or one session with
 * the weights as inputs. Constants keep ONNX Runtime's packed and blocked layouts, so they are the rule; inputs are
 * tried, once, only where matrix products hold most weights and making sessions costs more than a tenth of a pass. Owns
 * what it makes.
 */
final class CandidateNetworks implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CandidateNetworks.class);

    /**
     * Share of a pass that making sessions may cost before the other way is tried: it takes 1.05 to 1.2 times as long
     * even where matrices are multiplied.
     */
    private static final double WORTH_TRYING = 0.1;

    /** How much cheaper the other way must be, so that noise does not decide. */
    private static final double CLEARLY = 0.95;

    /** A sweep runs a candidate on a part of the data and then on the rest: two sessions. */
    private static final int SESSIONS_A_CANDIDATE = 2;

    /** Enough for several threads where many samples run together. */
    private static final int TRIAL_SAMPLES = 1024;

    /** What a trial should take at least, so that a thread that begins late does not decide. */
    private static final double TRIAL_SECONDS = 0.01;

    private static final int TRIALS = 3;

    /**
     * Weights that are inputs are packed anew in each run: with 64 samples a run, LeNet-300-100 took 1.18 times as long
     * as with constants, with 256 samples 1.02 times.
     */
    private static final int MANY_SAMPLES = 256;

    private final OnnxDocument document;
    private final BatchRunner runner;
    private final String output;
    private final int dataSize;
    private final RoundingNetworks rounding;
    private Way way;
    private @Nullable PromotedNetwork promoted;

    /** How weights are replaced. */
    enum Way {
        UNDECIDED,
        CONSTANTS,
        INPUTS
    }

    /** @param way {@link Way#UNDECIDED}, except where a test wants one way */
    CandidateNetworks(
            OnnxDocument document, BatchRunner runner, String output, int dataSize, Way way, CancelToken cancel)
            throws InferenceException {
        this.document = document;
        this.runner = runner;
        this.output = output;
        this.dataSize = dataSize;
        this.rounding = new RoundingNetworks(document, runner, output, dataSize);
        this.way = way == Way.UNDECIDED && !mostlyMatrixProducts() ? Way.CONSTANTS : way;
        this.promoted = way == Way.INPUTS ? promoted(cancel) : null;
    }

    Way way() {
        return way;
    }

    String roundingWay() {
        return rounding.way();
    }

    /** What a candidate that is not dynamic is run as where its constants are those of a session. */
    CandidateForm form(Candidate candidate, CancelToken cancel) throws InferenceException {
        return candidate.activations().isEmpty()
                ? new CandidateForm(document, false, 0, false)
                : rounding.form(candidate, cancel);
    }

    void run(Candidate candidate, int first, int count, Answers into, Progress progress, CancelToken cancel)
            throws InferenceException {
        if (!candidate.activations().isEmpty()) {
            rounding.run(candidate, first, count, into, progress, cancel);
            return;
        }
        Map<String, float[]> weights = candidate.constants();
        PromotedNetwork inputs = promoted;
        if (inputs != null && inputs.holds(weights.keySet())) {
            runner.run(inputs.with(weights), first, count, into, progress, cancel);
            return;
        }
        long start = System.nanoTime();
        try (PreparedNetwork network = constants(weights, cancel)) {
            cancel.throwIfCancelled();
            double creation = (System.nanoTime() - start) * 1e-9;
            long running = System.nanoTime();
            runner.run(network, first, count, into, progress, cancel);
            double perSample = (System.nanoTime() - running) * 1e-9 / count;
            if (way == Way.UNDECIDED && areLayers(weights.keySet())) {
                decide(network, weights, creation, perSample, cancel);
            }
        }
    }

    private PromotedNetwork promoted(CancelToken cancel) throws InferenceException {
        int atOnce = hasOneRowASample() ? runner.together(MANY_SAMPLES) : 0;
        return new PromotedNetwork(document, output, atOnce, cancel);
    }

    /** Whether samples are single rows of all matrices, so that many of them take little memory: no sequences. */
    private boolean hasOneRowASample() {
        return document.model().layers().stream().allMatch(layer -> layer.op().equals("Gemm"))
                && document.model().operators().stream()
                        .noneMatch(operator -> operator.type().equals("MatMul"));
    }

    private PreparedNetwork constants(Map<String, float[]> weights, CancelToken cancel) throws InferenceException {
        return new PreparedNetwork(Sessions.with(weights, document, false, cancel), output, Map.of());
    }

    private void decide(
            PreparedNetwork constants,
            Map<String, float[]> weights,
            double creation,
            double perSample,
            CancelToken cancel)
            throws InferenceException {
        double creations = creation * SESSIONS_A_CANDIDATE;
        way = Way.CONSTANTS;
        if (creations < WORTH_TRYING * perSample * dataSize) {
            return;
        }
        PromotedNetwork trial = promoted(cancel);
        boolean kept = false;
        try {
            double byInputs = Double.POSITIVE_INFINITY;
            double byConstants = Double.POSITIVE_INFINITY;
            int count = (int) Math.min(dataSize, Math.max(TRIAL_SAMPLES, TRIAL_SECONDS / perSample));
            for (int round = 0; round < TRIALS; round++) {
                byConstants = Math.min(byConstants, trialPass(constants, count, cancel));
                byInputs = Math.min(byInputs, trialPass(trial.with(weights), count, cancel));
            }
            double scale = (double) dataSize / count;
            kept = byInputs * scale < CLEARLY * (byConstants * scale + creations);
            LOG.debug(
                    "a pass takes {} s with new sessions, of which {} s make them, and {} s with weights as inputs",
                    byConstants * scale + creations,
                    creations,
                    byInputs * scale);
        } finally {
            if (!kept) {
                trial.close();
            }
        }
        if (kept) {
            promoted = trial;
            way = Way.INPUTS;
        }
    }

    private double trialPass(PreparedNetwork network, int count, CancelToken cancel) throws InferenceException {
        long start = System.nanoTime();
        runner.run(network, 0, count, new Answers(output, count, false, false), new Progress(), cancel);
        return (System.nanoTime() - start) * 1e-9;
    }

    /** Other constants, such as changed biases, cannot be inputs: they say nothing about the better way. */
    private boolean areLayers(Set<String> names) {
        return document.model().layers().stream()
                .map(layer -> layer.weight().name())
                .collect(Collectors.toSet())
                .containsAll(names);
    }

    private boolean mostlyMatrixProducts() {
        long all = 0;
        long products = 0;
        for (Layer layer : document.model().layers()) {
            all += layer.parameters();
            boolean product = layer.op().equals("MatMul") || layer.op().equals("Gemm");
            products += product ? layer.parameters() : 0;
        }
        boolean convolves =
                document.model().layers().stream().anyMatch(layer -> layer.op().equals("Conv"));
        // Convolutions lose their blocked layout: even where products hold most weights, runs take longer than
        // sessions.
        return products * 2 > all && !convolves;
    }

    @Override
    public void close() {
        if (promoted != null) {
            promoted.close();
            promoted = null;
        }
    }
}
