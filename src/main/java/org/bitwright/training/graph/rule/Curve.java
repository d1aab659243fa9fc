package org.bitwright.training.graph.rule;

/** A function of one number with its derivative. */
public interface Curve {

    /** Puts the function of each of the first {@code count} numbers of {@code x} into {@code y}. */
    void values(float[] x, float[] y, int count);

    /** Multiplies each of the first {@code count} gradients by the derivative at {@code x}. */
    void slopes(float[] x, float[] gradient, int count);

    /** A function of which only single numbers are known. */
    static Curve of(java.util.function.DoubleUnaryOperator value, java.util.function.DoubleUnaryOperator slope) {
        return new Curve() {
            @Override
            public void values(float[] x, float[] y, int count) {
                for (int i = 0; i < count; i++) {
                    y[i] = (float) value.applyAsDouble(x[i]);
                }
            }

            @Override
            public void slopes(float[] x, float[] gradient, int count) {
                for (int i = 0; i < count; i++) {
                    gradient[i] *= (float) slope.applyAsDouble(x[i]);
                }
            }
        };
    }
}
