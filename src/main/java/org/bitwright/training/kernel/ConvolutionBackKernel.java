package org.bitwright.training.kernel;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.bitwright.training.kernel.Gemm.Factor;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;

/**
 * The derivatives of a convolution over two axes by its image, weight and bias, as products with the matrix of its patches.
 * Computes those that are wanted, where ND4J's computes all: nobody asks for that by the images of the first layer. Some
 * images are taken at once, so that the products are large enough to be worth it and their factors stay in the cache.
 */
final class ConvolutionBackKernel implements Kernel {
    /** Values of the matrix of patches that are worked on at once. */
    private static final int MATRIX = 1 << 18;

    private final Binding arrays;
    private final Patches patches;
    private final int samples;
    private final int outputs;
    private final int atOnce;
    private final FloatBuffer x;
    private final FloatBuffer gradient;
    private final FloatPointer weight;
    private final FloatPointer byWeight;
    private final double[] byBias;

    private ConvolutionBackKernel(DynamicCustomOp operator, Binding arrays) {
        INDArray image = arrays.inputs().get(0);
        INDArray byOutput = arrays.inputs().get(arrays.inputs().size() - 1);
        this.arrays = arrays;
        this.patches = new Patches(
                Window2d.of(operator),
                (int) image.size(1),
                (int) image.size(2),
                (int) image.size(3),
                (int) byOutput.size(2),
                (int) byOutput.size(3));
        this.samples = (int) image.size(0);
        this.outputs = (int) byOutput.size(1);
        this.atOnce = Math.min(samples, Math.max(1, MATRIX / (patches.values() * patches.places())));
        this.x = NativeFloats.of(image);
        this.gradient = NativeFloats.of(byOutput);
        this.weight = NativeFloats.at(arrays.inputs().get(1), 0);
        this.byWeight = NativeFloats.at(arrays.outputs().get(1), 0);
        this.byBias = new double[arrays.outputs().size() == 3 ? outputs : 0];
    }

    /** The kernel of {@code conv2d_bp} on channels before the image's axes, weights as [height, width, inputs, outputs]. */
    static Optional<Kernel> of(DynamicCustomOp operator, Binding arrays) {
        long[] numbers = operator.iArgs();
        boolean channelsFirst = numbers[9] == 0;
        boolean inputsThenOutputs = numbers.length < 11 || numbers[10] == 0;
        return Window2d.hasGivenPadding(operator) && channelsFirst && inputsThenOutputs
                ? Optional.of(new ConvolutionBackKernel(operator, arrays))
                : Optional.empty();
    }

    /** Whether it is preferred to oneDNN's, which is as fast with the derivative by the image, but fails on some windows. */
    static boolean isBetter(DynamicCustomOp operator, Binding arrays) {
        return !arrays.wanted().get(0) || Window2d.of(operator).isDilated();
    }

    @Override
    public void run() {
        Arrays.fill(byBias, 0);
        for (int first = 0; first < samples; first += atOnce) {
            run(first, Math.min(atOnce, samples - first));
        }
        if (byBias.length > 0) {
            float[] sums = arrays.scratch().first(outputs);
            for (int i = 0; i < outputs; i++) {
                sums[i] = (float) byBias[i];
            }
            NativeFloats.of(arrays.outputs().get(2)).put(0, sums, 0, outputs);
        }
    }

    private void run(int first, int count) {
        int columns = count * patches.places();
        FloatPointer slopes = slopes(first, count);
        int imageValues = x.limit() / samples;
        int matrixValues = patches.values() * columns;
        float[] images = arrays.scratch().first(count * imageValues);
        float[] matrix = arrays.scratch().second(matrixValues);
        FloatPointer outside = arrays.scratch().outside(1, matrixValues);
        if (arrays.wanted().get(1)) {
            x.get(first * imageValues, images, 0, count * imageValues);
            for (int i = 0; i < count; i++) {
                patches.spread(images, i * imageValues, matrix, columns, i * patches.places());
            }
            outside.asBuffer().put(0, matrix, 0, matrixValues);
            Gemm.multiply(
                    patches.values(),
                    outputs,
                    columns,
                    Factor.plain(outside),
                    Factor.turned(slopes),
                    first == 0 ? 0 : 1,
                    byWeight);
        }
        if (arrays.wanted().get(0)) {
            Gemm.multiply(patches.values(), columns, outputs, Factor.plain(weight), Factor.plain(slopes), 0, outside);
            outside.asBuffer().get(0, matrix, 0, matrixValues);
            Arrays.fill(images, 0, count * imageValues, 0);
            for (int i = 0; i < count; i++) {
                patches.gather(matrix, columns, i * patches.places(), images, i * imageValues);
            }
            NativeFloats.of(arrays.outputs().get(0)).put(first * imageValues, images, 0, count * imageValues);
        }
    }

    /** The gradient of some images, one row for each output channel, and its sums. */
    private FloatPointer slopes(int first, int count) {
        int places = patches.places();
        int values = count * outputs * places;
        float[] byImage = arrays.scratch().first(values);
        float[] byChannel = arrays.scratch().third(values);
        gradient.get(first * outputs * places, byImage, 0, values);
        for (int channel = 0; channel < outputs; channel++) {
            for (int i = 0; i < count; i++) {
                int from = (i * outputs + channel) * places;
                System.arraycopy(byImage, from, byChannel, (channel * count + i) * places, places);
            }
            if (byBias.length > 0) {
                byBias[channel] += sum(byChannel, channel * count * places, count * places);
            }
        }
        FloatPointer slopes = arrays.scratch().outside(0, values);
        slopes.asBuffer().put(0, byChannel, 0, values);
        return slopes;
    }

    private static double sum(float[] values, int from, int count) {
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            sum += values[i];
        }
        return sum;
    }
}
