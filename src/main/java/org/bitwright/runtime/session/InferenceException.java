package org.bitwright.runtime.session;

import org.bitwright.model.Phrase;
import org.bitwright.model.Told;

/** Inference that cannot be done, or failed; it tells so in a user's words. */
public final class InferenceException extends Exception implements Told {
    private static final long serialVersionUID = 1L;

    private final transient Phrase told;

    public InferenceException(Phrase told) {
        super(told.toString());
        this.told = told;
    }

    public InferenceException(Phrase told, Throwable cause) {
        super(told.toString(), cause);
        this.told = told;
    }

    @Override
    public Phrase told() {
        return told;
    }
}
