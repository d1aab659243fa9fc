package org.bitwright.quant;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
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
    private final Map<String, float[]> uncorrected;
    private final String digest;

    private WeightOverlay(String origin, Map<String, float[]> values, Map<String, float[]> uncorrected) {
        this.origin = origin;
        this.values = Collections.unmodifiableMap(values);
        this.uncorrected = Collections.unmodifiableMap(uncorrected);
        this.digest = Digests.sha256(digest -> {
            digest.update(origin.getBytes(StandardCharsets.UTF_8));
            this.values.forEach((name, floats) -> feed(digest, (byte) 0, name, floats));
            this.uncorrected.forEach((name, floats) -> feed(digest, (byte) 1, name, floats));
        });
    }

    private static void feed(MessageDigest digest, byte part, String name, float[] floats) {
        digest.update(part);
        digest.update(name.getBytes(StandardCharsets.UTF_8));
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * (floats.length + 1));
        bytes.putInt(floats.length).asFloatBuffer().put(floats);
        digest.update(bytes.rewind());
    }

    /**
     * @param origin how they were made, stable names such as {@code equalization}, joined by {@code +}
     * @param values by tensor name, in storage order; not written to afterwards
     */
    public static WeightOverlay of(String origin, Map<String, float[]> values) {
        return of(origin, values, Map.of());
    }

    /**
     * The same with a correction that depends on how the weights are quantized.
     *
     * @param uncorrected what some of the values were before it, by tensor name; empty for none
     */
    public static WeightOverlay of(String origin, Map<String, float[]> values, Map<String, float[]> uncorrected) {
        return new WeightOverlay(origin, new TreeMap<>(values), new TreeMap<>(uncorrected));
    }

    /**
     * What corrects the model's own constants, or an overlay of them, for one way to quantize the weights.
     *
     * @param base without a correction; empty for the model's own
     */
    public static WeightOverlay corrected(
            String origin,
            Optional<WeightOverlay> base,
            Map<String, float[]> uncorrected,
            Map<String, float[]> corrected) {
        Map<String, float[]> all = new TreeMap<>(base.map(WeightOverlay::values).orElse(Map.of()));
        all.putAll(corrected);
        String whole = base.map(before -> before.origin + "+" + origin).orElse(origin);
        return of(whole, all, uncorrected);
    }

    /** This overlay with other values over it. */
    public WeightOverlay with(String otherOrigin, Map<String, float[]> others) {
        Map<String, float[]> all = new TreeMap<>(values);
        all.putAll(others);
        return of(origin + "+" + otherOrigin, all);
    }

    /**
     * The float constants that were quantized, without a correction that was made for their quantized form; empty where
     * they are the model's own.
     */
    public Optional<WeightOverlay> beforeCorrection() {
        if (uncorrected.isEmpty()) {
            return Optional.of(this);
        }
        int last = origin.lastIndexOf('+');
        if (last < 0) {
            return Optional.empty();
        }
        Map<String, float[]> all = new TreeMap<>(values);
        all.putAll(uncorrected);
        return Optional.of(of(origin.substring(0, last), all));
    }

    /** What corrected values were before, by tensor name; empty without a correction. */
    public Map<String, float[]> uncorrected() {
        return uncorrected;
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
