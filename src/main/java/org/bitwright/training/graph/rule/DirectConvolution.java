package org.bitwright.training.graph.rule;

import java.util.Arrays;
import org.bitwright.model.Shape;
import org.jspecify.annotations.Nullable;

/**
 * A convolution over two axes in any number of groups, or its transpose, by plain loops over rows. Inputs: x, weight and,
 * perhaps, bias. The weight is [channels of the small side, channels of the large side in a group, height, width], as
 * ONNX stores both: the large side is what a convolution takes and what its transpose gives.
 *
 * @param transposed whether x is the small side
 */
public record DirectConvolution(Shape large, Shape small, Shape weight, int groups, Steps steps, boolean transposed)
        implements Rule {

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
        Shape shape = result();
        int plane = (int) shape.product(2, 4);
        for (int i = 0; i < shape.product(0, 2); i++) {
            float bias = inputs.length > 2 ? inputs[2][(int) (i % shape.extent(1))] : 0;
            Arrays.fill(result, i * plane, (i + 1) * plane, bias);
        }
        eachTap(transposed ? new ToLarge(inputs[0], inputs[1], result) : new ToSmall(inputs[0], inputs[1], result));
    }

    @Override
    public void backward(float[][] inputs, float[] result, float[] gradient, @Nullable float[][] byInputs) {
        float[] byX = byInputs[0];
        if (byX != null) {
            Arrays.fill(byX, 0, (int) (transposed ? small : large).elements(), 0);
            eachTap(transposed ? new ToSmall(gradient, inputs[1], byX) : new ToLarge(gradient, inputs[1], byX));
        }
        float[] byWeight = byInputs[1];
        if (byWeight != null) {
            double[] sums = new double[(int) weight.elements()];
            eachTap(transposed ? new Products(gradient, inputs[0], sums) : new Products(inputs[0], gradient, sums));
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

    /** What is done with a row of the small side and the places of the large side that one number of the weight joins. */
    private interface Row {
        /**
         * @param large first place on the large side; the next ones follow {@code strideX} apart
         * @param small first place on the small side
         */
        void run(int large, int small, int count, int stride, int weight);
    }

    private record ToSmall(float[] from, float[] weights, float[] into) implements Row {
        @Override
        public void run(int large, int small, int count, int stride, int weight) {
            float factor = weights[weight];
            if (stride == 1) {
                for (int i = 0; i < count; i++) {
                    into[small + i] += factor * from[large + i];
                }
                return;
            }
            for (int i = 0; i < count; i++) {
                into[small + i] += factor * from[large + i * stride];
            }
        }
    }

    private record ToLarge(float[] from, float[] weights, float[] into) implements Row {
        @Override
        public void run(int large, int small, int count, int stride, int weight) {
            float factor = weights[weight];
            if (stride == 1) {
                for (int i = 0; i < count; i++) {
                    into[large + i] += factor * from[small + i];
                }
                return;
            }
            for (int i = 0; i < count; i++) {
                into[large + i * stride] += factor * from[small + i];
            }
        }
    }

    private record Products(float[] large, float[] small, double[] sums) implements Row {
        @Override
        public void run(int fromLarge, int fromSmall, int count, int stride, int weight) {
            double sum = 0;
            for (int i = 0; i < count; i++) {
                sum += (double) large[fromLarge + i * stride] * small[fromSmall + i];
            }
            sums[weight] += sum;
        }
    }

    private void eachTap(Row row) {
        int outs = (int) small.extent(1) / groups;
        int ins = (int) weight.extent(1);
        int taps = (int) weight.product(2, 4);
        int largePlane = (int) large.product(2, 4);
        int smallPlane = (int) small.product(2, 4);
        for (int sample = 0; sample < small.extent(0); sample++) {
            for (int out = 0; out < small.extent(1); out++) {
                int smallAt = (sample * (int) small.extent(1) + out) * smallPlane;
                for (int in = 0; in < ins; in++) {
                    int channel = sample * (int) large.extent(1) + out / outs * ins + in;
                    for (int tap = 0; tap < taps; tap++) {
                        plane(row, channel * largePlane, smallAt, (out * ins + in) * taps + tap, tap);
                    }
                }
            }
        }
    }

    private void plane(Row row, int largeAt, int smallAt, int weightAt, int tap) {
        int width = (int) large.extent(3);
        int smallWidth = (int) small.extent(3);
        int tapY = tap / (int) weight.extent(3) * steps.dilationY - steps.beginY;
        int tapX = tap % (int) weight.extent(3) * steps.dilationX - steps.beginX;
        int first = first(tapX, steps.strideX);
        int count = Math.min(smallWidth, behind(tapX, steps.strideX, width)) - first;
        if (count <= 0) {
            return;
        }
        int end = Math.min((int) small.extent(2), behind(tapY, steps.strideY, (int) large.extent(2)));
        for (int y = first(tapY, steps.strideY); y < end; y++) {
            int largeRow = largeAt + (y * steps.strideY + tapY) * width;
            row.run(
                    largeRow + first * steps.strideX + tapX,
                    smallAt + y * smallWidth + first,
                    count,
                    steps.strideX,
                    weightAt);
        }
    }

    /** The first place of the small side that lies over the large side. */
    private static int first(int tap, int stride) {
        return tap >= 0 ? 0 : (-tap + stride - 1) / stride;
    }

    /** The place behind the last one. */
    private static int behind(int tap, int stride, int extent) {
        return tap >= extent ? 0 : (extent - 1 - tap) / stride + 1;
    }
}
