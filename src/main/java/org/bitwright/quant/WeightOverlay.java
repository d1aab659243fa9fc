package org.bitwright.quant;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Float constants of a network that stand in the place of the model's own for one layer: its weight, its bias, the
 * parameters of the batch normalization behind it. The model file is never touched. Immutable; equal where the digests
 * are.
 */
public final class WeightOverlay {
    private final String origin;
    private final Map<String, float[]> values;
    private final String digest;

    private WeightOverlay(String origin, Map<String, float[]> values) {
        this.origin = origin;
        this.values = Collections.unmodifiableMap(values);
        this.digest = Digests.sha256(digest -> {
            digest.update(origin.getBytes(StandardCharsets.UTF_8));
            this.values.forEach((name, floats) -> {
                digest.update((byte) 0);
                digest.update(name.getBytes(StandardCharsets.UTF_8));
                ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * (floats.length + 1));
                bytes.putInt(floats.length).asFloatBuffer().put(floats);
                digest.update(bytes.rewind());
            });
        });
    }

    /**
     * @param origin how they were made, stable names such as {@code equalization}, joined by {@code +}
     * @param values by tensor name, in storage order; not written to afterwards
     */
    public static WeightOverlay of(String origin, Map<String, float[]> values) {
        return new WeightOverlay(origin, new TreeMap<>(values));
    }

    /** This overlay with other values over it. */
    public WeightOverlay with(String otherOrigin, Map<String, float[]> others) {
        Map<String, float[]> all = new TreeMap<>(values);
        all.putAll(others);
        return new WeightOverlay(origin + "+" + otherOrigin, all);
    }

    public String origin() {
        return origin;
    }

    /** By tensor name. Arrays are shared: callers do not write to them. */
    public Map<String, float[]> values() {
        return values;
    }

    /** Names of the tensors. */
    public Set<String> tensors() {
        return values.keySet();
    }

    /** Hexadecimal SHA-256. */
    public String digest() {
        return digest;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WeightOverlay that && digest.equals(that.digest);
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
