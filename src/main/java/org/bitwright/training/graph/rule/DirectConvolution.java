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

    /** How the window moves: along the height, then along the width. */
    public record Steps(int strideY, int strideX, int dilationY, int dilationX, int beginY, int beginX) {}

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
        Taps taps = new Taps(phases.smallPlane());
        float[] sums = new float[phases.smallPlane()];
        int[] offsets = phases.offsets();
        int smallPlane = (int) small.product(2, 4);
        int largePlane = (int) large.product(2, 4);
        for (int sample = 0; sample < small.extent(0); sample++) {
            for (int channel = 0; channel < larges(); channel++) {
                int plane = (sample * larges() + channel) * largePlane;
                phases.spreadLarge(from, plane, planes, channel * phases.largePlane());
            }
            for (int out = 0; out < smalls(); out++) {
                Arrays.fill(sums, bias[out]);
                for (int in = 0; in < ins(); in++) {
                    int at = (firstLarge(out) + in) * phases.largePlane();
                    for (int tap = 0; tap < offsets.length; tap++) {
                        taps.add(planes, at + offsets[tap], weights[(out * ins() + in) * offsets.length + tap], sums);
                    }
                    taps.end(sums);
                }
                phases.gatherSmall(sums, 0, into, (sample * smalls() + out) * smallPlane);
            }
        }
    }

    private void toLarge(float[] from, float[] weights, float[] bias, float[] into) {
        Phases phases = new Phases(large, small, weight, steps);
        int phase = phases.phase();
        float[] planes = new float[larges() * phases.largePlane()];
        float[] slopes = new float[2 * phase + phases.smallPlane()];
        float[] sums = new float[phase];
        Taps taps = new Taps(phase);
        int largePlane = (int) large.product(2, 4);
        int smallPlane = (int) small.product(2, 4);
        for (int sample = 0; sample < small.extent(0); sample++) {
            Arrays.fill(planes, 0);
            for (int out = 0; out < smalls(); out++) {
                phases.spreadSmall(from, (sample * smalls() + out) * smallPlane, slopes, phase);
                for (int in = 0; in < ins(); in++) {
                    int at = (firstLarge(out) + in) * phases.largePlane();
                    int weightAt = (out * ins() + in) * phases.offsets().length;
                    for (int part = at; part < at + phases.largePlane(); part += phase) {
                        System.arraycopy(planes, part, sums, 0, phase);
                        addPhase(phases, part - at, slopes, weights, weightAt, taps, sums);
                        System.arraycopy(sums, 0, planes, part, phase);
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

    /** Adds what the taps of one phase pass back: the small side, as far behind as the tap walks ahead. */
    private static void addPhase(
            Phases phases, int part, float[] slopes, float[] weights, int weightAt, Taps taps, float[] sums) {
        int[] offsets = phases.offsets();
        for (int tap = 0; tap < offsets.length; tap++) {
            int ahead = offsets[tap] - part;
            if (ahead >= 0 && ahead < phases.phase()) {
                taps.add(slopes, phases.phase() - ahead, weights[weightAt + tap], sums);
            }
        }
        taps.end(sums);
    }

    private void products(float[] larges, float[] smalls, double[] sums) {
        Phases phases = new Phases(large, small, weight, steps);
        int samples = (int) small.extent(0);
        float[][] planes = new float[samples][phases.largePlane()];
        float[][] slopes = new float[samples][phases.smallPlane()];
        float[] walk = new float[phases.smallPlane()];
        float[] products = new float[phases.smallPlane()];
        int[] offsets = phases.offsets();
        int largePlane = (int) large.product(2, 4);
        int smallPlane = (int) small.product(2, 4);
        for (int out = 0; out < smalls(); out++) {
            for (int sample = 0; sample < samples; sample++) {
                phases.spreadSmall(smalls, (sample * smalls() + out) * smallPlane, slopes[sample], 0);
            }
            for (int in = 0; in < ins(); in++) {
                int channel = firstLarge(out) + in;
                for (int sample = 0; sample < samples; sample++) {
                    phases.spreadLarge(larges, (sample * larges() + channel) * largePlane, planes[sample], 0);
                }
                for (int tap = 0; tap < offsets.length; tap++) {
                    Arrays.fill(products, 0);
                    for (int sample = 0; sample < samples; sample++) {
                        System.arraycopy(planes[sample], offsets[tap], walk, 0, walk.length);
                        addProducts(walk, slopes[sample], products);
                    }
                    sums[(out * ins() + in) * offsets.length + tap] = sum(products);
                }
            }
        }
    }

    private static void addProducts(float[] a, float[] b, float[] into) {
        for (int i = 0; i < into.length; i++) {
            into[i] += a[i] * b[i];
        }
    }

    private static double sum(float[] values) {
        double even = 0;
        double odd = 0;
        int pairs = values.length - values.length % 2;
        for (int i = 0; i < pairs; i += 2) {
            even += values[i];
            odd += values[i + 1];
        }
        return even + odd + (pairs < values.length ? values[pairs] : 0);
    }
}
