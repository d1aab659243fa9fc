package org.bitwright.training.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.BaseReduceOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.ops.impl.reduce.floating.Mean;
import org.nd4j.linalg.api.ops.impl.reduce.same.Max;
import org.nd4j.linalg.api.ops.impl.reduce.same.Sum;
import org.nd4j.linalg.factory.Nd4j;

/** What our own kernels compute, beside ND4J's operators that they stand for. */
class KernelsTest {
    private final Random random = new Random(3);

    @ParameterizedTest
    @ValueSource(strings = {"0,0", "0,1", "1,0", "1,1"})
    void products_and_their_derivatives(String turned) {
        long[] flags = Arrays.stream(turned.split(",")).mapToLong(Long::parseLong).toArray();
        long[] integers = {flags[0], flags[1], 0};
        for (long[] stack : new long[][] {{}, {3}, {2, 3}}) {
            INDArray a = floats(shape(stack, flags[0] == 0 ? 5 : 7, flags[0] == 0 ? 7 : 5));
            INDArray b = floats(shape(stack, flags[1] == 0 ? 7 : 4, flags[1] == 0 ? 4 : 7));
            INDArray c = floats(shape(stack, 5, 4));
            sameAsNd4j("matmul", List.of(a, b), integers, c.shape());
            sameAsNd4j("matmul_bp", List.of(a, b, c), integers, a.shape(), b.shape());
        }
    }

    @Test
    void a_product_with_a_bias() {
        sameAsNd4j(
                "xw_plus_b", List.of(floats(6, 9), floats(9, 5), floats(5)), new long[] {0, 0, 0}, new long[] {6, 5});
    }

    @ParameterizedTest
    @CsvSource({
        "3,3, 1,1, 1,1, 1,1", "5,5, 1,1, 2,2, 1,1", "3,2, 2,1, 0,1, 1,1", "3,3, 2,2, 1,1, 2,2", "2,3, 3,2, 1,2, 1,2",
        "1,1, 1,1, 0,0, 1,1", "1,1, 2,2, 0,0, 1,1"
    })
    void derivatives_of_a_convolution(int kY, int kX, int sY, int sX, int pY, int pX, int dY, int dX) {
        int rows = (9 + 2 * pY - dY * (kY - 1) - 1) / sY + 1;
        int columns = (11 + 2 * pX - dX * (kX - 1) - 1) / sX + 1;
        INDArray x = floats(4, 3, 9, 11);
        INDArray w = floats(kY, kX, 3, 5);
        INDArray gradient = floats(4, 5, rows, columns);
        long[] integers = {kY, kX, sY, sX, pY, pX, dY, dX, 0, 0, 0};
        sameAsNd4j(
                "conv2d_bp",
                List.of(x, w, floats(5), gradient),
                integers,
                x.shape(),
                w.shape(),
                new long[] {5});
        sameAsNd4j("conv2d_bp", List.of(x, w, gradient), integers, x.shape(), w.shape());
    }

    @ParameterizedTest
    @CsvSource({"2,2, 2,2, 0,0", "3,3, 2,2, 1,1", "3,2, 1,3, 1,0", "2,2, 1,1, 0,0"})
    void the_derivative_of_max_pooling(int kY, int kX, int sY, int sX, int pY, int pX) {
        int rows = (9 + 2 * pY - kY) / sY + 1;
        int columns = (11 + 2 * pX - kX) / sX + 1;
        INDArray x = floats(2, 3, 9, 11);
        sameAsNd4j(
                "maxpool2d_bp",
                List.of(x, floats(2, 3, rows, columns)),
                new long[] {kY, kX, sY, sX, pY, pX, 1, 1, 0, 0, 0},
                x.shape());
    }

    @Test
    void the_first_of_several_largest_values_gets_the_gradient_of_a_window() {
        INDArray x = Nd4j.createFromArray(1f, 1f, 3f, 2f, 1f, 0f, 3f, 3f).reshape(1, 1, 2, 4);
        INDArray gradient = Nd4j.createFromArray(5f, 7f).reshape(1, 1, 1, 2);
        List<INDArray> passed = ours(
                operator("maxpool2d_bp", 2, 2, 2, 2, 0, 0, 1, 1, 0, 0, 0), List.of(x, gradient), new long[] {1, 1, 2, 4});
        assertThat(passed.get(0).ravel().toFloatVector()).containsExactly(5, 0, 7, 0, 0, 0, 0, 0);
    }

