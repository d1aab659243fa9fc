package org.bitwright.training.kernel;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.bitwright.training.kernel.Gemm.Factor;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;

/** Products of matrices, or of as many matrices on both sides, and their derivatives. */
final class ProductKernel {
    private ProductKernel() {}

    /** The kernel of {@code matmul}, {@code matmul_bp} or {@code xw_plus_b}, if the arrays are as it takes them. */
    static Optional<Kernel> of(DynamicCustomOp operator, Binding arrays) {
        if (arrays.inputs().stream().anyMatch(input -> input.dataType() != DataType.FLOAT)) {
            return Optional.empty();
        }
        return switch (operator.opName()) {
            case "matmul" -> product(operator, arrays);
            case "matmul_bp" -> derivative(operator, arrays);
            case "xw_plus_b" -> affine(operator, arrays);
            default -> Optional.empty();
        };
    }

    /** Two stacks of matrices that are multiplied one by one: {@code m × k} by {@code k × n} once they are turned. */
    private record Stack(int matrices, int m, int n, int k, boolean turnA, boolean turnB) {

        static Optional<Stack> of(DynamicCustomOp operator, INDArray a, INDArray b) {
            long[] flags = operator.iArgs();
            boolean turnA = flags.length > 0 && flags[0] != 0;
            boolean turnB = flags.length > 1 && flags[1] != 0;
            boolean turnResult = flags.length > 2 && flags[2] != 0;
            int rank = a.rank();
            if (turnResult || rank < 2 || b.rank() != rank || !sameButLastTwo(a.shape(), b.shape())) {
                return Optional.empty();
            }
            int matrices = (int) (a.length() / (a.size(rank - 1) * a.size(rank - 2)));
            int m = (int) a.size(turnA ? rank - 1 : rank - 2);
            int k = (int) a.size(turnA ? rank - 2 : rank - 1);
            int n = (int) b.size(turnB ? rank - 2 : rank - 1);
            return Optional.of(new Stack(matrices, m, n, k, turnA, turnB));
        }

        private static boolean sameButLastTwo(long[] a, long[] b) {
            int rank = a.length;
            return Arrays.equals(a, 0, rank - 2, b, 0, rank - 2);
        }

        FloatPointer a(INDArray array, int matrix) {
            return NativeFloats.at(array, (long) matrix * m * k);
        }

        FloatPointer b(INDArray array, int matrix) {
            return NativeFloats.at(array, (long) matrix * k * n);
        }

        FloatPointer product(INDArray array, int matrix) {
            return NativeFloats.at(array, (long) matrix * m * n);
        }
    }

    private static Optional<Kernel> product(DynamicCustomOp operator, Binding arrays) {
        double[] factors = operator.tArgs();
        if (factors.length == 2 && (factors[0] != 1 || factors[1] != 0)) {
            return Optional.empty();
        }
        INDArray a = arrays.inputs().get(0);
        INDArray b = arrays.inputs().get(1);
        return Stack.of(operator, a, b).map(stack -> {
            Kernel[] each = new Kernel[stack.matrices()];
            for (int i = 0; i < each.length; i++) {
                Factor left = new Factor(stack.a(a, i), stack.turnA());
                Factor right = new Factor(stack.b(b, i), stack.turnB());
                FloatPointer product = stack.product(arrays.outputs().get(0), i);
                each[i] = () -> Gemm.multiply(stack.m(), stack.n(), stack.k(), left, right, 0, product);
            }
            return inTurn(each);
        });
    }

    private static Optional<Kernel> derivative(DynamicCustomOp operator, Binding arrays) {
        INDArray a = arrays.inputs().get(0);
        INDArray b = arrays.inputs().get(1);
        INDArray gradient = arrays.inputs().get(2);
        return Stack.of(operator, a, b).map(stack -> {
            Kernel[] each = new Kernel[stack.matrices()];
            for (int i = 0; i < each.length; i++) {
                FloatPointer byProduct = stack.product(gradient, i);
                Kernel byA = byLeft(
                        stack,
                        byProduct,
                        stack.b(b, i),
                        stack.a(arrays.outputs().get(0), i));
                Kernel byB = byRight(
                        stack,
                        byProduct,
                        stack.a(a, i),
                        stack.b(arrays.outputs().get(1), i));
                boolean wantsA = arrays.wanted().get(0);
                boolean wantsB = arrays.wanted().get(1);
                each[i] = () -> {
                    if (wantsA) {
                        byA.run();
                    }
                    if (wantsB) {
                        byB.run();
                    }
                };
            }
            return inTurn(each);
        });
    }

    /** With C = A·B: dA = dC·Bᵀ, and its transpose B·dCᵀ where A lies transposed. */
    private static Kernel byLeft(Stack stack, FloatPointer byProduct, FloatPointer b, FloatPointer result) {
        Factor right = new Factor(b, stack.turnB());
        Factor gradient = Factor.plain(byProduct);
        return stack.turnA()
                ? () -> Gemm.multiply(stack.k(), stack.m(), stack.n(), right, gradient.turnedIf(true), 0, result)
                : () -> Gemm.multiply(stack.m(), stack.k(), stack.n(), gradient, right.turnedIf(true), 0, result);
    }

    /** With C = A·B: dB = Aᵀ·dC, and its transpose dCᵀ·A where B lies transposed. */
    private static Kernel byRight(Stack stack, FloatPointer byProduct, FloatPointer a, FloatPointer result) {
        Factor left = new Factor(a, stack.turnA());
        Factor gradient = Factor.plain(byProduct);
        return stack.turnB()
                ? () -> Gemm.multiply(stack.n(), stack.k(), stack.m(), gradient.turnedIf(true), left, 0, result)
                : () -> Gemm.multiply(stack.k(), stack.n(), stack.m(), left.turnedIf(true), gradient, 0, result);
    }

    private static Optional<Kernel> affine(DynamicCustomOp operator, Binding arrays) {
        INDArray x = arrays.inputs().get(0);
        INDArray w = arrays.inputs().get(1);
        boolean plain = Arrays.stream(operator.iArgs()).allMatch(flag -> flag == 0);
        if (!plain || x.rank() != 2 || w.rank() != 2) {
            return Optional.empty();
        }
        int m = (int) x.size(0);
        int k = (int) x.size(1);
        int n = (int) w.size(1);
        Factor left = Factor.plain(NativeFloats.at(x, 0));
        Factor right = Factor.plain(NativeFloats.at(w, 0));
        FloatPointer product = NativeFloats.at(arrays.outputs().get(0), 0);
        FloatBuffer bias = NativeFloats.of(arrays.inputs().get(2));
        FloatBuffer rows = NativeFloats.of(arrays.outputs().get(0));
        float[] added = new float[n];
        return Optional.of(() -> {
            bias.get(0, added);
            for (int row = 0; row < m; row++) {
                rows.put(row * n, added);
            }
            Gemm.multiply(m, n, k, left, right, 1, product);
        });
    }

    private static Kernel inTurn(Kernel... kernels) {
        return () -> {
            for (Kernel kernel : kernels) {
                kernel.run();
            }
        };
    }
}
