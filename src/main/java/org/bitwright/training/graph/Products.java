package org.bitwright.training.graph;

import java.io.IOException;
import java.util.Map;
import org.bitwright.model.Shape;
import org.bitwright.onnx.GraphOperator;
import org.bitwright.training.graph.TrainedParameter.Role;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** Gemm and MatMul. Weights lie as [inputs, outputs] in the graph, however they are stored. */
final class Products {
    static final Map<String, OperatorConversion> CONVERSIONS = Map.of("Gemm", Products::gemm, "MatMul", Products::matMul);

    private Products() {}

    private static void gemm(GraphOperator operator, Conversion conversion) throws Unconvertible, IOException {
        int[] first = operator.integer("transA", 0) != 0 ? new int[] {1, 0} : new int[] {0, 1};
        int[] second = operator.integer("transB", 0) != 0 ? new int[] {1, 0} : new int[] {0, 1};
        Shape a = Axes.moved(matrix(operator, 0, conversion), first);
        Shape b = Axes.moved(matrix(operator, 1, conversion), second);
        if (a.extent(1) != b.extent(0)) {
            throw new Unconvertible("Its inputs of shape " + a + " and " + b + " cannot be multiplied.");
        }
        Shape shape = Shape.of(a.extent(0), b.extent(1));
        SameDiff graph = conversion.graph();
        SDVariable left = conversion.trained(operator, 0, Role.WEIGHT, first);
        SDVariable right = conversion.trained(operator, 1, Role.WEIGHT, second);
        float alpha = operator.number("alpha", 1);
        float beta = operator.number("beta", 1);
        if (alpha == 1 && beta == 1 && isVector(operator, shape, conversion)) {
            SDVariable bias = conversion.trained(operator, 2, Role.BIAS, 0);
            conversion.put(operator, graph.nn.linear(left, right, bias), shape);
            return;
        }
        SDVariable product = scaled(graph.mmul(left, right), alpha);
        if (operator.has(2)) {
            int rank = conversion.value(operator, 2).shape().rank();
            SDVariable added = conversion.trained(operator, 2, Role.BIAS, Axes.inOrder(rank));
            product = product.add(scaled(added, beta));
        }
        conversion.put(operator, product, shape);
    }

    private static Shape matrix(GraphOperator operator, int input, Conversion conversion)
            throws Unconvertible, IOException {
        Shape shape = conversion.value(operator, input).shape();
        if (shape.rank() != 2) {
            throw new Unconvertible("Its input of shape " + shape + " is no matrix.");
        }
        return shape;
    }

    private static boolean isVector(GraphOperator operator, Shape result, Conversion conversion)
            throws Unconvertible, IOException {
        return operator.has(2) && conversion.value(operator, 2).shape().equals(Shape.of(result.extent(1)));
    }

    private static SDVariable scaled(SDVariable variable, float factor) {
        return factor == 1 ? variable : variable.mul(factor);
    }

    private static void matMul(GraphOperator operator, Conversion conversion) throws Unconvertible, IOException {
        Shape a = conversion.value(operator, 0).shape();
        Shape b = conversion.value(operator, 1).shape();
        if (a.rank() < 2 || b.rank() != 2) {
            throw new Unconvertible("It multiplies values of shape " + a + " and " + b + ".");
        }
        SDVariable left = conversion.trained(operator, 0, Role.WEIGHT, Axes.inOrder(a.rank()));
        SDVariable right = conversion.trained(operator, 1, Role.WEIGHT, 0, 1);
        long[] extents = a.toArray();
        long inner = extents[a.rank() - 1];
        extents[a.rank() - 1] = b.extent(1);
        SameDiff graph = conversion.graph();
        SDVariable rows = a.rank() == 2 ? left : graph.reshape(left, a.product(0, a.rank() - 1), inner);
        SDVariable product = graph.mmul(rows, right);
        conversion.put(
                operator, a.rank() == 2 ? product : graph.reshape(product, extents), Shape.of(extents));
    }
}