    @Test
    void the_derivative_of_relu_is_zero_at_zero() {
        INDArray x = Nd4j.createFromArray(-2f, 0f, 1e-30f, 3f, -0f);
        INDArray gradient = Nd4j.createFromArray(1f, 2f, 3f, -4f, 5f);
        List<INDArray> passed = ours(operator("thresholdedrelu_bp"), List.of(x, gradient), new long[] {5});
        assertThat(passed.get(0).toFloatVector()).containsExactly(0, 0, 3, -4, 0);
    }

    @Test
    void reductions_over_any_axes() {
        INDArray x = floats(4, 3, 1, 5);
        for (int[] axes : new int[][] {{0}, {3}, {1, 2}, {0, 2}, {0, 1, 2, 3}, {1, 3}, {2}}) {
            long[] kept = x.sum(axes).shape();
            assertThat(reduced(new Sum(x, axes), x, kept)).containsExactly(expected(x, axes, 0), within(1e-5f));
            assertThat(reduced(new Mean(x, axes), x, kept)).containsExactly(expected(x, axes, 1), within(1e-6f));
            assertThat(reduced(new Max(x, axes), x, kept)).containsExactly(expected(x, axes, 2), within(0f));
        }
    }

    private static float[] expected(INDArray x, int[] axes, int kind) {
        INDArray result = kind == 0 ? x.sum(axes) : kind == 1 ? x.mean(axes) : x.max(axes);
        return result.ravel().toFloatVector();
    }

    private static float[] reduced(BaseReduceOp operator, INDArray x, long[] shape) {
        INDArray result = Nd4j.create(DataType.FLOAT, shape);
        try (Scratch scratch = new Scratch()) {
            Binding arrays = new Binding(0, List.of(x), List.of(result), List.of(true), scratch);
            ReductionKernel.of(operator, arrays).run();
        }
        return result.ravel().toFloatVector();
    }

    private void sameAsNd4j(String name, List<INDArray> inputs, long[] integers, long[]... outputs) {
        DynamicCustomOp operator = operator(name, integers);
        List<INDArray> ours = ours(operator, inputs, outputs);
        List<INDArray> theirs = zeros(outputs);
        OpContext context = Nd4j.getExecutioner().buildContext();
        context.setInputArrays(inputs);
        context.setOutputArrays(theirs);
        context.setIArguments(integers);
        context.allowHelpers(false); // oneDNN fails on some dilated convolutions
        Nd4j.exec(operator, context);
        for (int i = 0; i < outputs.length; i++) {
            assertThat(ours.get(i).ravel().toFloatVector())
                    .as(name + " output " + i)
                    .containsExactly(theirs.get(i).ravel().toFloatVector(), within(1e-4f));
        }
    }

    /** Runs the kernel that takes the operator's place, twice: what was there before must not matter. */
    private static List<INDArray> ours(DynamicCustomOp operator, List<INDArray> inputs, long[]... outputs) {
        List<INDArray> results = zeros(outputs);
        try (Scratch scratch = new Scratch()) {
            Binding arrays =
                    new Binding(0, inputs, results, Collections.nCopies(outputs.length, true), scratch);
            Kernel kernel = (operator.opName().equals("conv2d_bp")
                            ? ConvolutionBackKernel.of(operator, arrays)
                            : Kernels.ours(operator, arrays))
                    .orElseThrow();
            kernel.run();
            kernel.run();
        }
        return results;
    }

    private static DynamicCustomOp operator(String name, long... integers) {
        DynamicCustomOp operator = DynamicCustomOp.builder(name).build();
        operator.addIArgument(integers);
        return operator;
    }

    private static List<INDArray> zeros(long[]... shapes) {
        List<INDArray> arrays = new ArrayList<>();
        for (long[] shape : shapes) {
            arrays.add(Nd4j.create(DataType.FLOAT, shape));
        }
        return arrays;
    }

    private static long[] shape(long[] stack, long... matrix) {
        long[] shape = Arrays.copyOf(stack, stack.length + 2);
        shape[stack.length] = matrix[0];
        shape[stack.length + 1] = matrix[1];
        return shape;
    }

    private INDArray floats(long... shape) {
        float[] values = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Nd4j.create(values, shape, 'c');
    }
}
