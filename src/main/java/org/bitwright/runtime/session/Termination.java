package org.bitwright.runtime.session;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.RunOptions;
import java.util.concurrent.CancellationException;
import org.bitwright.model.Phrase;
import org.bitwright.task.CancelToken;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets a cancelled token end runs that are under way: ONNX Runtime stops before the next operator. */
final class Termination implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Termination.class);

    private final RunOptions options;
    private final CancelToken token;
    private final CancelToken.Registration registration;
    private boolean closed;

    Termination(CancelToken token) throws InferenceException {
        this.token = token;
        try {
            options = new RunOptions();
        } catch (OrtException e) {
            throw OrtFailure.of(Phrase.of("Preparing a run"), e);
        }
        registration = token.onCancel(this::terminate);
    }

    RunOptions options() {
        return options;
    }

    boolean isAsked() {
        return token.isCancelled();
    }

    /** @throws CancellationException where the token was cancelled */
    void throwIfAsked() {
        token.throwIfCancelled();
    }

    /**
     * What a failed run means.
     *
     * @throws CancellationException where the token was cancelled
     */
    InferenceException failure(OrtException e) {
        if (token.isCancelled()) {
            throw new CancellationException("cancelled");
        }
        return OrtFailure.of(Phrase.of("Running the network"), e);
    }

    private synchronized void terminate() {
        if (closed) {
            return;
        }
        try {
            options.setTerminate(true);
        } catch (OrtException e) {
            LOG.debug("a run could not be told to end", e);
        }
    }

    @Override
    public synchronized void close() {
        registration.close();
        closed = true;
        options.close();
    }
}
