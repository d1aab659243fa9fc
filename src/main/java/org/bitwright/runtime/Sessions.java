package org.bitwright.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.SessionSource;
import org.bitwright.onnx.SuppliedWeights;

/**
 * Makes sessions, only ever from documents that were checked when they were opened. Each session uses one thread a run:
 * samples are spread over threads by running several batches at once, which was measured faster than threads within an
 * operator (about 1.5 times on small CNNs, more when other programs want the cores too).
 */
final class Sessions {
    private Sessions() {}

    /** The one environment of the process. */
    static OrtEnvironment environment() {
        return Holder.ENVIRONMENT;
    }

    private static final class Holder {
        static final OrtEnvironment ENVIRONMENT = make();

        private static OrtEnvironment make() {
            // Errors reach the user as exceptions; the runtime would print them as well.
            OrtEnvironment made = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            try {
                // Windows builds trace to the system's event log unless told not to.
                made.setTelemetry(false);
            } catch (OrtException e) {
                throw new IllegalStateException("telemetry could not be switched off", e);
            }
            return made;
        }
    }

    /** @throws InferenceException if the document cannot be run */
    static OrtSession of(OnnxDocument document) throws InferenceException {
        return of(document, false);
    }

    /** A session that rounds values where the document says so, instead of fusing quantizers into integer operators. */
    static OrtSession simulating(OnnxDocument document) throws InferenceException {
        return of(document, true);
    }

    /**
     * A session with other values of constants.
     *
     * @param constants by name, in storage order
     * @param rounds whether the document says where values are rounded
     * @throws IllegalArgumentException if the document has no float constant of a name, or the number of values differs
     */
    static OrtSession with(Map<String, float[]> constants, OnnxDocument document, boolean rounds)
            throws InferenceException {
        return with(constants, document, rounds, options -> {});
    }

    /**
     * Writes what becomes of a network with other constants when a session is made of it.
     *
     * @param constants as in {@link #with}
     */
    static void writeOptimized(Map<String, float[]> constants, OnnxDocument document, boolean rounds, Path file)
            throws InferenceException {
        close(with(constants, document, rounds, options -> options.setOptimizedModelFilePath(file.toString())));
    }

    private static OrtSession with(Map<String, float[]> constants, OnnxDocument document, boolean rounds, Setting more)
            throws InferenceException {
        try (SuppliedTensors tensors = SuppliedTensors.of(document, constants)) {
            return created(SuppliedWeights.without(document, constants.keySet()), options -> {
                usual(options, rounds);
                more.set(options);
                if (!constants.isEmpty()) {
                    // copied while the session is made
                    options.addExternalInitializers(tensors.byName());
                }
            });
        } catch (IOException e) {
            throw new InferenceException("The network cannot be prepared: " + e.getMessage(), e);
        }
    }

    /** A session of a network that was optimized before, or a part of one: nothing of it is changed. */
    static OrtSession asItIs(SessionSource optimized, boolean rounds) throws InferenceException {
        return created(optimized, options -> {
            usual(options, rounds);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
        });
    }

    /**
     * A session as a user of a file makes it: every option is ONNX Runtime's default but the number of threads.
     *
     * @param threads within an operator
     */
    static OrtSession deployed(OnnxDocument document, int threads) throws InferenceException {
        return created(document, options -> options.setIntraOpNumThreads(threads));
    }

    /** The same, whose optimized graph is written to a file besides. */
    static OrtSession optimized(OnnxDocument document, Path file) throws InferenceException {
        return created(document, options -> {
            options.setIntraOpNumThreads(1);
            options.setOptimizedModelFilePath(file.toString());
        });
    }

    private static OrtSession of(OnnxDocument document, boolean keepsQuantizers) throws InferenceException {
        return created(document, options -> usual(options, keepsQuantizers));
    }

    private static void usual(OrtSession.SessionOptions options, boolean keepsQuantizers) throws OrtException {
        if (keepsQuantizers) {
            options.addConfigEntry("session.disable_quant_qdq", "1");
            options.addConfigEntry("session.disable_double_qdq_remover", "1");
        }
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        // Without it MatMulNBits rounds activations to 8 bits: relative error 5e-3 instead of 2e-7.
        options.addConfigEntry("session.qdq_matmulnbits_accuracy_level", "1");
    }

    /** Sets options of a session. */
    @FunctionalInterface
    private interface Setting {
        void set(OrtSession.SessionOptions options) throws OrtException;
    }

    private static OrtSession created(OnnxDocument document, Setting setting) throws InferenceException {
        try {
            return created(document.sessionSource(), setting);
        } catch (IOException e) {
            throw new InferenceException("The network cannot be read: " + e.getMessage(), e);
        }
    }

    private static OrtSession created(SessionSource source, Setting setting) throws InferenceException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            setting.set(options);
            if (source.externalFolder().isPresent()) {
                options.addConfigEntry(
                        "session.model_external_initializers_file_folder_path",
                        source.externalFolder().get().toString());
            }
            return environment().createSession(source.model(), options);
        } catch (OrtException e) {
            throw OrtFailure.of("Preparing the network", e);
        }
    }

    /** Closes what a session or its tensors hold; a failure to do so is no user's concern. */
    static void close(OrtSession session) {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("a session could not be closed", e);
        }
    }
}
