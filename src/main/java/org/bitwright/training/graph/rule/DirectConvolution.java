package org.bitwright.training.graph.rule;

import java.util.Arrays;
import org.bitwright.model.Shape;
import org.jspecify.annotations.Nullable;

/**
 * A convolution over two axes in any number of groups, or its transpose, by loops over planes. Inputs: x, weight and,
 * perhaps, bias. The weight is [channels of the small side, channels of the large side in a group, height, width], as
 * ONNX stores both: the large side is what a convolution takes and what its transpose gives.
 *
 * @param transposed whether x is the small side
 */
public record DirectConvolution(Shape large, Shape small, Shape weight, int groups, Steps steps, boolean transposed)
        implements Rule {

    private static final int LANES = 64;

    /** How the window moves: along the height, then along the width. */
    public record Steps(
            int strideY, int strideX, int dilationY, int dilationX, int beginY, int beginX) {}

    @Override
    public String name() {
        return transposed ? "transposed convolution" : "convolution";
    }

    @Override
    public Shape result() {
        return transposed ? large : small;
    }

    @Override
    public void forward(float[][] inputs, float[] result) {
        float[] bias = inputs.length > 2 ? inputs[2] : new float[(int) result().extent(1)];
        if (transposed) {
            toLarge(inputs[0], inputs[1], bias, result);
        } else {
            toSmall(inputs[0], inputs[1], bias, result);
        }
    }

    @Override
    public void backward(float[][] inputs, float[] result, float[] gradient, @Nullable float[][] byInputs) {
        float[] byX = byInputs[0];
        if (byX != null && transposed) {
            toSmall(gradient, inputs[1], new float[(int) small.extent(1)], byX);
        } else if (byX != null) {
            toLarge(gradient, inputs[1], new float[(int) large.extent(1)], byX);
        }
        float[] byWeight = byInputs[1];
        if (byWeight != null) {
            double[] sums = new double[(int) weight.elements()];
            products(transposed ? gradient : inputs[0], transposed ? inputs[0] : gradient, sums);
            Channels.put(sums, byWeight);
        }
        if (inputs.length > 2) {
            byBias(gradient, byInputs[2]);
        }
    }

    private void byBias(float[] gradient, float @Nullable [] into) {
        Shape shape = result();
        double[] sums = new double[(int) shape.extent(1)];
        int plane = (int) shape.product(2, 4);
        int at = 0;
        for (int i = 0; i < shape.product(0, 2); i++) {
            double sum = 0;
            for (int end = at + plane; at < end; at++) {
                sum += gradient[at];
            }
            sums[(int) (i % shape.extent(1))] += sum;
        }
        Channels.put(sums, into);
    }

    private int larges() {
        return (int) large.extent(1);
    }

    private int smalls() {
        return (int) small.extent(1);
    }

    /** Channels of the large side in a group. */
    private int ins() {
        return (int) weight.extent(1);
    }

    /** First channel of the large side that a channel of the small side is joined with. */
    private int firstLarge(int out) {
        return out / (smalls() / groups) * ins();
    }

    private void toSmall(float[] from, float[] weights, float[] bias, float[] into) {
        Phases phases = new Phases(large, small, weight, steps);
        float[] planes = new float[larges() * phases.largePlane()];
        float[] sums = new float[phases.smallPlane()];
        int taps = phases.offsets().length;
        int smallPlane = (int) small.product(2, 4);
        for (int sample = 0; sample < small.extent(0); sample++) {
            spread(phases, from, sample, planes);
            for (int out = 0; out < smalls(); out++) {
                Arrays.fill(sums, bias[out]);
                for (int in = 0; in < ins(); in++) {
                    int at = (firstLarge(out) + in) * phases.largePlane();
                    addTaps(planes, at, phases.offsets(), weights, (out * ins() + in) * taps, sums);
                }
                phases.gatherSmall(sums, 0, into, (sample * smalls() + out) * smallPlane);
            }
        }
    }

    private void spread(Phases phases, float[] from, int sample, float[] planes) {
        int plane = (int) large.product(2, 4);
        for (int channel = 0; channel < larges(); channel++) {
            phases.spreadLarge(from, (sample * larges() + channel) * plane, planes, channel * phases.largePlane());
        }
    }

    /** Adds the walks of all taps, three at a time, so that the sums are read and written less often. */
    private static void addTaps(float[] planes, int at, int[] offsets, float[] weights, int weight, float[] sums) {
        int tap = 0;
        for (; tap + 3 <= offsets.length; tap += 3) {
            float a = weights[weight + tap];
            float b = weights[weight + tap + 1];
            float c = weights[weight + tap + 2];
            int fromA = at + offsets[tap];
            int fromB = at + offsets[tap + 1];
            int fromC = at + offsets[tap + 2];
            for (int i = 0; i < sums.length; i++) {
                sums[i] += a * planes[fromA + i] + b * planes[fromB + i] + c * planes[fromC + i];
            }
        }
        for (; tap < offsets.length; tap++) {
            float factor = weights[weight + tap];
            int from = at + offsets[tap];
            for (int i = 0; i < sums.length; i++) {
                sums[i] += factor * planes[from + i];
            }
        }
    }

    private void toLarge(float[] from, float[] weights, float[] bias, float[] into) {
        Phases phases = new Phases(large, small, weight, steps);
        float[] planes = new float[larges() * phases.largePlane()];
        float[] slopes = new float[phases.smallPlane()];
        int[] offsets = phases.offsets();
        int largePlane = (int) large.product(2, 4);
        int smallPlane = (int) small.product(2, 4);
        for (int sample = 0; sample < small.extent(0); sample++) {
            Arrays.fill(planes, 0);
            for (int out = 0; out < smalls(); out++) {
                phases.spreadSmall(from, (sample * smalls() + out) * smallPlane, slopes, 0);
                for (int in = 0; in < ins(); in++) {
                    int at = (firstLarge(out) + in) * phases.largePlane();
                    for (int tap = 0; tap < offsets.length; tap++) {
                        float factor = weights[(out * ins() + in) * offsets.length + tap];
                        add(slopes, factor, planes, at + offsets[tap]);
                    }
                }
            }
            for (int channel = 0; channel < larges(); channel++) {
                int to = (sample * larges() + channel) * largePlane;
                phases.gatherLarge(planes, channel * phases.largePlane(), into, to);
                for (int i = to; bias[channel] != 0 && i < to + largePlane; i++) {
                    into[i] += bias[channel];
                }
            }
        }
    }

    private static void add(float[] values, float factor, float[] into, int to) {
        for (int i = 0; i < values.length; i++) {
            into[to + i] += factor * values[i];
        }
    }

    private void products(float[] larges, float[] smalls, double[] sums) {
        Phases phases = new Phases(large, small, weight, steps);
        float[] planes = new float[larges() * phases.largePlane()];
        float[] slopes = new float[phases.smallPlane()];
        float[] lanes = new float[LANES];
        int[] offsets = phases.offsets();
        int smallPlane = (int) small.product(2, 4);
        for (int sample = 0; sample < small.extent(0); sample++) {
            spread(phases, larges, sample, planes);
            for (int out = 0; out < smalls(); out++) {
                phases.spreadSmall(smalls, (sample * smalls() + out) * smallPlane, slopes, 0);
                for (int in = 0; in < ins(); in++) {
                    int at = (firstLarge(out) + in) * phases.largePlane();
                    for (int tap = 0; tap < offsets.length; tap++) {
                        sums[(out * ins() + in) * offsets.length + tap] +=
                                product(planes, at + offsets[tap], slopes, lanes);
                    }
                }
            }
        }
    }

    /** The sum of products, in as many sums side by side as there are lanes, which are then added in double precision. */
    private static double product(float[] planes, int from, float[] slopes, float[] lanes) {
        Arrays.fill(lanes, 0);
        int whole = slopes.length - slopes.length % LANES;
        for (int i = 0; i < whole; i += LANES) {
            for (int lane = 0; lane < LANES; lane++) {
                lanes[lane] += planes[from + i + lane] * slopes[i + lane];
            }
        }
        for (int i = whole; i < slopes.length; i++) {
            lanes[i - whole] += planes[from + i] * slopes[i];
        }
        double sum = 0;
        for (float lane : lanes) {
            sum += lane;
        }
        return sum;
    }
}
