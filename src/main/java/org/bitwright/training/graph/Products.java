package org.bitwright.training.graph;

import java.io.IOException;
import java.util.Map;
import org.bitwright.model.Phrase;
import org.bitwright.model.Shape;
import org.bitwright.onnx.GraphOperator;
import org.bitwright.training.graph.ProductOperator.Plan;
import org.bitwright.training.graph.TrainedParameter.Role;
import org.bitwright.training.graph.rule.Arithmetic;
import org.bitwright.training.graph.rule.Curves;
import org.bitwright.training.graph.rule.Pointwise;
import org.nd4j.autodiff.samediff.SDVariable;

/** Gemm and MatMul. Weights lie in the graph as they are stored wherever that can be. */
final class Products {
    static final Map<String, OperatorConversion> CONVERSIONS =
            Map.of("Gemm", Products::gemm, "MatMul", Products::matMul);

    private Products() {}

    /** A factor, and whether its matrices are the other way round in the graph. */
    private record Factor(SDVariable variable, boolean turned) {

        static Factor of(GraphOperator operator, int input, boolean turned, Conversion conversion)
                throws Unconvertible, IOException {
            Value value = conversion.value(operator, input);
            if (value instanceof Value.Stored stored && stored.axes().length == 2) {
                boolean moved = stored.axes()[0] == 1;
                int[] back = moved ? new int[] {1, 0} : new int[] {0, 1};
                return new Factor(conversion.parameter(stored.moved(back), Role.WEIGHT), turned != moved);
            }
            return new Factor(conversion.trained(value, Role.WEIGHT), turned);
        }
    }

    private static void gemm(GraphOperator operator, Conversion conversion) throws Unconvertible, IOException {
        Factor a = Factor.of(operator, 0, operator.integer("transA", 0) != 0, conversion);
        Factor b = Factor.of(operator, 1, operator.integer("transB", 0) != 0, conversion);
        Shape first = matrix(operator, 0, operator.integer("transA", 0) != 0, conversion);
        Shape second = matrix(operator, 1, operator.integer("transB", 0) != 0, conversion);
        int[] one = {0};
        Shape shape = Shape.of(first.extent(0), second.extent(1));
        Plan plan = plan(shape, first, second, a, b, one, one, operator.number("alpha", 1));
        SDVariable product = ProductOperator.of(conversion.graph(), a.variable(), b.variable(), plan);
        if (operator.has(2)) {
            product = plus(product, shape, operator, conversion);
        }
        conversion.put(operator, product, shape);
    }

    private static SDVariable plus(SDVariable product, Shape shape, GraphOperator operator, Conversion conversion)
            throws Unconvertible, IOException {
        Value value = conversion.value(operator, 2);
        SDVariable added = conversion.trained(value, Role.BIAS);
        float beta = operator.number("beta", 1);
        if (beta != 1) {
            added = conversion.apply(new Pointwise("scale", value.shape(), Curves.line(beta, 0)), added);
        }
        Axes.broadcast(shape, value.shape());
        return conversion.apply(new Arithmetic(Arithmetic.Kind.ADD, shape, value.shape(), shape), product, added);
    }

    private static Shape matrix(GraphOperator operator, int input, boolean turned, Conversion conversion)
            throws Unconvertible, IOException {
        Shape shape = conversion.value(operator, input).shape();
        if (shape.rank() != 2) {
            throw new Unconvertible(Phrase.of("Its input of shape %s is no matrix.", shape));
        }
        return turned ? Shape.of(shape.extent(1), shape.extent(0)) : shape;
    }

    private static Plan plan(
            Shape result, Shape a, Shape b, Factor first, Factor second, int[] firsts, int[] seconds, float factor)
            throws Unconvertible {
        long inner = a.extent(a.rank() - 1);
        if (inner != b.extent(b.rank() - 2)) {
            throw new Unconvertible(Phrase.of("Its inputs of shape %s and %s cannot be multiplied.", a, b));
        }
        return new Plan(
                result,
                (int) a.extent(a.rank() - 2),
                (int) b.extent(b.rank() - 1),
                (int) inner,
                first.turned(),
                second.turned(),
                firsts,
                seconds,
                factor);
    }

    private static void matMul(GraphOperator operator, Conversion conversion) throws Unconvertible, IOException {
        Shape givenA = conversion.value(operator, 0).shape();
        Shape givenB = conversion.value(operator, 1).shape();
        Shape a = givenA.rank() == 1 ? Shape.of(1, givenA.extent(0)) : givenA;
        Shape b = givenB.rank() == 1 ? Shape.of(givenB.extent(0), 1) : givenB;
        if (a.rank() < 2 || b.rank() < 2) {
            throw new Unconvertible(Phrase.of("It multiplies values of shape %s and %s.", givenA, givenB));
        }
        Shape batches = Axes.broadcast(batches(a), batches(b));
        Shape result = result(batches, givenA, givenB);
        Factor first = Factor.of(operator, 0, false, conversion);
        Factor second = Factor.of(operator, 1, false, conversion);
        Plan plan;
        if (b.rank() == 2 && a.rank() > 2 && !first.turned()) {
            // one product of many rows instead of many small ones
            Shape rows = Shape.of(a.product(0, a.rank() - 1), a.extent(a.rank() - 1));
            int[] one = {0};
            plan = plan(result, rows, b, first, second, one, one, 1);
        } else {
            plan = plan(
                    result,
                    a,
                    b,
                    first,
                    second,
                    Axes.stretched(batches(a), batches),
                    Axes.stretched(batches(b), batches),
                    1);
        }
        conversion.put(
                operator, ProductOperator.of(conversion.graph(), first.variable(), second.variable(), plan), result);
    }

    private static Shape batches(Shape shape) {
        return Axes.first(shape, shape.rank() - 2);
    }

    /** A factor with one axis has no row, or no column, in the result. */
    private static Shape result(Shape batches, Shape a, Shape b) {
        Shape result = batches;
        if (a.rank() > 1) {
            result = Axes.with(result, a.extent(a.rank() - 2));
        }
        return b.rank() > 1 ? Axes.with(result, b.extent(b.rank() - 1)) : result;
    }
}
