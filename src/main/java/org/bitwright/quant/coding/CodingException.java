package org.bitwright.quant.coding;

import org.bitwright.model.Phrase;
import org.bitwright.model.Told;

/** Bytes that are no symbols in this package's coding: where, and why. */
public final class CodingException extends Exception implements Told {
    private static final long serialVersionUID = 1L;

    private final long bit;
    private final transient Phrase reason;

    CodingException(long bit, Phrase reason) {
        super("bit " + bit + ": " + reason);
        this.bit = bit;
        this.reason = reason;
    }

    /** Position in the coded bytes, in bits. */
    public long bit() {
        return bit;
    }

    /** In English. */
    public String reason() {
        return reason.toString();
    }

    @Override
    public Phrase told() {
        return Phrase.of("bit %s: %s", bit, reason);
    }
}
