package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.bitwright.model.ElementType;
import org.bitwright.model.Shape;

/**
 * The quantize-dequantize form (exports.md, 1): QuantizeLinear and DequantizeLinear around float operators, with a Clip
 * between them where the codes have narrower limits than their type; constants of codes behind a DequantizeLinear; and
 * operators that only move codes.
 */
final class PairForm implements IntegerForm {
    /** They hand codes on as they would floats, in the first output. */
    static final Set<String> MOVERS = Set.of(
            "Identity",
            "Reshape",
            "Transpose",
            "Flatten",
            "Squeeze",
            "Unsqueeze",
            "MaxPool",
            "Slice",
            "Gather",
            "DepthToSpace",
            "SpaceToDepth",
            "Expand",
            "Tile",
            "Split");

    private final ParameterReader parameters;
    private final CodedConstants constants;

    PairForm(ParameterReader parameters) {
        this.parameters = parameters;
        this.constants = new CodedConstants(parameters);
    }

    @Override
    public boolean convert(PlacedNode node, FloatDraft draft) throws IOException {
        if (IntegerForm.is(node, "QuantizeLinear")) {
            return quantize(node, draft);
        }
        if (IntegerForm.is(node, "DequantizeLinear")) {
            return dequantize(node, draft);
        }
        if (node.is("Clip")) {
            return clip(node, draft);
        }
        return node.isStandard() && MOVERS.contains(node.node().getOpType()) && move(node, draft);
    }

    private boolean quantize(PlacedNode node, FloatDraft draft) throws IOException {
        ElementType codes = ParameterReader.codesOf(node);
        WeightTrace trace = WeightTrace.of(node, 0);
        String value = node.input(0);
        String output = node.node().getOutput(0);
        if (trace instanceof WeightTrace.Found found) {
            Optional<IntegerParameters> read = shape(found).isPresent()
                    ? parameters.linear(node, codes, shape(found))
                    : parameters.at(node, 1, codes).filter(list -> list.scales().length == 1);
            Optional<IntegerParameters> stored = read.flatMap(list -> asStored(list, found));
            if (read.isEmpty() || stored.isEmpty()) {
                return false;
            }
            FoundWeight weight = new FoundWeight(stored.get(), Optional.empty(), FoundWeight.Form.LINEAR);
            FoundWeight before = draft.weights().get(found.constant().name());
            if (before != null && !before.equals(weight)) {
                return false;
            }
            draft.view(
                    output,
                    new IntegerView(
                            value,
                            read,
                            node.node(),
                            Optional.of(weight),
                            found.constant().name()));
            return true;
        }
        Optional<IntegerParameters> read = parameters.linear(node, codes, Optional.empty());
        Optional<IntegerView> view = read.map(list -> IntegerView.ofActivation(value, list, node.node()));
        if (view.isPresent()) {
            draft.view(output, FloatLimits.before(node, view.get()).orElse(view.get()));
        }
        return view.isPresent();
    }

    private static Optional<Shape> shape(WeightTrace.Found found) {
        AxisTrace axes = found.axes();
        return axes == null ? Optional.empty() : Optional.of(axes.shape());
    }

    /** The same parameters along the axis of the layout in which the constant is stored. */
    private static Optional<IntegerParameters> asStored(IntegerParameters read, WeightTrace.Found found) {
        if (read.isPerTensor()) {
            return Optional.of(read);
        }
        AxisTrace axes = found.axes();
        OptionalInt stored = axes == null
                ? OptionalInt.empty()
                : axes.storedAxis(read.axis().axis().orElseThrow());
        Shape shape = found.constant().tensor().shape();
        // Scales of blocks lie in the order of the layout that the operator sees.
        boolean moved = axes == null
                || !axes.shape().equals(shape)
                || !stored.equals(read.axis().axis());
        if (stored.isEmpty() || read.axis().isBlocked() && moved) {
            return Optional.empty();
        }
        return Optional.of(read.along(new ScaleAxis(stored, read.axis().block())));
    }

