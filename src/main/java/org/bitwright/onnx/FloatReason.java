package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bitwright.model.ElementType;
import org.bitwright.model.Phrase;
import org.bitwright.model.Tensor;

/** Why a runtime does not compute a convolution or a matrix product in integers, as far as the file shows it. */
final class FloatReason {
    private static final String DEQUANTIZE = "DequantizeLinear";

    /** What runtimes fold into the limits of the quantization behind it. */
    private static final Set<String> LIMITING = Set.of("Relu", "Clip");

    private final OnnxDocument document;
    private final Map<String, NodeProto> producers = new HashMap<>();
    private final Map<String, List<NodeProto>> users = new HashMap<>();

    FloatReason(OnnxDocument document) {
        this.document = document;
        for (NodeProto node : document.proto().getGraph().getNodeList()) {
            node.getOutputList().forEach(output -> producers.put(output, node));
            node.getInputList().forEach(input -> users.computeIfAbsent(input, name -> new ArrayList<>())
                    .add(node));
        }
    }

    /** In words that follow the operator's name. */
    Phrase of(PlacedNode node) {
        Optional<Phrase> reason =
                factor(node.input(0), Phrase.of("input")).or(() -> factor(node.input(1), Phrase.of("weight")));
        if (reason.isPresent()) {
            return reason.get();
        }
        if (node.is("Conv")) {
            if (!node.input(2).isEmpty() && !isDequantized(node.input(2))) {
                return Phrase.of("its bias is float");
            }
            Optional<Phrase> result = result(node.node().getOutput(0));
            if (result.isPresent()) {
                return result.get();
            }
        }
        return Phrase.of("ONNX Runtime has no integer operator for it");
    }

    private boolean isDequantized(String value) {
        NodeProto producer = producers.get(value);
        return producer != null && producer.getOpType().equals(DEQUANTIZE);
    }

    private Optional<Phrase> factor(String value, Phrase what) {
        NodeProto producer = producers.get(value);
        if (producer != null && FloatProducts.isApart(producer)) {
            return factor(producer.getInput(0), what);
        }
        if (producer == null || !producer.getOpType().equals(DEQUANTIZE)) {
            return Optional.of(Phrase.of("its %s is float", what));
        }
        if (PlacedNode.attribute(producer, "block_size").isPresent()) {
            return Optional.of(Phrase.of("its %s has a scale a block", what));
        }
        return type(producer)
                .filter(type -> type != ElementType.INT8 && type != ElementType.UINT8)
                .map(type -> Phrase.of("its %s is %s", what, CodeStorage.name(type)));
    }

    /** The type of the codes: that of the zero point. */
    private Optional<ElementType> type(NodeProto dequantize) {
        return dequantize.getInputCount() > 2
                ? document.constant(dequantize.getInput(2)).map(Tensor::type)
                : Optional.empty();
    }

    private Optional<Phrase> result(String value) {
        List<NodeProto> takers = users.getOrDefault(value, List.of());
        if (takers.size() == 1 && LIMITING.contains(takers.get(0).getOpType())) {
            List<NodeProto> behind = users.getOrDefault(takers.get(0).getOutput(0), List.of());
            if (isQuantized(behind)) {
                return isFolded(takers.get(0), behind.get(0))
                        ? Optional.empty()
                        : Optional.of(Phrase.of(
                                "the %s behind it limits its range more than the quantization does",
                                takers.get(0).getOpType()));
            }
            takers = behind;
        }
        if (isQuantized(takers)) {
            return Optional.empty();
        }
        return Optional.of(
                takers.isEmpty()
                        ? Phrase.of("its result is an output in float")
                        : Phrase.of(
                                "its result goes to %s in float",
                                Quoted.plain(takers.get(0).getOpType())));
    }

    private static boolean isQuantized(List<NodeProto> takers) {
        return takers.size() == 1 && takers.get(0).getOpType().equals("QuantizeLinear");
    }

    /** A Relu does nothing where the least code stands for 0. */
    private boolean isFolded(NodeProto limiting, NodeProto quantize) {
        return limiting.getOpType().equals("Relu")
                && WeightCodes.isZero(document, quantize.getInput(2))
                && document.constant(quantize.getInput(2))
                        .filter(zero -> zero.type() == ElementType.UINT8 || zero.type() == ElementType.UINT16)
                        .isPresent();
    }
}
