package org.bitwright.runtime.child;

import java.util.concurrent.CancellationException;
import org.bitwright.runtime.session.InferenceException;

/** Tells the answers that a request hopes for from those that end it. */
final class Answers {
    private Answers() {}

    /**
     * @throws ProtocolException if the answer is none to this request
     * @throws CancellationException if the child says that the call was cancelled
     * @throws IllegalArgumentException if the child says that the request makes no sense
     */
    static void expect(Word wanted, Word got, Incoming in) throws ProtocolException, InferenceException {
        if (got == wanted) {
            return;
        }
        switch (got) {
            case FAILED -> throw new InferenceException(in.getPhrase());
            case CANCELLED -> throw new CancellationException("cancelled");
            case MISUSED -> throw new IllegalArgumentException(in.getText());
            default -> throw new ProtocolException("it answers " + got + " where " + wanted + " was asked for");
        }
    }
}
