package org.bitwright.training.graph;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;
import org.bitwright.model.Shape;
import org.bitwright.model.ValueInfo;
import org.bitwright.onnx.FreeBatch;
import org.bitwright.onnx.GraphDefinition;
import org.bitwright.onnx.GraphOperator;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.training.Normalization;
import org.bitwright.training.graph.rule.RunningStatistics;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;

/** Gives an ONNX network the form of a differentiable graph, operator by operator. */
public final class NetworkConversion {
    private static final Map<String, OperatorConversion> CONVERSIONS = conversions();

    /** Samples with which a conversion is tried: with one, a network that mixes samples could not be told from others. */
    private static final int ATTEMPTED = 2;

    private final GraphDefinition network;
    private final Map<String, ActivationRounding> roundings;
    private final RoundingInsertion insertion;
    private final Conversion conversion;
    private final List<Obstacle> obstacles = new ArrayList<>();

    private NetworkConversion(
            OnnxDocument document,
            Map<String, ActivationRounding> roundings,
            RoundingInsertion insertion,
            Normalization normalization,
            Map<String, RunningStatistics> statistics)
            throws IOException {
        this.network = GraphDefinition.of(document);
        this.roundings = roundings;
        this.insertion = insertion;
        this.conversion = new Conversion(network, normalization, statistics);
    }

    private static Map<String, OperatorConversion> conversions() {
        Map<String, OperatorConversion> all = new HashMap<>();
        List.of(
                        Products.CONVERSIONS,
                        Convolutions.CONVERSIONS,
                        Poolings.CONVERSIONS,
                        Reductions.CONVERSIONS,
                        Normalizations.CONVERSIONS,
                        Elementwise.CONVERSIONS,
                        Activations.CONVERSIONS,
                        Shapes.CONVERSIONS,
                        Movements.CONVERSIONS)
                .forEach(all::putAll);
        return Map.copyOf(all);
    }

    /** What keeps a network from being trained, operator by operator; empty where nothing does. */
    public static List<Obstacle> obstacles(OnnxDocument document) throws IOException {
        NetworkConversion attempt = new NetworkConversion(
                manySamples(document),
                Map.of(),
                (activation, rounding) -> activation,
                Normalization.FROZEN,
                new HashMap<>());
        attempt.converted(ATTEMPTED).close();
        return List.copyOf(attempt.obstacles);
    }

    /**
     * The graph of a network for a fixed number of samples.
     *
     * @param roundings by value of the network: whatever takes such a value takes the rounded one
     * @param statistics what trained batch normalizations keep, by the name of their mean; gets what is not there yet
     * @throws InvalidFileException if there are {@link #obstacles}
     */
    static Converted convert(
            OnnxDocument document,
            int samples,
            Map<String, ActivationRounding> roundings,
            RoundingInsertion insertion,
            Normalization normalization,
            Map<String, RunningStatistics> statistics)
            throws IOException {
        NetworkConversion conversion =
                new NetworkConversion(manySamples(document), roundings, insertion, normalization, statistics);
        Converted converted = conversion.converted(samples);
        if (!conversion.obstacles.isEmpty()) {
            converted.close();
            Obstacle first = conversion.obstacles.get(0);
            throw new InvalidFileException(
                    document.file(), Phrase.of("operator '%s' (%s)", first.operator(), first.type()), first.reason());
        }
        return converted;
    }

    /** Networks that were exported for a single sample take several at once where that can be seen to mean the same. */
    private static OnnxDocument manySamples(OnnxDocument document) throws IOException {
        return FreeBatch.of(document).orElse(document);
    }

    private Converted converted(int samples) throws IOException {
        List<String> placeholders = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (ValueInfo input : network.inputs()) {
            add(input, samples, placeholders);
            names.add(input.name());
        }
        Set<String> needed = needed();
        for (GraphOperator operator : network.operators()) {
            if (operator.outputs().stream().anyMatch(needed::contains)) {
                add(operator);
            }
        }
        return new Converted(conversion.graph(), placeholders, names, output(samples), conversion.parameters());
    }

    private void add(ValueInfo input, int samples, List<String> placeholders) {
        long[] extents = input.extents().stream().mapToLong(Long::longValue).toArray();
        if (extents.length > 0 && extents[0] == ValueInfo.FREE) {
            extents[0] = samples;
        }
        Phrase reason = refusal(input, extents, samples);
        if (!reason.isEmpty()) {
            obstacles.add(new Obstacle(input.name(), "input", reason));
            return;
        }
        String name = "input" + placeholders.size();
        placeholders.add(name);
        put(input.name(), conversion.graph().placeHolder(name, DataType.FLOAT, extents), Shape.of(extents));
    }

