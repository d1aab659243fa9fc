package org.bitwright.runtime;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.bitwright.onnx.ActivationQuantizers;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.QuantizerForm;
import org.bitwright.quant.UniformGrid;
import org.bitwright.quant.target.Quantizer;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a network whose activations are rounded, in the way that is fastest for this model: which operators round, and
 * how many samples run together, since what is written between the operators has to stay in the caches. Measured once
 * for grids of up to 8 bits and once for wider ones, where there are samples enough to be worth it. A candidate has a
 * session of its own, with the weights as constants: scales as inputs would cost a transformer of 140 quantizers some
 * 500 more inputs a run, as much as making its session.
 */
final class RoundingNetworks {
    private static final Logger LOG = LoggerFactory.getLogger(RoundingNetworks.class);
    private static final int TRIAL_SAMPLES = 128;
    private static final int FEWEST_ROUNDS = 2;
    private static final int MOST_ROUNDS = 12;

    /** Rounds go on until they took so long: short ones tell little. */
    private static final double TRIAL_SECONDS = 0.05;

    /** How much faster another way must be than one that stands before it, so that noise does not decide. */
    private static final double CLEARLY = 0.95;

    /** Measured: 1.2 times as fast as 64 for a network of depthwise convolutions, the same for matrix products. */
    private static final int FEW = 16;

    private static final int NARROW_LEVELS = 256;

    private static final Way USUAL = new Way(QuantizerForm.INTEGERS, 0);

    private final OnnxDocument document;
    private final BatchRunner runner;
    private final String output;
    private final int dataSize;
    private final Map<Boolean, Way> ways = new HashMap<>();

    /** @param atOnce samples that run together; 0 where the runner chooses */
    private record Way(QuantizerForm form, int atOnce) {
        String text() {
            return form.name().toLowerCase(Locale.ROOT) + (atOnce == 0 ? "" : ", " + atOnce + " at once");
        }
    }

    RoundingNetworks(OnnxDocument document, BatchRunner runner, String output, int dataSize) {
        this.document = document;
        this.runner = runner;
        this.output = output;
        this.dataSize = dataSize;
    }

    /** The ways that were found, for logs and benchmarks. */
    String way() {
        return ways.isEmpty()
                ? "undecided"
                : ways.entrySet().stream()
                        .map(entry -> (entry.getKey() ? "wide " : "")
                                + entry.getValue().text())
                        .collect(Collectors.joining("; "));
    }

    void run(Candidate candidate, int first, int count, Answers into, Progress progress, CancelToken cancel)
            throws InferenceException {
        Way way = candidate.isDynamic() ? new Way(USUAL.form(), 1) : way(candidate, cancel);
        cancel.throwIfCancelled();
        try (PreparedNetwork network = network(candidate, way, cancel)) {
            runner.run(network, first, count, into, progress, cancel);
        }
    }

    /** What a candidate of static ranges is run as: the network with what rounds its activations. */
    CandidateForm form(Candidate candidate, CancelToken cancel) throws InferenceException {
        Way way = way(candidate, cancel);
        return new CandidateForm(rounding(candidate.activations(), way.form()), way.atOnce(), true);
    }

    private Way way(Candidate candidate, CancelToken cancel) throws InferenceException {
        boolean wide = candidate.activations().values().stream().anyMatch(RoundingNetworks::isWide);
        Way known = ways.get(wide);
        if (known != null) {
            return known;
        }
        Way found = dataSize < TRIAL_SAMPLES * FEWEST_ROUNDS * QuantizerForm.values().length
                ? USUAL
                : fastest(candidate, cancel);
        ways.put(wide, found);
        return found;
    }

    private static boolean isWide(Quantizer quantizer) {
        return quantizer instanceof Quantizer.Static fixed
                && fixed.grid() instanceof UniformGrid grid
                && grid.levels() > NARROW_LEVELS;
    }

    private Way fastest(Candidate candidate, CancelToken cancel) throws InferenceException {
        List<Way> possible = new ArrayList<>();
        for (QuantizerForm form : QuantizerForm.values()) {
            possible.add(new Way(form, 0));
            if (runner.mayChoose() && runner.batch() > FEW) {
                possible.add(new Way(form, FEW));
            }
        }
        double[] seconds = new double[possible.size()];
        Arrays.fill(seconds, Double.POSITIVE_INFINITY);
        List<PreparedNetwork> networks = new ArrayList<>();
        try {
            for (Way way : possible) {
                networks.add(network(candidate, way, cancel));
            }
            double spent = 0;
            for (int round = 0; round < FEWEST_ROUNDS || round < MOST_ROUNDS && spent < TRIAL_SECONDS; round++) {
                for (int i = 0; i < seconds.length; i++) {
                    double taken = trial(networks.get(i), cancel);
                    seconds[i] = Math.min(seconds[i], taken);
                    spent += taken;
                }
            }
        } finally {
            networks.forEach(PreparedNetwork::close);
        }
        int best = 0;
        for (int i = 1; i < seconds.length; i++) {
            best = seconds[i] < CLEARLY * seconds[best] ? i : best;
        }
        LOG.debug("rounding activations by {} takes {} s", possible, seconds);
        return possible.get(best);
    }

    private double trial(PreparedNetwork network, CancelToken cancel) throws InferenceException {
        int count = Math.min(TRIAL_SAMPLES, dataSize);
        long start = System.nanoTime();
        runner.run(network, 0, count, new Answers(output, count, false, false), new Progress(), cancel);
        return (System.nanoTime() - start) * 1e-9;
    }

    private PreparedNetwork network(Candidate candidate, Way way, CancelToken cancel) throws InferenceException {
        return new PreparedNetwork(
                Sessions.with(candidate.constants(), rounding(candidate.activations(), way.form()), true, cancel),
                output,
                Map.of(),
                way.atOnce());
    }

    private OnnxDocument rounding(Map<String, Quantizer> activations, QuantizerForm form) throws InferenceException {
        try {
            return ActivationQuantizers.insert(document, activations, form);
        } catch (IOException | IllegalArgumentException e) {
            throw new InferenceException("The activations cannot be rounded: " + e.getMessage(), e);
        }
    }
}
