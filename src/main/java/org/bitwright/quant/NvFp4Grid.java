package org.bitwright.quant;

/**
 * A block of NVFP4: E2M1 values times the block's E4M3 scale times the tensor's float32 scale (numerics, "Other
 * formats").
 *
 * @param tensorScale positive, finite
 * @param blockScale an E4M3FN value, not negative; 0 where it underflowed, which makes the block all zeros
 */
public record NvFp4Grid(float tensorScale, float blockScale) implements Grid {
    private static final FloatType TYPE = FloatType.E2M1;

    /** The tensor's scale for its largest magnitude: max|x| / (448·6); 1 for an all-zero tensor. */
    static float tensorScale(float magnitude) {
        float scale = magnitude / (FloatType.E4M3FN.max() * TYPE.max());
        return magnitude == 0 ? 1 : Math.max(scale, Float.MIN_NORMAL);
    }

    /** The grid of a block with this largest magnitude. */
    static NvFp4Grid of(float tensorScale, float magnitude) {
        float scale = magnitude / TYPE.max() / tensorScale;
        return new NvFp4Grid(tensorScale, FloatType.E4M3FN.round(scale, true, Rounding.HALF_EVEN, 0));
    }

    /** The product of both scales. */
    public float scale() {
        return tensorScale * blockScale;
    }

    /** Whether the block's scale became 0 and with it all its values. */
    public boolean isUnderflow() {
        return scale() == 0;
    }

    @Override
    public float quantize(float x) {
        return quantize(x, Rounding.HALF_EVEN, 0);
    }

    @Override
    public float quantize(float x, Rounding rounding, int index) {
        if (!Float.isFinite(x)) {
            return x;
        }
        return isUnderflow() ? 0 : TYPE.round(x / scale(), true, rounding, index) * scale();
    }

    @Override
    public int encode(float x, Rounding rounding, int index) {
        return isUnderflow() || Float.isNaN(x) ? 0 : TYPE.encode(TYPE.round(x / scale(), true, rounding, index));
    }

    @Override
    public float decode(int code) {
        return TYPE.decode(code) * scale();
    }

    @Override
    public float reachableMin() {
        return -reachableMax();
    }

    @Override
    public float reachableMax() {
        return TYPE.max() * scale();
    }

    @Override
    public int levels() {
        return isUnderflow() ? 1 : TYPE.levels();
    }

    @Override
    public float level(int index) {
        return isUnderflow() ? 0 : TYPE.level(index) * scale();
    }

    @Override
    public float step() {
        return TYPE.leastPositive() * scale();
    }
}
