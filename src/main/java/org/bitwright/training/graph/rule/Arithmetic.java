package org.bitwright.training.graph.rule;

import java.util.Locale;
import org.bitwright.model.Shape;
import org.jspecify.annotations.Nullable;

/** Combines two inputs number by number, each stretched to the shape of the result. */
public final class Arithmetic implements Rule {
    private final Kind kind;
    private final Shape result;
    private final int[] counts;
    private final Stretch[] stretches;

    /** How two numbers are combined. */
    public enum Kind {
        ADD,
        SUBTRACT,
        MULTIPLY,
        DIVIDE,
        /** The smaller; the gradient goes to it, to the first where both are the same. */
        MINIMUM,
        /** The larger; the gradient goes to it, to the first where both are the same. */
        MAXIMUM
    }

    public Arithmetic(Kind kind, Shape first, Shape second, Shape result) {
        this.kind = kind;
        this.result = result;
        this.counts = new int[] {(int) first.elements(), (int) second.elements()};
        this.stretches = new Stretch[] {Stretch.of(first, result), Stretch.of(second, result)};
    }

    @Override
    public String name() {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Shape result() {
        return result;
    }

    @Override
    public boolean backwardTakesInputs() {
        return kind != Kind.ADD && kind != Kind.SUBTRACT;
    }

    @Override
    public void forward(float[][] inputs, float[] result) {
        int count = (int) this.result.elements();
        combine(whole(inputs, 0, count), whole(inputs, 1, count), result, count);
    }

    private void combine(float[] a, float[] b, float[] y, int count) {
        switch (kind) {
            case ADD -> {
                for (int i = 0; i < count; i++) {
                    y[i] = a[i] + b[i];
                }
            }
            case SUBTRACT -> {
                for (int i = 0; i < count; i++) {
                    y[i] = a[i] - b[i];
                }
            }
            case MULTIPLY -> {
                for (int i = 0; i < count; i++) {
                    y[i] = a[i] * b[i];
                }
            }
            case DIVIDE -> {
                for (int i = 0; i < count; i++) {
                    y[i] = a[i] / b[i];
                }
            }
            case MINIMUM -> {
                for (int i = 0; i < count; i++) {
                    y[i] = Math.min(a[i], b[i]);
                }
            }
            case MAXIMUM -> {
                for (int i = 0; i < count; i++) {
                    y[i] = Math.max(a[i], b[i]);
                }
            }
        }
    }

    @Override
    public void backward(float[][] inputs, float[] result, float[] gradient, @Nullable float[][] byInputs) {
        int count = (int) this.result.elements();
        boolean takes = backwardTakesInputs();
        float[] a = takes ? whole(inputs, 0, count) : inputs[0];
        float[] b = takes ? whole(inputs, 1, count) : inputs[1];
        for (int input = 0; input < 2; input++) {
            float[] into = byInputs[input];
            if (into != null) {
                boolean whole = stretches[input].isWhole();
                float[] terms = whole ? into : new float[count];
                terms(input, a, b, gradient, terms, count);
                if (!whole) {
                    stretches[input].gather(terms, into, counts[input]);
                }
            }
        }
    }

    private float[] whole(float[][] inputs, int input, int count) {
        if (stretches[input].isWhole()) {
            return inputs[input];
        }
        float[] spread = new float[count];
        stretches[input].spread(inputs[input], spread);
        return spread;
    }

    /** The gradient by each number of an input as it is stretched. */
    private void terms(int input, float[] a, float[] b, float[] gradient, float[] into, int count) {
        boolean first = input == 0;
        switch (kind) {
            case ADD -> System.arraycopy(gradient, 0, into, 0, count);
            case SUBTRACT -> {
                float sign = first ? 1 : -1;
                for (int i = 0; i < count; i++) {
                    into[i] = sign * gradient[i];
                }
            }
            case MULTIPLY -> {
                float[] other = first ? b : a;
                for (int i = 0; i < count; i++) {
                    into[i] = gradient[i] * other[i];
                }
            }
            case DIVIDE -> {
                for (int i = 0; i < count; i++) {
                    float part = gradient[i] / b[i];
                    into[i] = first ? part : -part * a[i] / b[i];
                }
            }
            case MINIMUM -> {
                for (int i = 0; i < count; i++) {
                    into[i] = a[i] <= b[i] == first ? gradient[i] : 0;
                }
            }
            case MAXIMUM -> {
                for (int i = 0; i < count; i++) {
                    into[i] = a[i] >= b[i] == first ? gradient[i] : 0;
                }
            }
        }
    }
}
