package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bitwright.model.ActivationFunction;
import org.bitwright.model.DenseStack;
import org.bitwright.model.DenseStep;
import org.bitwright.model.ElementType;
import org.bitwright.model.ExternalFolder;
import org.bitwright.model.Phrase;
import org.bitwright.model.RefusedException;
import org.bitwright.model.StoredWeight;
import org.bitwright.model.Tensor;
import org.bitwright.model.TensorBytes;
import org.bitwright.model.WeightFile;

/**
 * Makes a network of dense layers: Flatten, then a Gemm a layer and what its sums go through. Input {@code input} is
 * float32 [batch, inputs of the first layer], the batch free; output {@code output} is float32 [batch, outputs of the
 * last]; where a tensor of the file has one of these names, a number follows it. Weights keep their names and layouts;
 * other float types become float32.
 */
public final class StackedWeights {
    private static final String INPUT = "input";
    private static final String OUTPUT = "output";
    private static final int IR_VERSION = 9;
    private static final int OPSET = 17;

    /** The first with Gelu. */
    private static final int GELU_OPSET = 20;

    private static final float LEAK = 0.01f;

    private final WeightFile weights;
    private final Map<String, TensorBytes> given = new LinkedHashMap<>();
    private final GraphProto.Builder graph = GraphProto.newBuilder();
    private final Set<String> taken = new HashSet<>();
    private final String input;
    private final String output;

    private StackedWeights(WeightFile weights) {
        this.weights = weights;
        weights.weights().forEach(weight -> taken.add(weight.tensor().name()));
        input = free(INPUT);
        output = free(OUTPUT);
    }

    /**
     * A document of the network. Its file is that of the weights, its digest one of the file and of the layers.
     *
     * @throws RefusedException if there are no layers, one names what the file lacks, or widths do not follow
     *     each other
     */
    public static OnnxDocument stack(WeightFile weights, DenseStack stack) throws IOException {
        StackedWeights stacked = new StackedWeights(weights);
        ModelProto messages = stacked.model(stack);
        StringBuilder how = new StringBuilder("stacked\n");
        stack.steps().forEach(step -> how.append(step).append('\n'));
        return OnnxDocument.joined(
                weights.path(),
                messages,
                how.toString(),
                new TensorSources(new ExternalFolder(weights.path()), GivenTensors.of(stacked.given, weights)));
    }

