package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.bitwright.model.ElementType;

/** Constants of codes behind a DequantizeLinear, perhaps moved or widened before they become floats. */
final class CodedConstants implements IntegerForm {
    private final ParameterReader parameters;

    CodedConstants(ParameterReader parameters) {
        this.parameters = parameters;
    }

    @Override
    public boolean convert(PlacedNode node, FloatDraft draft) throws IOException {
        Deque<PlacedNode> movers = new ArrayDeque<>();
        ElementType wide = null;
        Optional<Origin> origin = node.origin(0);
        while (origin.isPresent() && origin.get() instanceof Origin.Computed computed) {
            PlacedNode by = computed.by();
            if (isMover(by)) {
                movers.push(by);
            } else if (by.is("Cast") && wide == null) {
                wide = ElementTypes.of((int) by.integer("to", 0)).orElse(null);
            } else {
                return false;
            }
            origin = by.origin(0);
        }
        if (origin.isEmpty() || !(origin.get() instanceof Origin.Constant codes) || codes.nested()) {
            return false;
        }
        Optional<IntegerParameters> read =
                read(node, codes.tensor(), wide == null ? codes.tensor().type() : wide, movers.isEmpty());
        if (read.isEmpty()) {
            return false;
        }
        add(node, codes, read.get(), movers, draft);
        return true;
    }

    /** @param wide type that the codes have when they become floats: at least as wide as the one they are stored in */
    private Optional<IntegerParameters> read(PlacedNode node, StoredTensor stored, ElementType wide, boolean direct)
            throws IOException {
        if (!StoredCodes.areCodes(stored.type())
                || !StoredCodes.areCodes(wide)
                || wide.bits() < stored.type().bits()) {
            return Optional.empty();
        }
        Optional<IntegerParameters> read = direct
                ? parameters.linear(node, wide, Optional.of(stored.shape()))
                : parameters.at(node, 1, wide).filter(list -> list.scales().length == 1);
        return read.map(list -> wide == stored.type() ? list : list.storedAs(stored.type()));
    }

    private static void add(
            PlacedNode node, Origin.Constant codes, IntegerParameters read, Deque<PlacedNode> movers, FloatDraft draft)
            throws IOException {
        String output = node.node().getOutput(0);
        if (movers.isEmpty()) {
            draft.alias(output, constant(codes.name(), output, codes.tensor(), read, draft));
            return;
        }
        String floats = constant(codes.name(), "", codes.tensor(), read, draft);
        while (!movers.isEmpty()) {
            PlacedNode mover = movers.pop();
            String moved = movers.isEmpty() ? output : draft.fresh(output + "_moved");
            NodeProto.Builder again =
                    mover.node().toBuilder().clearOutput().addOutput(moved).setInput(0, floats);
            draft.keep(again.build());
            floats = moved;
        }
    }

    /**
     * Adds the values of codes.
     *
     * @param wanted the name that they have in the old graph; empty where they have none
     * @return name of the float constant
     */
    static String constant(String name, String wanted, StoredTensor stored, IntegerParameters read, FloatDraft draft)
            throws IOException {
        int[] codes = StoredCodes.read(stored);
        FoundWeight.Form form = stored.type() == ElementType.INT32 ? FoundWeight.Form.BIAS : FoundWeight.Form.LINEAR;
        return draft.constant(
                name,
                wanted,
                stored.shape(),
                StoredCodes.values(codes, stored.shape(), read),
                new FoundWeight(read, Optional.of(codes), form));
    }

    private static boolean isMover(PlacedNode node) {
        return node.isStandard()
                && PairForm.MOVERS.contains(node.node().getOpType())
                && node.node().getOutputCount() == 1;
    }
}
