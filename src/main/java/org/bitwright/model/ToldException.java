package org.bitwright.model;

import java.io.IOException;

/** Something cannot be read or written, told in a user's words; {@link InvalidFileException} tells of a file's content. */
public class ToldException extends IOException implements Told {
    private static final long serialVersionUID = 1L;

    private final transient Phrase told;

    public ToldException(Phrase told) {
        super(told.toString());
        this.told = told;
    }

    @Override
    public Phrase told() {
        return told;
    }
}
