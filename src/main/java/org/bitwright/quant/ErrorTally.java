package org.bitwright.quant;

/** Sums up errors one value after the other, all in double precision. */
final class ErrorTally {
    private long count;
    private double value;
    private double error;
    private double clipError;
    private double inner;
    private double quantizedSquare;
    private double max;
    private long clipped;

    /** Adds a finite value and what stands for it. */
    void add(float x, float quantized, boolean isClipped) {
        double e = (double) quantized - x;
        count++;
        value += (double) x * x;
        error += e * e;
        inner += (double) x * quantized;
        quantizedSquare += (double) quantized * quantized;
        max = Math.max(max, Math.abs(e));
        if (isClipped) {
            clipped++;
            clipError += e * e;
        }
    }

    /** Adds what another one has summed up. */
    void add(ErrorTally other) {
        count += other.count;
        value += other.value;
        error += other.error;
        clipError += other.clipError;
        inner += other.inner;
        quantizedSquare += other.quantizedSquare;
        max = Math.max(max, other.max);
        clipped += other.clipped;
    }

    QuantError error() {
        return new QuantError(count, value, error, clipError, inner, quantizedSquare, max, clipped, true);
    }
}
