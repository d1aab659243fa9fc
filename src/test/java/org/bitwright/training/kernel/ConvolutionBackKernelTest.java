package org.bitwright.training.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.factory.Nd4j;

/** What our own kernel computes, beside ND4J's operator that it stands for. */
class ConvolutionBackKernelTest {
    private static final float UNTOUCHED = 7;

    private final Random random = new Random(3);

    @ParameterizedTest
    @CsvSource({
        "3,3, 1,1, 1,1, 1,1",
        "5,5, 1,1, 2,2, 1,1",
        "3,2, 2,1, 0,1, 1,1",
        "3,3, 2,2, 1,1, 2,2",
        "2,3, 3,2, 1,2, 1,2",
        "1,1, 1,1, 0,0, 1,1",
        "1,1, 2,2, 0,0, 1,1"
    })
    void gives_what_nd4j_gives(int kY, int kX, int sY, int sX, int pY, int pX, int dY, int dX) {
        int rows = (9 + 2 * pY - dY * (kY - 1) - 1) / sY + 1;
        int columns = (11 + 2 * pX - dX * (kX - 1) - 1) / sX + 1;
        INDArray x = floats(4, 3, 9, 11);
        INDArray w = floats(kY, kX, 3, 5);
        INDArray gradient = floats(4, 5, rows, columns);
        DynamicCustomOp operator = DynamicCustomOp.builder("conv2d_bp").build();
        operator.addIArgument(kY, kX, sY, sX, pY, pX, dY, dX, 0, 0, 0);
        compare(operator, List.of(x, w, floats(5), gradient), List.of(true, true, true));
        compare(operator, List.of(x, w, gradient), List.of(true, true));
        compare(operator, List.of(x, w, gradient), List.of(false, true));
        compare(operator, List.of(x, w, gradient), List.of(true, false));
    }

    private static void compare(DynamicCustomOp operator, List<INDArray> inputs, List<Boolean> wanted) {
        List<INDArray> ours = likeInputs(inputs, wanted.size());
        try (Scratch scratch = new Scratch()) {
            Kernel kernel = ConvolutionBackKernel.of(operator, new Binding(0, inputs, ours, wanted, scratch))
                    .orElseThrow();
            kernel.run();
            kernel.run(); // what was there before does not matter
        }
        List<INDArray> theirs = likeInputs(inputs, wanted.size());
        OpContext context = Nd4j.getExecutioner().buildContext();
        context.setInputArrays(inputs);
        context.setOutputArrays(theirs);
        context.setIArguments(operator.iArgs());
        context.allowHelpers(false); // oneDNN fails on some dilated convolutions
        Nd4j.exec(operator, context);
        for (int i = 0; i < ours.size(); i++) {
            float[] found = ours.get(i).ravel().toFloatVector();
            if (wanted.get(i)) {
                assertThat(found)
                        .as("by input " + i)
                        .containsExactly(theirs.get(i).ravel().toFloatVector(), within(1e-4f));
            } else {
                assertThat(found).as("by input " + i).containsOnly(UNTOUCHED);
            }
        }
    }

    private static List<INDArray> likeInputs(List<INDArray> inputs, int count) {
        return new ArrayList<>(Stream.of(inputs.subList(0, count))
                .flatMap(List::stream)
                .map(input -> Nd4j.create(DataType.FLOAT, input.shape()).addi(UNTOUCHED))
                .toList());
    }

    private INDArray floats(long... shape) {
        float[] values = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Nd4j.create(values, shape, 'c');
    }
}
