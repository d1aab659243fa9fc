package org.bitwright.training.graph.rule;

/** The functions of one number that networks use (ONNX, Operators). */
public final class Curves {
    public static final Curve SIGMOID = Curve.of(Curves::sigmoid, x -> sigmoid(x) * (1 - sigmoid(x)));
    public static final Curve TANH = Curve.of(Math::tanh, x -> 1 - square(Math.tanh(x)));
    public static final Curve ERF = new ErrorFunction();
    public static final Curve GELU = new ErrorFunction.Gelu();
    public static final Curve EXP = Curve.of(Math::exp, Math::exp);
    public static final Curve LOG = Curve.of(Math::log, x -> 1 / x);
    public static final Curve SQRT = Curve.of(Math::sqrt, x -> 0.5 / Math.sqrt(x));
    public static final Curve RECIPROCAL = Curve.of(x -> 1 / x, x -> -1 / (x * x));
    public static final Curve ABS = Curve.of(Math::abs, Math::signum);
    public static final Curve SOFTPLUS = Curve.of(Curves::softplus, Curves::sigmoid);
    public static final Curve SOFTSIGN = Curve.of(x -> x / (1 + Math.abs(x)), x -> 1 / square(1 + Math.abs(x)));
    public static final Curve SILU = Curve.of(x -> x * sigmoid(x), x -> sigmoid(x) * (1 + x * (1 - sigmoid(x))));
    public static final Curve MISH = Curve.of(
            x -> x * Math.tanh(softplus(x)),
            x -> Math.tanh(softplus(x)) + x * sigmoid(x) * (1 - square(Math.tanh(softplus(x)))));
    public static final Curve HARD_SWISH =
            Curve.of(x -> x * Math.max(0, Math.min(1, x / 6 + 0.5)), x -> x <= -3 ? 0 : x >= 3 ? 1 : x / 3 + 0.5);

    /**
     * Takes every normal number above zero to one or more: a step without a choice, which keeps the compiler from taking
     * several numbers at a time.
     */
    private static final float STEEP = Float.MAX_VALUE;

    private Curves() {}

    /** Gelu by its approximation with the hyperbolic tangent (ONNX, Gelu with approximate = tanh). */
    public static final Curve GELU_TANH = Curve.of(
            x -> 0.5 * x * (1 + Math.tanh(bent(x))),
            x -> 0.5 * (1 + Math.tanh(bent(x)))
                    + 0.5 * x * (1 - square(Math.tanh(bent(x)))) * Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * x * x));

    /** {@code x} above 0, {@code slope · x} below; the derivative at 0 is that below. */
    public static Curve leaky(float slope) {
        return new Leaky(slope);
    }

    public static Curve relu() {
        return new Leaky(0);
    }

    /** {@code x} from {@code low} to {@code high}, and the nearer of both beyond; the derivative is 1 at both ends. */
    public static Curve clip(float low, float high) {
        return new Clip(low, high);
    }

    /** {@code factor · x + shift}. */
    public static Curve line(float factor, float shift) {
        return new Line(factor, shift);
    }

    public static Curve power(double exponent) {
        return exponent == 2
                ? Curve.of(x -> x * x, x -> 2 * x)
                : Curve.of(x -> Math.pow(x, exponent), x -> exponent * Math.pow(x, exponent - 1));
    }

    /** {@code x} above 0, {@code scale · alpha · (eˣ − 1)} below, both times {@code scale}. */
    public static Curve elu(double alpha, double scale) {
        return Curve.of(
                x -> scale * (x > 0 ? x : alpha * Math.expm1(x)), x -> scale * (x > 0 ? 1 : alpha * Math.exp(x)));
    }

    public static Curve hardSigmoid(double alpha, double beta) {
        return Curve.of(
                x -> Math.max(0, Math.min(1, alpha * x + beta)),
                x -> alpha * x + beta > 0 && alpha * x + beta < 1 ? alpha : 0);
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    private static double bent(double x) {
        return Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x);
    }

    private static double square(double x) {
        return x * x;
    }

    private record Leaky(float slope) implements Curve {
        @Override
        public void values(float[] x, float[] y, int count) {
            if (slope == 0) {
                for (int i = 0; i < count; i++) {
                    y[i] = Math.max(x[i], 0f);
                }
                return;
            }
            for (int i = 0; i < count; i++) {
                y[i] = x[i] > 0 ? x[i] : slope * x[i];
            }
        }

        @Override
        public void slopes(float[] x, float[] gradient, int count) {
            if (slope == 0) {
                for (int i = 0; i < count; i++) {
                    gradient[i] *= Math.min(1f, Math.max(0f, x[i]) * STEEP);
                }
                return;
            }
            for (int i = 0; i < count; i++) {
                gradient[i] = x[i] > 0 ? gradient[i] : slope * gradient[i];
            }
        }
    }

    private record Clip(float low, float high) implements Curve {
        @Override
        public void values(float[] x, float[] y, int count) {
            for (int i = 0; i < count; i++) {
                y[i] = Math.min(high, Math.max(low, x[i]));
            }
        }

        @Override
        public void slopes(float[] x, float[] gradient, int count) {
            for (int i = 0; i < count; i++) {
                float beyond = Math.abs(x[i] - Math.min(high, Math.max(low, x[i])));
                gradient[i] *= 1 - Math.min(1f, beyond * STEEP);
            }
        }
    }

    private record Line(float factor, float shift) implements Curve {
        @Override
        public void values(float[] x, float[] y, int count) {
            for (int i = 0; i < count; i++) {
                y[i] = factor * x[i] + shift;
            }
        }

        @Override
        public void slopes(float[] x, float[] gradient, int count) {
            for (int i = 0; i < count; i++) {
                gradient[i] *= factor;
            }
        }
    }
}
