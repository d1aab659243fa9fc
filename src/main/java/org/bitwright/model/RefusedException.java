package org.bitwright.model;

/** What was asked for cannot be done, told in a user's words; where a file asks for it, whoever reads it names the place. */
public final class RefusedException extends IllegalArgumentException implements Told {
    private static final long serialVersionUID = 1L;

    private final transient Phrase told;

    public RefusedException(Phrase told) {
        super(told.toString());
        this.told = told;
    }

    /** @param cause what it follows from */
    public RefusedException(Phrase told, Throwable cause) {
        super(told.toString(), cause);
        this.told = told;
    }

    @Override
    public Phrase told() {
        return told;
    }
}
