package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.io.IOException;
import java.util.Optional;
import org.bitwright.model.ElementType;

/**
 * Activations quantized by every run's own range: DynamicQuantizeLinear → MatMulInteger or ConvInteger → Cast → Mul by
 * the product of the scales, as ONNX Runtime's tools and ours write it, and the operators that ONNX Runtime fuses it to.
 */
final class DynamicForm implements IntegerForm {
    private final ParameterReader parameters;
    private final Operands operands;

    DynamicForm(ParameterReader parameters) {
        this.parameters = parameters;
        this.operands = new Operands(parameters);
    }

    @Override
    public boolean convert(PlacedNode node, FloatDraft draft) throws IOException {
        if (node.is("DynamicQuantizeLinear")) {
            IntegerView view = new IntegerView(node.input(0), Optional.empty(), node.node(), Optional.empty(), "");
            node.node().getOutputList().forEach(output -> draft.view(output, view));
            return true;
        }
        if (IntegerForm.is(node, "MatMulInteger")) {
            return product(node, "MatMul", -1, draft);
        }
        if (node.is("ConvInteger")) {
            return product(node, "Conv", 0, draft);
        }
        return IntegerForm.isMicrosoft(node, "DynamicQuantizeMatMul") && fused(node, draft);
    }

    private boolean product(PlacedNode node, String plain, int axis, FloatDraft draft) throws IOException {
        Optional<IntegerView> left = dynamic(node.input(0), draft);
        if (left.isEmpty()) {
            return false;
        }
        Optional<IntegerView> right = dynamic(node.input(1), draft);
        String other = right.map(DynamicForm::scale).orElse("");
        Optional<ScaledProduct> scaled = ScaledProduct.behind(node, scale(left.get()), other, draft.uses());
        if (scaled.isEmpty()) {
            return false;
        }
        Optional<String> factor = right.isPresent()
                ? right.map(draft::use)
                : weight(node, scaled.get().scale().orElseThrow(), axis, draft);
        if (factor.isEmpty()) {
            return false;
        }
        String activation = draft.use(left.get());
        scaled.get().operators().forEach(draft::leaveOut);
        draft.emit(node.node().toBuilder()
                .setName(OperatorForm.plainName(node.node().getName()))
                .clearDomain()
                .setOpType(plain)
                .clearInput()
                .addInput(activation)
                .addInput(factor.get())
                .setOutput(0, scaled.get().output())
                .build());
        return true;
    }

    private static String scale(IntegerView dynamic) {
        return dynamic.maker().getOutput(1);
    }

    /** The float weight behind codes, which may be stored with rows as columns. */
    private Optional<String> weight(PlacedNode node, StoredTensor scale, int axis, FloatDraft draft)
            throws IOException {
        Optional<PlacedNode> turned = node.origin(1)
                .filter(Origin.Computed.class::isInstance)
                .map(origin -> ((Origin.Computed) origin).by())
                .filter(by -> by.is("Transpose"));
        PlacedNode holder = turned.orElse(node);
        int input = turned.isPresent() ? 0 : 1;
        Optional<StoredTensor> codes = ParameterReader.constant(holder, input)
                .filter(tensor -> StoredCodes.areCodes(tensor.type()))
                .filter(tensor -> turned.isEmpty() || tensor.shape().rank() == 2);
        if (codes.isEmpty()) {
            return Optional.empty();
        }
        Optional<IntegerParameters> read =
                parameters.scaledBy(node, scale, 3, codes.get().type());
        if (read.isEmpty()) {
            return Optional.empty();
        }
        int stored = turned.isPresent() ? 0 : axis;
        IntegerParameters along =
                operands.along(node, read.get(), codes.get().shape(), stored).orElseThrow();
        String weight = Operands.constant(holder.input(input), codes.get(), along, draft);
        if (turned.isEmpty()) {
            return Optional.of(weight);
        }
        String moved = draft.fresh(weight + "_turned");
        draft.emit(turned.get().node().toBuilder()
                .setInput(0, weight)
                .setOutput(0, moved)
                .build());
        return Optional.of(moved);
    }

    private static Optional<IntegerView> dynamic(String value, FloatDraft draft) {
        return draft.view(value)
                .filter(view -> view.parameters().isEmpty())
                .filter(view -> view.maker().getOutputCount() == 3)
                .filter(view -> view.maker().getOutput(0).equals(value));
    }

    /** DynamicQuantizeMatMul: activation, codes, scales, zero points, bias. */
    private boolean fused(PlacedNode node, FloatDraft draft) throws IOException {
        Optional<StoredTensor> codes = ParameterReader.constant(node, 1);
        if (codes.isEmpty() || !StoredCodes.areCodes(codes.get().type())) {
            return false;
        }
        ElementType type = codes.get().type();
        Optional<IntegerParameters> read = parameters.at(node, 2, type);
        if (read.isEmpty()) {
            return false;
        }
        IntegerParameters along =
                operands.along(node, read.get(), codes.get().shape(), -1).orElseThrow();
        IntegerView view = new IntegerView(node.input(0), Optional.empty(), node.node(), Optional.empty(), "");
        String activation = draft.use(view);
        String weight = Operands.constant(node.input(1), codes.get(), along, draft);
        String output = node.node().getOutput(0);
        boolean adds = !node.input(4).isEmpty();
        String product = adds ? draft.fresh(output + "_product") : output;
        draft.emit(NodeProto.newBuilder()
                .setName(OperatorForm.plainName(node.node().getName()))
                .setOpType("MatMul")
                .addInput(activation)
                .addInput(weight)
                .addOutput(product)
                .build());
        if (adds) {
            draft.emit(BlockForm.add(node, product, draft.resolve(node.input(4)), output));
        }
        return true;
    }
}
