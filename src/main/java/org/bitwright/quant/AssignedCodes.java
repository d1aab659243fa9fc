package org.bitwright.quant;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Codes of a whole weight that were found by an optimization. Immutable; equal where their digests are, so that
 * configurations that hold them stay cheap to compare.
 */
public final class AssignedCodes {
    private final String origin;
    private final int[] codes;
    private final int least;
    private final int greatest;
    private final String digest;

    private AssignedCodes(String origin, int[] codes) {
        this.origin = origin;
        this.codes = codes;
        int min = Integer.MAX_VALUE;
        int max = Integer.MIN_VALUE;
        for (int code : codes) {
            min = Math.min(min, code);
            max = Math.max(max, code);
        }
        this.least = min;
        this.greatest = max;
        this.digest = Digests.sha256(digest -> {
            digest.update(origin.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            ByteBuffer chunk = ByteBuffer.allocate(1 << 16);
            for (int at = 0; at < codes.length; at += chunk.capacity() / Integer.BYTES) {
                chunk.clear();
                int end = Math.min(codes.length, at + chunk.capacity() / Integer.BYTES);
                chunk.asIntBuffer().put(codes, at, end - at);
                digest.update(chunk.limit((end - at) * Integer.BYTES));
            }
        });
    }

    /**
     * @param origin how they were found, a stable name such as {@code adaround}
     * @param codes in storage order, as {@link Grid#encode} gives them; copied
     */
    public static AssignedCodes of(String origin, int[] codes) {
        return new AssignedCodes(origin, codes.clone());
    }

    public String origin() {
        return origin;
    }

    public int size() {
        return codes.length;
    }

    public int code(int index) {
        return codes[index];
    }

    /** The least code. */
    public int least() {
        return least;
    }

    /** The greatest code. */
    public int greatest() {
        return greatest;
    }

    /** A copy. */
    public int[] codes() {
        return Arrays.copyOf(codes, codes.length);
    }

    /** Hexadecimal SHA-256. */
    public String digest() {
        return digest;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AssignedCodes that && digest.equals(that.digest);
    }

    @Override
    public int hashCode() {
        return digest.hashCode();
    }

    @Override
    public String toString() {
        return origin + " " + digest;
    }
}