    private boolean dequantize(PlacedNode node, FloatDraft draft) throws IOException {
        String output = node.node().getOutput(0);
        Optional<IntegerView> view = draft.view(node.input(0));
        if (view.isPresent()) {
            IntegerView codes = view.get();
            if (codes.parameters().isEmpty()) {
                return ofEachRun(node, codes, draft);
            }
            Optional<IntegerParameters> read = read(node, codes);
            if (read.isEmpty() || !codes.fits(read.get())) {
                return false;
            }
            draft.alias(output, draft.use(codes));
            return true;
        }
        return constants.convert(node, draft);
    }

    /** Behind a DynamicQuantizeLinear, whose scale and zero point it takes. */
    private static boolean ofEachRun(PlacedNode node, IntegerView codes, FloatDraft draft) {
        List<String> made = codes.maker().getOutputList();
        boolean same = made.equals(node.node().getInputList());
        if (same) {
            draft.alias(node.node().getOutput(0), draft.use(codes));
        }
        return same;
    }

    private Optional<IntegerParameters> read(PlacedNode node, IntegerView codes) throws IOException {
        IntegerParameters known = codes.parameters().orElseThrow();
        Optional<IntegerParameters> read = parameters.at(node, 1, known.type());
        long axis = node.integer("axis", 1);
        long made = PlacedNode.attribute(codes.maker(), "axis")
                .map(AttributeProto::getI)
                .orElse(1L);
        boolean along = known.isPerTensor()
                || axis == made
                || axis == known.axis().axis().orElseThrow();
        return read.filter(list ->
                        along && node.integer("block_size", 0) == known.axis().block())
                .map(list -> list.along(known.axis()));
    }

    private static boolean clip(PlacedNode node, FloatDraft draft) throws IOException {
        Optional<IntegerView> view =
                draft.view(node.input(0)).filter(codes -> codes.parameters().isPresent());
        if (view.isEmpty()) {
            return false;
        }
        IntegerParameters before = view.get().parameters().orElseThrow();
        Optional<Integer> low = limit(node, 1, before.low());
        Optional<Integer> high = limit(node, 2, before.high());
        if (low.isEmpty() || high.isEmpty() || low.get() >= high.get()) {
            return false;
        }
        draft.view(node.node().getOutput(0), view.get().limited(low.get(), high.get(), node.node()));
        return true;
    }

    private static Optional<Integer> limit(PlacedNode node, int input, int otherwise) throws IOException {
        if (node.input(input).isEmpty()) {
            return Optional.of(otherwise);
        }
        Optional<StoredTensor> stored = ParameterReader.constant(node, input);
        return stored.isPresent()
                        && StoredCodes.areCodes(stored.get().type())
                        && stored.get().shape().elements() == 1
                ? Optional.of(StoredCodes.read(stored.get())[0])
                : Optional.empty();
    }

    /** Codes that are moved are the codes of what is moved. */
    private static boolean move(PlacedNode node, FloatDraft draft) {
        Optional<IntegerView> view = draft.view(node.input(0)).filter(codes -> codes.parameters()
                .filter(IntegerParameters::isPerTensor)
                .isPresent());
        if (view.isEmpty() || view.get().weight().isPresent()) {
            return false;
        }
        IntegerParameters codes = view.get().parameters().orElseThrow();
        NodeProto.Builder moved = node.node().toBuilder().setInput(0, draft.use(view.get()));
        boolean all = node.is("Split");
        for (int i = 0; i < (all ? node.node().getOutputCount() : 1); i++) {
            String output = node.node().getOutput(i);
            String floats = draft.floatName(output);
            moved.setOutput(i, floats);
            draft.view(output, IntegerView.ofActivation(floats, codes, node.node()));
        }
        draft.keep(moved.build());
        return true;
    }
}
