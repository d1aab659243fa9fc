package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.bitwright.model.ElementType;
import org.bitwright.onnx.Operands.Operand;

/**
 * The operator form: operators of ONNX and of ONNX Runtime that take and give integers, with their scales and zero
 * points as inputs (ONNX QLinearConv, QLinearMatMul; ONNX Runtime ContribOperators.md).
 */
final class OperatorForm implements IntegerForm {
    private static final Pattern MARK = Pattern.compile("_(quant|Q\\d+(G\\d+)?)$");
    private static final Set<String> TWO_INPUTS = Set.of("QLinearAdd", "QLinearMul");
    private static final Map<String, String> ONE_INPUT = Map.of(
            "QLinearSigmoid", "Sigmoid",
            "QLinearLeakyRelu", "LeakyRelu",
            "QLinearSoftmax", "Softmax",
            "QLinearAveragePool", "AveragePool",
            "QLinearGlobalAveragePool", "GlobalAveragePool");
    private static final Set<String> OWN_ATTRIBUTES = Set.of("channels_last", "opset");

    private final ParameterReader parameters;
    private final Operands operands;

    OperatorForm(ParameterReader parameters) {
        this.parameters = parameters;
        this.operands = new Operands(parameters);
    }

    /** An operator's name without what quantizing tools put behind it. */
    static String plainName(String name) {
        return MARK.matcher(name).replaceFirst("");
    }

    @Override
    public boolean convert(PlacedNode node, FloatDraft draft) throws IOException {
        if (node.is("QLinearConv")) {
            return product(node, "Conv", 0, 8, draft);
        }
        if (IntegerForm.is(node, "QLinearMatMul")) {
            return product(node, "MatMul", -1, -1, draft);
        }
        if (!node.node().getDomain().equals(GraphAddition.MICROSOFT)) {
            return false;
        }
        String type = node.node().getOpType();
        if (type.equals("QGemm")) {
            return gemm(node, draft);
        }
        if (TWO_INPUTS.contains(type)) {
            return operator(node, type.substring("QLinear".length()), List.of(0, 3), 6, draft);
        }
        if (type.equals("QLinearConcat")) {
            return concat(node, draft);
        }
        String plain = ONE_INPUT.getOrDefault(type, "");
        return !plain.isEmpty() && isPlain(node) && operator(node, plain, List.of(0), 3, draft);
    }

    /** Channels lie where the standard operators have them, and Softmax works along its axis as it does today. */
    private static boolean isPlain(PlacedNode node) {
        boolean softmax = node.node().getOpType().equals("QLinearSoftmax");
        return node.integer("channels_last", 0) == 0 && (!softmax || node.integer("opset", 0) >= 13);
    }

    private boolean product(PlacedNode node, String plain, int axis, int bias, FloatDraft draft) throws IOException {
        Optional<Operand> left = operands.coded(node, 0, 0, draft);
        Optional<Operand> right = operands.coded(node, 3, axis, draft);
        boolean adds = bias >= 0 && !node.input(bias).isEmpty();
        if (left.isEmpty() || right.isEmpty()) {
            return false;
        }
        Optional<Operand> added = adds ? bias(node, bias, 1, draft) : Optional.empty();
        if (adds && added.isEmpty()) {
            return false;
        }
        List<Operand> inputs = new ArrayList<>(List.of(left.get(), right.get()));
        added.ifPresent(inputs::add);
        return emit(node, plain, inputs, 6, draft);
    }

    private Optional<Operand> bias(PlacedNode node, int input, float factor, FloatDraft draft) throws IOException {
        Optional<IntegerParameters> left = parameters.at(node, 1, codes(node, 0, draft));
        Optional<IntegerParameters> right = parameters.at(node, 4, codes(node, 3, draft));
        return left.isPresent() && right.isPresent() && left.get().scales().length == 1
                ? operands.bias(
                        node,
                        input,
                        factor * left.get().scales()[0],
                        right.get().scales(),
                        draft)
                : Optional.empty();
    }

    private static ElementType codes(PlacedNode node, int input, FloatDraft draft) {
        return draft.view(node.input(input))
                .flatMap(IntegerView::parameters)
                .map(IntegerParameters::type)
                .or(() -> ParameterReader.constant(node, input).map(StoredTensor::type))
                .orElse(ElementType.UINT8);
    }

    /** Its result is float where the scale of an output is left out. */
    private boolean gemm(PlacedNode node, FloatDraft draft) throws IOException {
        boolean turned = node.integer("transB", 0) != 0;
        Optional<Operand> left = operands.coded(node, 0, 0, draft);
        Optional<Operand> right = operands.coded(node, 3, turned ? 0 : 1, draft);
        boolean adds = !node.input(6).isEmpty();
        if (left.isEmpty() || right.isEmpty()) {
            return false;
        }
        float alpha = LayerOperations.number(node, "alpha", 1);
        Optional<Operand> added = adds ? bias(node, 6, alpha, draft) : Optional.empty();
        if (adds && added.isEmpty()) {
            return false;
        }
        List<Operand> inputs = new ArrayList<>(List.of(left.get(), right.get()));
        added.ifPresent(inputs::add);
        return emit(node, "Gemm", inputs, 7, draft);
    }

    private boolean concat(PlacedNode node, FloatDraft draft) throws IOException {
        List<Integer> places = new ArrayList<>();
        for (int input = 2; input < node.node().getInputCount(); input += 3) {
            places.add(input);
        }
        return operator(node, "Concat", places, 0, draft);
    }

    private boolean operator(PlacedNode node, String plain, List<Integer> places, int result, FloatDraft draft)
            throws IOException {
        List<Operand> inputs = new ArrayList<>();
        for (int place : places) {
            Optional<Operand> input = operands.coded(node, place, 0, draft);
            if (input.isEmpty()) {
                return false;
            }
            inputs.add(input.get());
        }
        return emit(node, plain, inputs, result, draft);
    }

    /** @param result where the scale of the output is among the inputs; left out for a float output */
    private boolean emit(PlacedNode node, String plain, List<Operand> inputs, int result, FloatDraft draft)
            throws IOException {
        String output = node.node().getOutput(0);
        NodeProto.Builder floats =
                NodeProto.newBuilder().setName(plainName(node.node().getName())).setOpType(plain);
        for (AttributeProto attribute : node.node().getAttributeList()) {
            if (!OWN_ATTRIBUTES.contains(attribute.getName())) {
                floats.addAttribute(attribute);
            }
        }
        if (node.input(result).isEmpty()) {
            add(inputs, floats);
            draft.emit(floats.addOutput(output).build());
            return true;
        }
        ElementType type = ParameterReader.constant(node, result + 1)
                .map(StoredTensor::type)
                .orElse(ElementType.UINT8);
        Optional<IntegerParameters> read = parameters.at(node, result, type).filter(list -> list.scales().length == 1);
        if (read.isEmpty()) {
            return false;
        }
        add(inputs, floats);
        String name = draft.floatName(output);
        draft.emit(floats.addOutput(name).build());
        NodeProto maker = NodeProto.newBuilder()
                .setName(node.node().getName() + "_QuantizeLinear")
                .setOpType("QuantizeLinear")
                .addInput(name)
                .addInput(node.input(result))
                .addInput(node.input(result + 1))
                .addOutput(output)
                .build();
        draft.view(output, IntegerView.ofActivation(name, read.get(), maker));
        return true;
    }

    private static void add(List<Operand> inputs, NodeProto.Builder floats) throws IOException {
        for (Operand input : inputs) {
            floats.addInput(input.add());
        }
    }
}
