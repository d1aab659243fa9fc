package org.bitwright.quant.coding;

/** Bytes that are no symbols in this package's coding: where, and why. */
public final class CodingException extends Exception {
    private static final long serialVersionUID = 1L;

    private final long bit;
    private final String reason;

    CodingException(long bit, String reason) {
        super("bit " + bit + ": " + reason);
        this.bit = bit;
        this.reason = reason;
    }

    /** Position in the coded bytes, in bits. */
    public long bit() {
        return bit;
    }

    public String reason() {
        return reason;
    }
}
