package org.bitwright.training.graph;

import org.bitwright.model.Phrase;
import org.bitwright.model.Told;

/** An operator has no differentiable form here; the message says why, in a user's words, as a whole sentence. */
final class Unconvertible extends Exception implements Told {
    private static final long serialVersionUID = 1L;

    private final transient Phrase reason;

    Unconvertible(Phrase reason) {
        super(reason.toString());
        this.reason = reason;
    }

    @Override
    public Phrase told() {
        return reason;
    }
}
