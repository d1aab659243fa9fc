package org.bitwright.runtime.session;

import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.bitwright.model.Phrase;
import org.bitwright.task.CancelToken;

/** Sessions of ONNX Runtime in this process. What kills one kills the process. */
public final class LocalEngine implements Engine {
    private static final int ALIGNMENT = 64;

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

    @Override
    public Session open(Recipe recipe, CancelToken cancel) throws InferenceException {
        try {
            Ingredients made = recipe.ingredients();
            cancel.throwIfCancelled();
            return open(
                    made, options -> environment().createSession(made.source().model(), options));
        } catch (IOException e) {
            throw new InferenceException(Phrase.of("The network cannot be read: %s", Phrase.toldBy(e)), e);
        }
    }

    /**
     * A session of a model in a direct buffer, which is not copied to the heap.
     *
     * @param made everything but the model
     */
    public Session open(ByteBuffer model, Ingredients made) throws InferenceException {
        return open(made, options -> environment().createSession(model, options));
    }

    /** Gives the model to ONNX Runtime. */
    @FunctionalInterface
    private interface Creation {
        OrtSession with(OrtSession.SessionOptions options) throws OrtException;
    }

    private static Session open(Ingredients made, Creation creation) throws InferenceException {
        Map<String, OnnxTensorLike> initializers = new HashMap<>();
        try (OrtSession.SessionOptions options = options(made)) {
            for (Map.Entry<String, Values> entry : made.initializers().entrySet()) {
                initializers.put(entry.getKey(), OrtTensors.over(entry.getValue()));
            }
            if (!initializers.isEmpty()) {
                // copied while the session is made
                options.addExternalInitializers(initializers);
            }
            return new LocalSession(creation.with(options));
        } catch (OrtException e) {
            throw OrtFailure.of(Phrase.of("Preparing the network"), e);
        } finally {
            initializers.values().forEach(OnnxTensorLike::close);
        }
    }

    private static OrtSession.SessionOptions options(Ingredients made) throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        try {
            set(options, made);
            return options;
        } catch (OrtException | RuntimeException e) {
            options.close();
            throw e;
        }
    }

    private static void set(OrtSession.SessionOptions options, Ingredients made) throws OrtException {
        options.setIntraOpNumThreads(made.options().threads());
        if (!made.options().optimizes()) {
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
        }
        for (Map.Entry<String, String> entry : made.options().entries().entrySet()) {
            options.addConfigEntry(entry.getKey(), entry.getValue());
        }
        if (made.options().optimizedFile().isPresent()) {
            options.setOptimizedModelFilePath(
                    made.options().optimizedFile().get().toString());
        }
        if (made.source().externalFolder().isPresent()) {
            options.addConfigEntry(
                    "session.model_external_initializers_file_folder_path",
                    made.source().externalFolder().get().toString());
        }
    }

    @Override
    public ByteBuffer room(int bytes) {
        return aligned(bytes);
    }

    /** Memory of this process, as {@link #room} gives it. */
    public static ByteBuffer aligned(int bytes) {
        return ByteBuffer.allocateDirect(Math.addExact(bytes, 2 * ALIGNMENT))
                .alignedSlice(ALIGNMENT)
                .slice(0, bytes)
                .order(ByteOrder.nativeOrder());
    }

    @Override
    public Optional<StandingOrder> order(List<Request> requests) throws InferenceException {
        return Optional.of(orderHere(requests));
    }

    /** The same of this process, where all memory is in reach. */
    public LocalOrder orderHere(List<Request> requests) throws InferenceException {
        return new LocalOrder(requests);
    }

    /** The system's folder for temporary files, which nobody but the system tidies up. */
    @Override
    public Path folder() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    @Override
    public String runtime() {
        return "ONNX Runtime " + environment().getVersion();
    }

    /** None: the program does not outlive them. */
    @Override
    public List<Incident> incidents() {
        return List.of();
    }

    @Override
    public void onIncident(Consumer<Incident> listener) {
        // there are none
    }

    /** Sessions live until they are closed themselves. */
    @Override
    public void close() {
        // the environment is the process's
    }
}
