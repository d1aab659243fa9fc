package org.bitwright.training.graph;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bitwright.model.ElementType;
import org.bitwright.model.Phrase;
import org.bitwright.model.Shape;
import org.bitwright.onnx.GraphOperator;
import org.bitwright.training.Normalization;
import org.bitwright.training.graph.TrainedParameter.Role;
import org.bitwright.training.graph.rule.AffineNormalization;
import org.bitwright.training.graph.rule.Arithmetic;
import org.bitwright.training.graph.rule.Arithmetic.Kind;
import org.bitwright.training.graph.rule.BatchNormalization;
import org.bitwright.training.graph.rule.LayerNormalization;
import org.bitwright.training.graph.rule.RunningStatistics;
import org.nd4j.autodiff.samediff.SDVariable;

/** BatchNormalization, LayerNormalization and InstanceNormalization. */
final class Normalizations {
    static final Map<String, OperatorConversion> CONVERSIONS = Map.of(
            "BatchNormalization", Normalizations::batch,
            "LayerNormalization", Normalizations::layer,
            "InstanceNormalization", Normalizations::instance);

    private Normalizations() {}

    private static void batch(GraphOperator operator, Conversion conversion) throws Unconvertible, IOException {
        Shape shape = conversion.value(operator, 0).shape();
        if (shape.rank() < 2 || operator.integer("training_mode", 0) != 0) {
            throw new Unconvertible(
                    Phrase.of("It is stored as it stands in training; export the network for inference."));
        }
        int channels = (int) shape.extent(1);
        SDVariable x = conversion.variable(operator, 0);
        SDVariable gain = channelwise(operator, 1, channels, conversion);
        SDVariable offset = channelwise(operator, 2, channels, conversion);
        int space = (int) shape.product(2, shape.rank());
        double epsilon = operator.number("epsilon", 1e-5f);
        if (conversion.normalization() == Normalization.TRAINED) {
            conversion.put(
                    operator,
                    new BatchNormalization(shape, space, epsilon, statistics(operator, conversion)),
                    x,
                    gain,
                    offset);
            return;
        }
        float[] scale = floats(operator, 4, conversion);
        for (int i = 0; i < scale.length; i++) {
            scale[i] = (float) (1 / Math.sqrt(scale[i] + epsilon));
        }
        conversion.put(
                operator,
                new AffineNormalization(shape, (int) shape.extent(0), space, floats(operator, 3, conversion), scale),
                x,
                gain,
                offset);
    }

    private static SDVariable channelwise(GraphOperator operator, int input, int channels, Conversion conversion)
            throws Unconvertible, IOException {
        Value value = conversion.value(operator, input);
        if (value.shape().elements() != channels) {
            throw new Unconvertible(Phrase.of("It has %s channels, but %s numbers for them.", channels, value.shape()));
        }
        return conversion.trained(value, Role.NORMALIZATION);
    }

    private static RunningStatistics statistics(GraphOperator operator, Conversion conversion)
            throws Unconvertible, IOException {
        float[] mean = floats(operator, 3, conversion);
        float[] variance = floats(operator, 4, conversion);
        String name = operator.inputs().get(3);
        return conversion
                .statistics()
                .computeIfAbsent(
                        name,
                        key -> new RunningStatistics(
                                key, operator.inputs().get(4), mean, variance, operator.number("momentum", 0.9f)));
    }

    private static float[] floats(GraphOperator operator, int input, Conversion conversion)
            throws Unconvertible, IOException {
        double[] numbers = conversion.numbers(operator, input).numbers();
        float[] floats = new float[numbers.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) numbers[i];
        }
        return floats;
    }

    private static void layer(GraphOperator operator, Conversion conversion) throws Unconvertible, IOException {
        Shape shape = conversion.value(operator, 0).shape();
        int axis = Axes.of(operator.integer("axis", -1), shape.rank());
        int count = (int) shape.product(axis, shape.rank());
        List<SDVariable> inputs = new ArrayList<>();
        inputs.add(conversion.variable(operator, 0));
        for (int input = 1; input < 3 && operator.has(input); input++) {
            Value value = conversion.value(operator, input);
            if (value.shape().elements() != count) {
                throw new Unconvertible(Phrase.of(
                        "Its gain or offset of shape %s does not fit its rows of %s numbers.", value.shape(), count));
            }
            inputs.add(conversion.trained(value, Role.NORMALIZATION));
        }
        conversion.put(
                operator,
                new LayerNormalization(shape, (int) shape.product(0, axis), count, operator.number("epsilon", 1e-5f)),
                inputs.toArray(SDVariable[]::new));
    }

    /** Each channel of a sample is a row, normalized without gain and offset, which then apply to the channel. */
    private static void instance(GraphOperator operator, Conversion conversion) throws Unconvertible, IOException {
        Shape shape = conversion.value(operator, 0).shape();
        if (shape.rank() < 2) {
            throw new Unconvertible(Phrase.of("Its input of shape %s has no channels.", shape));
        }
        int channels = (int) shape.extent(1);
        int space = (int) shape.product(2, shape.rank());
        double[] ones = new double[space];
        Arrays.fill(ones, 1);
        SDVariable normal = conversion.apply(
                new LayerNormalization(shape, (int) shape.product(0, 2), space, operator.number("epsilon", 1e-5f)),
                conversion.variable(operator, 0),
                conversion.variable(new Value.Folded(Shape.of(space), ones, ElementType.FLOAT32)));
        long[] extents = new long[shape.rank() - 1];
        Arrays.fill(extents, 1);
        extents[0] = channels;
        Shape channel = Shape.of(extents);
        SDVariable gained = conversion.apply(
                new Arithmetic(Kind.MULTIPLY, shape, channel, shape),
                normal,
                channelwise(operator, 1, channels, conversion));
        conversion.put(
                operator,
                new Arithmetic(Kind.ADD, shape, channel, shape),
                gained,
                channelwise(operator, 2, channels, conversion));
    }
}
