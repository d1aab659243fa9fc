package org.bitwright.optimize;

import org.bitwright.model.Phrase;
import org.bitwright.model.Told;

/** Nothing can be computed with such numbers, told in a user's words. */
final class NotFiniteException extends ArithmeticException implements Told {
    private static final long serialVersionUID = 1L;

    private final transient Phrase told;

    NotFiniteException(Phrase told) {
        super(told.toString());
        this.told = told;
    }

    @Override
    public Phrase told() {
        return told;
    }
}
