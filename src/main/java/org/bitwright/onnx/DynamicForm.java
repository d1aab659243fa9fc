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
            IntegerView view =
                    new IntegerView(node.input(0), Optional.empty(), node.node(), Optional.empty(), "");
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
        Optional<IntegerView> view = dynamic(node.input(0), draft);
        Optional<StoredTensor> codes = ParameterReader.constant(node, 1);
        if (view.isEmpty() || codes.isEmpty() || !StoredCodes.areCodes(codes.get().type())) {
            return false;
        }
        Optional<ScaledProduct> scaled = ScaledProduct.behind(node, view.get().maker(), draft.uses());
        if (scaled.isEmpty()) {
            return false;
        }
        Optional<IntegerParameters> read =
                parameters.scaledBy(node, scaled.get().scale(), 3, codes.get().type());
        if (read.isEmpty()) {
            return false;
        }
        IntegerParameters along =
                operands.along(node, read.get(), codes.get().shape(), axis).orElseThrow();
        String activation = draft.use(view.get());
        String weight = Operands.constant(node.input(1), codes.get(), along, draft);
        scaled.get().operators().forEach(draft::leaveOut);
        draft.emit(node.node().toBuilder()
                .setName(OperatorForm.plainName(node.node().getName()))
                .clearDomain()
                .setOpType(plain)
                .clearInput()
                .addInput(activation)
                .addInput(weight)
                .setOutput(0, scaled.get().output())
                .build());
        return true;
    }

    private static Optional<IntegerView> dynamic(String value, FloatDraft draft) {
        return draft.view(value)
                .filter(view -> view.parameters().isEmpty())
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
