package org.bitwright.training.graph;

/** An operator has no differentiable form here; the message says why, in a user's words, as a whole sentence. */
final class Unconvertible extends Exception {
    private static final long serialVersionUID = 1L;

    Unconvertible(String reason) {
        super(reason);
    }
}
