package org.bitwright.runtime;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.quant.UniformGrid;
import org.bitwright.quant.target.Quantizer;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;

/**
 * Runs a network whose activations are rounded, in the way that is fastest for this model: which operators round, in
 * which layout, and how many samples run together, since what is written between the operators has to stay in the
 * caches. Measured once for grids of up to 8 bits and once for wider ones, where there are samples enough to be worth
 * it. A candidate has a session of its own, with the weights as constants: scales as inputs would cost a transformer of
 * 140 quantizers some 500 more inputs a run, as much as making its session.
 */
final class RoundingNetworks {
    private static final int NARROW_LEVELS = 256;

    private final RoundingSessions sessions;
    private final BatchRunner runner;
    private final String output;
    private final int dataSize;
    private final Map<Boolean, RoundingWay> ways = new HashMap<>();

    RoundingNetworks(OnnxDocument document, BatchRunner runner, String output, int dataSize) {
        this.sessions = new RoundingSessions(document);
        this.runner = runner;
        this.output = output;
        this.dataSize = dataSize;
    }

    /** The ways that were found, for logs and benchmarks. */
    String way() {
        return ways.isEmpty()
                ? "undecided"
                : ways.entrySet().stream()
                        .map(entry -> (entry.getKey() ? "wide " : "") + entry.getValue())
                        .collect(Collectors.joining("; "));
    }

    void run(Candidate candidate, int first, int count, Answers into, Progress progress, CancelToken cancel)
            throws InferenceException {
        RoundingWay way = candidate.isDynamic() ? RoundingWay.USUAL.atOnce(1) : way(candidate, cancel);
        cancel.throwIfCancelled();
        try (PreparedNetwork network =
                new PreparedNetwork(sessions.of(candidate, way, cancel), output, Map.of(), way.atOnce())) {
            runner.run(network, first, count, into, progress, cancel);
        }
    }

    /** What a candidate of static ranges is run as: the network with what rounds its activations. */
    CandidateForm form(Candidate candidate, CancelToken cancel) throws InferenceException {
        RoundingWay way = way(candidate, cancel);
        OnnxDocument rounding = sessions.rounding(candidate.activations(), way.form());
        return new CandidateForm(rounding, way.inBlocks(), way.atOnce(), true);
    }

    private RoundingWay way(Candidate candidate, CancelToken cancel) throws InferenceException {
        boolean wide = candidate.activations().values().stream().anyMatch(RoundingNetworks::isWide);
        RoundingWay known = ways.get(wide);
        if (known != null) {
            return known;
        }
        RoundingWay found = RoundingTrials.areWorth(dataSize) ? fastest(candidate, cancel) : RoundingWay.USUAL;
        ways.put(wide, found);
        return found;
    }

    private RoundingWay fastest(Candidate candidate, CancelToken cancel) throws InferenceException {
        try (RoundingTrials trials = new RoundingTrials(sessions, runner, output, dataSize)) {
            return trials.fastest(candidate, cancel);
        }
    }

    private static boolean isWide(Quantizer quantizer) {
        return quantizer instanceof Quantizer.Static fixed
                && fixed.grid() instanceof UniformGrid grid
                && grid.levels() > NARROW_LEVELS;
    }
}
