package org.bitwright.training.graph;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import org.bitwright.model.Shape;
import org.bitwright.training.kernel.Binding;
import org.bitwright.training.kernel.JavaOperator;
import org.bitwright.training.kernel.Kernel;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.shape.LongShapeDescriptor;

/**
 * Matrix products by OpenBLAS, one after the other, each factor perhaps turned: {@code result = factor · op(a) · op(b)}.
 * A matrix that serves several products gets the sum of their gradients.
 */
final class ProductOperator extends JavaOperator {
    private static final int ROW_MAJOR = openblas_nolapack.CblasRowMajor;

    private final Plan plan;

    /**
     * What is multiplied.
     *
     * @param shape of the result
     * @param rows of each matrix of the result
     * @param inner extent that is summed over
     * @param turnedA whether matrices of a are stored transposed, {@code turnedB} those of b
     * @param firsts number of the matrix of a for each product, {@code seconds} of that of b
     */
    record Plan(
            Shape shape,
            int rows,
            int columns,
            int inner,
            boolean turnedA,
            boolean turnedB,
            int[] firsts,
            int[] seconds,
            float factor) {}

    private ProductOperator(SameDiff graph, SDVariable a, SDVariable b, Plan plan) {
        super("bitwright_product", graph, a, b);
        this.plan = plan;
    }

    /** Adds the products to the graph and gives what they come to. */
    static SDVariable of(SameDiff graph, SDVariable a, SDVariable b, Plan plan) {
        return new ProductOperator(graph, a, b, plan).outputVariable();
    }

    @Override
    public List<LongShapeDescriptor> calculateOutputShape(OpContext context) {
        return List.of(LongShapeDescriptor.fromShape(plan.shape.toArray(), DataType.FLOAT));
    }

    @Override
    public List<SDVariable> doDiff(List<SDVariable> gradient) {
        return List.of(new Back(sameDiff, arg(0), arg(1), gradient.get(0), plan).outputVariables());
    }

    @Override
    public Kernel kernel(Binding arrays) {
        Matrix a = Matrix.of(arrays.inputs().get(0), plan.rows, plan.inner, plan.turnedA);
        Matrix b = Matrix.of(arrays.inputs().get(1), plan.inner, plan.columns, plan.turnedB);
        Matrix result = Matrix.of(arrays.outputs().get(0), plan.rows, plan.columns, false);
        return () -> {
            for (int i = 0; i < plan.firsts.length; i++) {
                multiply(a, plan.firsts[i], b, plan.seconds[i], result, i, plan.factor, false);
            }
        };
    }

    /**
     * Matrices one behind the other.
     *
     * @param rows of each as it is multiplied
     * @param columns of each as it is multiplied
     * @param turned whether each is stored the other way round
     */
    private record Matrix(FloatPointer[] values, int rows, int columns, boolean turned) {

        static Matrix of(INDArray array, int rows, int columns, boolean turned) {
            FloatPointer all = new FloatPointer(array.data().addressPointer());
            FloatPointer[] values = new FloatPointer[(int) (array.length() / Math.max(1, rows * columns))];
            for (int i = 0; i < values.length; i++) {
                values[i] = all.getPointer((long) i * rows * columns);
            }
            return new Matrix(values, rows, columns, turned);
        }

        Matrix transposed() {
            return new Matrix(values, columns, rows, !turned);
        }

        int stored() {
            return Math.max(1, turned ? rows : columns);
        }

        int way() {
            return turned ? openblas_nolapack.CblasTrans : openblas_nolapack.CblasNoTrans;
        }
    }

    /** {@code result[r] = factor · a[i] · b[j]}, added to what is there or in its place. */
    private static void multiply(Matrix a, int i, Matrix b, int j, Matrix result, int r, float factor, boolean added) {
        if (result.turned) {
            multiply(b.transposed(), j, a.transposed(), i, result.transposed(), r, factor, added);
            return;
        }
        openblas_nolapack.cblas_sgemm(
                ROW_MAJOR,
                a.way(),
                b.way(),
                a.rows,
                b.columns,
                a.columns,
                factor,
                a.values[i],
                a.stored(),
                b.values[j],
                b.stored(),
                added ? 1 : 0,
                result.values[r],
                result.stored());
    }

    /** The derivative: takes both factors and the gradient by the result. */
    private static final class Back extends JavaOperator {
        private final Plan plan;

        private Back(SameDiff graph, SDVariable a, SDVariable b, SDVariable gradient, Plan plan) {
            super("bitwright_product_bp", graph, a, b, gradient);
            this.plan = plan;
        }

        @Override
        public int getNumOutputs() {
            return 2;
        }

        @Override
        public List<DataType> calculateOutputDataTypes(List<DataType> inputs) {
            return Collections.nCopies(2, DataType.FLOAT);
        }

        @Override
        public List<LongShapeDescriptor> calculateOutputShape(OpContext context) {
            List<LongShapeDescriptor> shapes = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                shapes.add(context.getInputArray(i).shapeDescriptor());
            }
            return shapes;
        }

        @Override
        public Kernel kernel(Binding arrays) {
            int rows = plan.rows;
            int columns = plan.columns;
            List<INDArray> inputs = arrays.inputs();
            Matrix a = Matrix.of(inputs.get(0), rows, plan.inner, plan.turnedA);
            Matrix b = Matrix.of(inputs.get(1), plan.inner, columns, plan.turnedB);
            Matrix gradient = Matrix.of(inputs.get(2), rows, columns, false);
            Matrix byA = Matrix.of(arrays.outputs().get(0), rows, plan.inner, plan.turnedA);
            Matrix byB = Matrix.of(arrays.outputs().get(1), plan.inner, columns, plan.turnedB);
            boolean[] addedA = repeated(plan.firsts);
            boolean[] addedB = repeated(plan.seconds);
            return () -> {
                for (int i = 0; i < plan.firsts.length; i++) {
                    int first = plan.firsts[i];
                    int second = plan.seconds[i];
                    if (arrays.wanted().get(0)) {
                        multiply(gradient, i, b.transposed(), second, byA, first, plan.factor, addedA[i]);
                    }
                    if (arrays.wanted().get(1)) {
                        multiply(a.transposed(), first, gradient, i, byB, second, plan.factor, addedB[i]);
                    }
                }
            };
        }

        /** For each product whether its matrix was in one before it. */
        private static boolean[] repeated(int[] numbers) {
            boolean[] repeated = new boolean[numbers.length];
            BitSet seen = new BitSet();
            for (int i = 0; i < numbers.length; i++) {
                repeated[i] = seen.get(numbers[i]);
                seen.set(numbers[i]);
            }
            return repeated;
        }

        @Override
        public List<SDVariable> doDiff(List<SDVariable> gradient) {
            throw new UnsupportedOperationException("no second derivatives");
        }
    }
}