    private static Phrase refusal(ValueInfo input, long[] extents, int samples) {
        if (!input.type().isWeight()) {
            return Phrase.of("It takes %s values; a network that is trained takes floats.", input.type());
        }
        if (extents.length == 0 || extents[0] != samples) {
            return Phrase.of("Its first axis does not count the samples, or is fixed to a number of them.");
        }
        boolean open = Arrays.stream(extents).anyMatch(extent -> extent == ValueInfo.FREE);
        return open ? Phrase.of("An axis other than that of the samples is left open.") : Phrase.NONE;
    }

    private void put(String name, SDVariable variable, Shape shape) {
        Value exact = new Value.Computed(variable, shape);
        ActivationRounding rounding = roundings.get(name);
        if (rounding == null) {
            conversion.put(name, exact);
            return;
        }
        Value rounded = new Value.Computed(insertion.rounded(variable, rounding), shape);
        if (rounding.isOfProductsAlone()) {
            conversion.put(name, exact);
            conversion.putFactor(name, rounded);
        } else {
            conversion.put(name, rounded);
        }
    }

    /** Names of the values that the first output needs. */
    private Set<String> needed() {
        Set<String> needed = new LinkedHashSet<>();
        needed.add(network.outputs().get(0).name());
        List<GraphOperator> operators = network.operators();
        for (int i = operators.size() - 1; i >= 0; i--) {
            if (operators.get(i).outputs().stream().anyMatch(needed::contains)) {
                needed.addAll(operators.get(i).inputs());
            }
        }
        return needed;
    }

    private void add(GraphOperator operator) throws IOException {
        for (String input : operator.inputs()) {
            if (!input.isEmpty() && !conversion.knows(input)) {
                return; // an obstacle before it was named
            }
        }
        try {
            convert(operator);
        } catch (Unconvertible e) {
            obstacles.add(new Obstacle(operator.name(), operator.shownType(), e.told()));
            return;
        }
        for (String output : operator.outputs()) {
            if (conversion.find(output) instanceof Value.Computed computed) {
                put(output, computed.variable(), computed.shape());
            }
        }
    }

    private void convert(GraphOperator operator) throws Unconvertible, IOException {
        if (Folding.fold(operator, conversion)) {
            return;
        }
        OperatorConversion form = operator.domain().isEmpty() ? CONVERSIONS.get(operator.type()) : null;
        if (form == null) {
            throw new Unconvertible(Phrase.of("Operators of this type have no form that can be trained here."));
        }
        form.convert(operator, conversion);
    }

    /** The first output; what a softmax that ends the network takes, where there is one: the loss is on that. */
    private String output(int samples) {
        String name = beforeSoftmax(network.outputs().get(0).name());
        if (conversion.find(name) instanceof Value.Computed computed) {
            if (computed.shape().rank() == 0 || computed.shape().extent(0) != samples) {
                obstacles.add(new Obstacle(name, "output", Phrase.of("Its first axis does not count the samples.")));
            }
            return computed.variable().name();
        }
        if (obstacles.isEmpty()) {
            obstacles.add(new Obstacle(
                    name, "output", Phrase.of("The output does not depend on what the network is given.")));
        }
        return "";
    }

    private String beforeSoftmax(String output) {
        GraphOperator maker = conversion.maker(output).orElse(null);
        if (maker == null) {
            return output;
        }
        boolean softmax = maker.type().equals("Softmax") || maker.type().equals("LogSoftmax");
        if (softmax && conversion.find(output) instanceof Value.Computed end && isOverSample(maker, end.shape())) {
            return maker.inputs().get(0);
        }
        return maker.type().equals("Identity") ? beforeSoftmax(maker.inputs().get(0)) : output;
    }

    /** Whether a softmax goes over all numbers of a sample. */
    private static boolean isOverSample(GraphOperator softmax, Shape shape) {
        long axis = softmax.integer("axis", shape.rank() - 1L);
        long at = axis < 0 ? axis + shape.rank() : axis;
        return at > 0 && shape.extent((int) at) * shape.extent(0) == shape.elements();
    }
}
