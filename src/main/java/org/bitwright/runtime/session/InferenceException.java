package org.bitwright.runtime.session;

/** Inference that cannot be done, or failed; the message is in a user's words. */
public final class InferenceException extends Exception {
    private static final long serialVersionUID = 1L;

    public InferenceException(String message) {
        super(message);
    }

    public InferenceException(String message, Throwable cause) {
        super(message, cause);
    }
}
