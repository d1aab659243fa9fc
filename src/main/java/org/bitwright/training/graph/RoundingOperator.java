package org.bitwright.training.graph;

import java.nio.FloatBuffer;
import java.util.List;
import org.bitwright.training.kernel.Binding;
import org.bitwright.training.kernel.JavaOperator;
import org.bitwright.training.kernel.Kernel;
import org.bitwright.training.kernel.NativeFloats;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** An activation that is rounded on its way to the operators that take it. */
final class RoundingOperator extends JavaOperator {
    private final ActivationRounding rounding;

    private RoundingOperator(SameDiff graph, SDVariable x, ActivationRounding rounding) {
        super("bitwright_rounding", graph, x);
        this.rounding = rounding;
    }

    /** Adds the rounding of {@code x} to the graph and gives what it comes to. */
    static SDVariable of(SameDiff graph, SDVariable x, ActivationRounding rounding) {
        return new RoundingOperator(graph, x, rounding).outputVariable();
    }

    @Override
    public List<SDVariable> doDiff(List<SDVariable> gradient) {
        return List.of(new Back(sameDiff, arg(0), gradient.get(0), rounding).outputVariable());
    }

    @Override
    public Kernel kernel(Binding arrays) {
        FloatBuffer x = NativeFloats.of(arrays.inputs().get(0));
        FloatBuffer rounded = NativeFloats.of(arrays.outputs().get(0));
        int count = x.limit();
        return () -> {
            float[] values = arrays.scratch().first(count);
            x.get(0, values, 0, count);
            rounding.forward(arrays.shard(), values, values, count);
            rounded.put(0, values, 0, count);
        };
    }

    /** Its derivative: takes the activation and the gradient by the rounded one. */
    private static final class Back extends JavaOperator {
        private final ActivationRounding rounding;

        private Back(SameDiff graph, SDVariable x, SDVariable gradient, ActivationRounding rounding) {
            super("bitwright_rounding_bp", graph, x, gradient);
            this.rounding = rounding;
        }

        @Override
        public Kernel kernel(Binding arrays) {
            FloatBuffer x = NativeFloats.of(arrays.inputs().get(0));
            FloatBuffer gradient = NativeFloats.of(arrays.inputs().get(1));
            FloatBuffer passed = NativeFloats.of(arrays.outputs().get(0));
            int count = x.limit();
            return () -> {
                float[] values = arrays.scratch().first(count);
                float[] slopes = arrays.scratch().second(count);
                x.get(0, values, 0, count);
                gradient.get(0, slopes, 0, count);
                rounding.backward(arrays.shard(), values, slopes, count);
                passed.put(0, slopes, 0, count);
            };
        }

        @Override
        public List<SDVariable> doDiff(List<SDVariable> gradient) {
            throw new UnsupportedOperationException("no second derivative of rounding");
        }
    }
}
