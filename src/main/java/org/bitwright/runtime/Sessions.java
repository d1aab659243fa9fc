package org.bitwright.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OptimizedNetwork;
import org.bitwright.onnx.SessionSource;
import org.bitwright.onnx.SuppliedWeights;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.runtime.session.Ingredients;
import org.bitwright.runtime.session.Recipe;
import org.bitwright.runtime.session.Session;
import org.bitwright.runtime.session.SessionOptions;
import org.bitwright.task.CancelToken;

/**
 * Makes sessions, only ever from documents that were checked when they were opened. Each session uses one thread a run:
 * samples are spread over threads by running several batches at once, which was measured faster than threads within an
 * operator (about 1.5 times on small CNNs, more when other programs want the cores too).
 */
final class Sessions {
    private Sessions() {}

    /** @throws InferenceException if the document cannot be run */
    static Session of(OnnxDocument document) throws InferenceException {
        return of(document, CancelToken.none());
    }

    /** @throws java.util.concurrent.CancellationException if the token is cancelled, here and below */
    static Session of(OnnxDocument document, CancelToken cancel) throws InferenceException {
        return of(document, usual(false), cancel);
    }

    /** A session that rounds values where the document says so, instead of fusing quantizers into integer operators. */
    static Session simulating(OnnxDocument document) throws InferenceException {
        return of(document, usual(true), CancelToken.none());
    }

    /**
     * A session with other values of constants.
     *
     * @param constants by name, in storage order; whoever gives them does not write to them any more
     * @param rounds whether the document says where values are rounded
     * @throws IllegalArgumentException if the document has no float constant of a name, or the number of values differs
     */
    static Session with(Map<String, float[]> constants, OnnxDocument document, boolean rounds, CancelToken cancel)
            throws InferenceException {
        return with(constants, document, usual(rounds), cancel);
    }

    /**
     * What becomes of a network with other constants when a session is made of it. It is written to a file for a moment.
     *
     * @param constants as in {@link #with}
     */
    static OptimizedNetwork optimized(
            Map<String, float[]> constants, OnnxDocument document, boolean rounds, CancelToken cancel)
            throws IOException, InferenceException {
        Path file = Files.createTempFile(Engines.current().folder(), "optimized-", ".onnx");
        try {
            with(constants, document, usual(rounds).writing(file), cancel).close();
            return OptimizedNetwork.read(file);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static Session with(
            Map<String, float[]> constants, OnnxDocument document, SessionOptions options, CancelToken cancel)
            throws InferenceException {
        return Engines.current().open(recipe(constants, document, options), cancel);
    }

    /** What {@link #with} makes a session of. Keeps the constants as they are given, not in native memory. */
    static Recipe recipe(Map<String, float[]> constants, OnnxDocument document, SessionOptions options) {
        Map<String, float[]> kept = Map.copyOf(constants);
        return () -> new Ingredients(
                name(document),
                SuppliedWeights.without(document, kept.keySet()),
                options,
                ConstantValues.of(document, kept));
    }

    /** How a network is got that was optimized before, or a part of one. */
    @FunctionalInterface
    interface Optimized {
        SessionSource source() throws IOException;
    }

    /**
     * A session of a network that was optimized before, or a part of one: nothing of it is changed.
     *
     * @param original what was optimized, for messages
     * @param optimized asked whenever the session has to be made
     */
    static Session asItIs(OnnxDocument original, Optimized optimized, boolean rounds, CancelToken cancel)
            throws InferenceException {
        SessionOptions options = usual(rounds).withoutOptimization();
        Recipe recipe = () -> new Ingredients(name(original), optimized.source(), options, Map.of());
        return Engines.current().open(recipe, cancel);
    }

    /**
     * A session as a user of a file makes it: every option is ONNX Runtime's default but the number of threads.
     *
     * @param threads within an operator
     */
    static Session deployed(OnnxDocument document, int threads, CancelToken cancel) throws InferenceException {
        return of(document, SessionOptions.usual(threads), cancel);
    }

    /** The same, whose optimized graph is written to a file besides. */
    static Session optimized(OnnxDocument document, Path file, CancelToken cancel) throws InferenceException {
        return of(document, SessionOptions.usual(1).writing(file), cancel);
    }

    private static Session of(OnnxDocument document, SessionOptions options, CancelToken cancel)
            throws InferenceException {
        Recipe recipe = () -> new Ingredients(name(document), document.sessionSource(), options, Map.of());
        return Engines.current().open(recipe, cancel);
    }

    private static String name(OnnxDocument document) {
        Path name = document.file().getFileName();
        return name == null ? document.file().toString() : name.toString();
    }

    private static SessionOptions usual(boolean keepsQuantizers) {
        SessionOptions options = SessionOptions.usual(1);
        if (keepsQuantizers) {
            options = options.with("session.disable_quant_qdq", "1").with("session.disable_double_qdq_remover", "1");
        }
        // Without it MatMulNBits rounds activations to 8 bits: relative error 5e-3 instead of 2e-7.
        return options.with("session.qdq_matmulnbits_accuracy_level", "1");
    }
}
