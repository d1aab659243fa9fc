package org.bitwright.runtime;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.bitwright.model.Layer;
import org.bitwright.model.Phrase;
import org.bitwright.onnx.ActivationQuantizers;
import org.bitwright.onnx.BlockedRounding;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OptimizedNetwork;
import org.bitwright.onnx.QuantizerForm;
import org.bitwright.onnx.SessionSource;
import org.bitwright.onnx.SuppliedWeights;
import org.bitwright.quant.target.Quantizer;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.runtime.session.Session;
import org.bitwright.task.CancelToken;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes sessions of a network with rounded activations. Those that round in blocks are optimized first, rewritten and
 * made of that, without more optimization.
 */
final class RoundingSessions {
    private static final Logger LOG = LoggerFactory.getLogger(RoundingSessions.class);

    /**
     * Share of the heap that the weights of a network may take that is rounded in blocks: while the ways are tried it is
     * there some four times, and a session keeps what it is made of.
     */
    private static final int SHARE = 16;

    private final OnnxDocument document;
    private final Optimizer optimizer;

    /** Tells what a network becomes when a session is made of it. */
    @FunctionalInterface
    interface Optimizer {
        /** @throws IOException if it cannot be written or read */
        OptimizedNetwork optimized(Map<String, float[]> constants, OnnxDocument document, CancelToken cancel)
                throws IOException, InferenceException;
    }

    RoundingSessions(OnnxDocument document) {
        this(document, (constants, rounding, cancel) -> Sessions.optimized(constants, rounding, true, cancel));
    }

    RoundingSessions(OnnxDocument document, Optimizer optimizer) {
        this.document = document;
        this.optimizer = optimizer;
    }

    /** Whether there may be values to round in blocks, and memory to do so. */
    boolean mayHaveBlocks() {
        long weights =
                document.model().layers().stream().mapToLong(Layer::parameters).sum();
        return weights * Float.BYTES <= Runtime.getRuntime().maxMemory() / SHARE
                && document.model().operators().stream()
                        .anyMatch(operator -> operator.type().equals("Conv"));
    }

    /** The network with what rounds its activations. */
    OnnxDocument rounding(Map<String, Quantizer> activations, QuantizerForm form) throws InferenceException {
        try {
            return ActivationQuantizers.insert(document, activations, form);
        } catch (IOException | IllegalArgumentException e) {
            throw new InferenceException(Phrase.of("The activations cannot be rounded: %s", Phrase.toldBy(e)), e);
        }
    }

    /** A session of a candidate; as it is optimized usually where nothing of it can be rounded in blocks. */
    Session of(Candidate candidate, RoundingWay way, CancelToken cancel) throws InferenceException {
        if (way.inBlocks()) {
            Optional<Session> blocked = inBlocks(candidate, way.form(), cancel);
            if (blocked.isPresent()) {
                return blocked.get();
            }
        }
        return Sessions.with(candidate.constants(), rounding(candidate.activations(), way.form()), true, cancel);
    }

    /** A session that rounds values in the layout of convolutions; empty where it would save nothing, or cannot be made. */
    Optional<Session> inBlocks(Candidate candidate, QuantizerForm form, CancelToken cancel) throws InferenceException {
        OnnxDocument rounding = rounding(candidate.activations(), form);
        try {
            Optional<OptimizedNetwork> blocked =
                    BlockedRounding.of(optimizer.optimized(candidate.constants(), rounding, cancel));
            if (blocked.isEmpty()) {
                return Optional.empty();
            }
            Optional<Path> folder = SuppliedWeights.without(
                            rounding, candidate.constants().keySet())
                    .externalFolder();
            SessionSource source = new SessionSource(blocked.get().serialized(), folder);
            return Optional.of(Sessions.asItIs(rounding, () -> source, true, cancel));
        } catch (IOException | InferenceException | OutOfMemoryError e) {
            // No room for the network's file, or in memory for it: the usual way needs neither.
            LOG.debug("activations cannot be rounded in blocks", e);
            return Optional.empty();
        }
    }
}
