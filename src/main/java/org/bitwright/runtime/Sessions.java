package org.bitwright.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.SessionSource;

/**
 * Makes sessions, only ever from documents that were checked when they were opened. Each session uses one thread a run:
 * samples are spread over threads by running several batches at once, which was measured faster than threads within an
 * operator (about 1.5 times on small CNNs, more when other programs want the cores too).
 */
final class Sessions {
    private Sessions() {}

    static OrtEnvironment environment() {
        // Errors reach the user as exceptions; the runtime would print them as well.
        return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
    }

    /** @throws InferenceException if the document cannot be run */
    static OrtSession of(OnnxDocument document) throws InferenceException {
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
            return environment().createSession(source.model(), options);
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
