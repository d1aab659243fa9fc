package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bitwright.model.ElementType;

/**
 * Puts back the Relu and Clip that quantizing tools take out where the range of the codes stands for them: codes without
 * a negative value behind an operator that makes some. The quantized network stays the same; without them the float one
 * would be another network.
 */
final class Rectifiers {
    private static final Set<String> LINEAR =
            Set.of("Conv", "ConvTranspose", "Gemm", "MatMul", "Add", "Sub", "BatchNormalization");
    /** The upper end of the Clip that mobile networks have (ReLU6). */
    private static final float SIX = 6;

    private static final float TOLERANCE = 1e-5f;
    private static final int CLIP_BY_INPUTS_OPSET = 11;

    private final FloatDraft draft;

    Rectifiers(FloatDraft draft) {
        this.draft = draft;
    }

    /** Looks at every activation whose exact value nothing takes but its quantizer. */
    void putBack() {
        int count = 0;
        List<NodeProto> nodes = draft.nodes();
        for (int i = 0; i < nodes.size(); i++) {
            NodeProto node = nodes.get(i);
            boolean linear = PlacedNode.isStandard(node.getDomain()) && LINEAR.contains(node.getOpType());
            String value = node.getOutputCount() == 0 ? "" : node.getOutput(0);
            IntegerParameters codes =
                    draft.activations().getOrDefault(value, Optional.empty()).orElse(null);
            if (linear && codes != null && isCutOff(codes) && isTakenByCodesAlone(value)) {
                String exact = draft.fresh(value + "_linear");
                nodes.set(i, node.toBuilder().setOutput(0, exact).build());
                nodes.add(++i, rectifier(exact, value, codes));
                count++;
            }
        }
        if (count > 0) {
            draft.note(ImportNote.Kind.RECTIFIED, String.valueOf(count));
        }
    }

    private static boolean isCutOff(IntegerParameters codes) {
        return codes.isPerTensor()
                && !codes.type().isFloating()
                && codes.scales()[0] > 0
                && codes.zeroPoints()[0] == codes.low();
    }

    /** Also where it was named here: only its codes had a name before. */
    private boolean isTakenByCodesAlone(String value) {
        if (draft.isMade(value)) {
            return true;
        }
        List<PlacedNode> users = draft.uses().users(value);
        return !draft.uses().isResult(value)
                && users.stream()
                        .allMatch(user -> user.within().isEmpty()
                                && IntegerForm.is(user, "QuantizeLinear")
                                && draft.view(user.node().getOutput(0))
                                        .flatMap(IntegerView::parameters)
                                        .filter(Rectifiers::isCutOff)
                                        .isPresent());
    }

    private NodeProto rectifier(String from, String to, IntegerParameters codes) {
        float top = (codes.high() - codes.zeroPoints()[0]) * codes.scales()[0];
        boolean six = Math.abs(top - SIX) <= TOLERANCE * SIX
                && codes.floats() == ElementType.FLOAT32
                && OpsetRaise.opset(draft.document()) >= CLIP_BY_INPUTS_OPSET;
        NodeProto.Builder node = NodeProto.newBuilder()
                .setName(draft.fresh(to + (six ? "_Clip" : "_Relu")))
                .setOpType(six ? "Clip" : "Relu")
                .addInput(from)
                .addOutput(to);
        if (six) {
            node.addInput(draft.scalar(to + "_least", 0)).addInput(draft.scalar(to + "_most", SIX));
        }
        return node.build();
    }
}
