package org.bitwright.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.SessionSource;
import org.bitwright.task.DeepStack;
import org.jspecify.annotations.Nullable;

/**
 * Makes sessions, only ever from documents that were checked when they were opened. Each session uses one thread a run:
 * samples are spread over threads by running several batches at once, which was measured faster than threads within an
 * operator (about 1.5 times on small CNNs, more when other programs want the cores too).
 */
final class Sessions {
    private Sessions() {}

    private static @Nullable OrtEnvironment environment;

    /**
     * The one environment of the process. ONNX Runtime 1.29 on Linux reads the process's command line for its telemetry
     * with a regular expression that recurses for every character: a command line of some 8 KB, as a long class path
     * makes it, overflowed a thread's usual 1 MB stack and ended the process. Hence the deep stack.
     */
    static synchronized OrtEnvironment environment() {
        OrtEnvironment made = environment;
        if (made == null) {
            made = DeepStack.call(Sessions::makeEnvironment);
            environment = made;
        }
        return made;
    }

    private static OrtEnvironment makeEnvironment() {
        // Errors reach the user as exceptions; the runtime would print them as well.
        OrtEnvironment made = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
        try {
            made.setTelemetry(false);
        } catch (OrtException e) {
            throw new IllegalStateException("telemetry could not be switched off", e);
        }
        return made;
    }

    /** @throws InferenceException if the document cannot be run */
    static OrtSession of(OnnxDocument document) throws InferenceException {
        OrtEnvironment environment = environment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            // Without it MatMulNBits rounds activations to 8 bits: relative error 5e-3 instead of 2e-7.
            options.addConfigEntry("session.qdq_matmulnbits_accuracy_level", "1");
            SessionSource source = document.sessionSource();
            if (source.externalFolder().isPresent()) {
                options.addConfigEntry(
                        "session.model_external_initializers_file_folder_path",
                        source.externalFolder().get().toString());
            }
            return environment.createSession(source.model(), options);
        } catch (OrtException e) {
            throw OrtFailure.of("Preparing the network", e);
        } catch (IOException e) {
            throw new InferenceException("The network cannot be read: " + e.getMessage(), e);
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