    private ModelProto model(DenseStack stack) {
        if (stack.steps().isEmpty()) {
            throw new RefusedException(Phrase.of("a stack has at least one layer"));
        }
        long inputs = width(stack.steps().get(0), true);
        long outputs = width(stack.steps().get(stack.steps().size() - 1), false);
        graph.setName("stack").addInput(value(input, inputs)).addOutput(value(output, outputs));
        String value = free("flat");
        graph.addNode(
                node("Flatten", List.of(input), value).setName(value).addAttribute(GraphAddition.integer("axis", 1)));
        List<DenseStep> steps = stack.steps();
        long width = inputs;
        for (int i = 0; i < steps.size(); i++) {
            if (width(steps.get(i), true) != width) {
                throw new RefusedException(Phrase.of(
                        "'%s' takes %s numbers, not %s",
                        Quoted.plain(steps.get(i).weight()), width(steps.get(i), true), width));
            }
            width = width(steps.get(i), false);
            value = add(steps.get(i), value, i == steps.size() - 1);
        }
        boolean gelu = steps.stream().anyMatch(step -> step.after() == ActivationFunction.GELU);
        return ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("Bitwright")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(gelu ? GELU_OPSET : OPSET))
                .setGraph(graph)
                .build();
    }

    /** Adds a layer and gives the name of what it makes. */
    private String add(DenseStep step, String from, boolean last) {
        String layer = free(layerName(step.weight()));
        List<String> inputs = new ArrayList<>(List.of(from, constant(step.weight())));
        step.bias().ifPresent(bias -> inputs.add(bias(bias, step)));
        boolean plain = step.after() == ActivationFunction.NONE;
        String sums = last && plain ? output : free(layer + "/sums");
        graph.addNode(node("Gemm", inputs, sums)
                .setName(layer)
                .addAttribute(GraphAddition.integer("transB", step.transposed() ? 0 : 1)));
        if (plain) {
            return sums;
        }
        String made = last ? output : free(layer + "/activation");
        graph.addNode(activation(step.after(), sums, made).setName(free(layer + "/" + type(step.after()))));
        return made;
    }

    private static NodeProto.Builder activation(ActivationFunction function, String from, String to) {
        NodeProto.Builder node = node(type(function), List.of(from), to);
        return switch (function) {
            case LEAKY_RELU ->
                node.addAttribute(AttributeProto.newBuilder()
                        .setName("alpha")
                        .setType(AttributeProto.AttributeType.FLOAT)
                        .setF(LEAK));
            case SOFTMAX -> node.addAttribute(GraphAddition.integer("axis", -1));
            default -> node;
        };
    }

    private static String type(ActivationFunction function) {
        return switch (function) {
            case NONE -> "Identity";
            case RELU -> "Relu";
            case LEAKY_RELU -> "LeakyRelu";
            case SIGMOID -> "Sigmoid";
            case TANH -> "Tanh";
            case GELU -> "Gelu";
            case SOFTMAX -> "Softmax";
        };
    }

    private static NodeProto.Builder node(String type, List<String> inputs, String output) {
        return NodeProto.newBuilder().setOpType(type).addAllInput(inputs).addOutput(output);
    }

    private long width(DenseStep step, boolean ofInputs) {
        Tensor weight = tensor(step.weight());
        if (weight.shape().rank() != 2) {
            throw new RefusedException(Phrase.of(
                    "'%s' is %s, but a dense layer has two axes", Quoted.plain(step.weight()), weight.shape()));
        }
        return weight.shape().extent(step.transposed() == ofInputs ? 0 : 1);
    }

    private String bias(String name, DenseStep step) {
        Tensor bias = tensor(name);
        if (bias.shape().rank() != 1 || bias.shape().elements() != width(step, false)) {
            throw new RefusedException(Phrase.of(
                    "'%s' is %s, but '%s' has %s outputs",
                    Quoted.plain(name), bias.shape(), Quoted.plain(step.weight()), width(step, false)));
        }
        return constant(name);
    }

    /** A tensor of the file becomes one constant, however many layers use it. */
    private String constant(String name) {
        if (!given.containsKey(name)) {
            Tensor tensor = tensor(name);
            given.put(name, ArrangedBytes.of(tensor, List.of(), ElementType.FLOAT32));
            graph.addInitializer(GivenConstant.of(name, ElementType.FLOAT32, tensor.shape()));
        }
        return name;
    }

    private Tensor tensor(String name) {
        return weights.weights().stream()
                .map(StoredWeight::tensor)
                .filter(found -> found.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new RefusedException(Phrase.of("the file has no tensor '%s'", Quoted.plain(name))));
    }

    /** {@code fc1.weight} is of the layer {@code fc1}, {@code dense/kernel:0} of {@code dense}. */
    private static String layerName(String weight) {
        for (String word : List.of("weight", "kernel")) {
            int at = weight.lastIndexOf(word);
            if (at > 1 && "./_".indexOf(weight.charAt(at - 1)) >= 0) {
                return weight.substring(0, at - 1);
            }
        }
        return weight;
    }

    private String free(String wanted) {
        String name = wanted;
        for (int count = 2; !taken.add(name); count++) {
            name = wanted + "_" + count;
        }
        return name;
    }

    private static ValueInfoProto value(String name, long width) {
        TensorShapeProto shape = TensorShapeProto.newBuilder()
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("batch"))
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(width))
                .build();
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(ElementTypes.code(ElementType.FLOAT32))
                                .setShape(shape)))
                .build();
    }
}
