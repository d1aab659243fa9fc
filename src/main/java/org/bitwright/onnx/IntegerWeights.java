package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bitwright.model.ElementType;
import org.bitwright.model.Shape;
import org.bitwright.model.Tensor;

/**
 * Stores weights as integers with a DequantizeLinear behind them, which gives the value that the float constant had:
 * the weight half of ONNX's quantize-dequantize form (exports.md, 1). The operator takes the constant's place where it
 * stood, so that chains behind it and shared weights need no change.
 *
 * <p>The standard operator is used where the model's operator set has it (version 10 for int8 and uint8, 13 for
 * channels, 21 for 4 and 16 bits); elsewhere ONNX Runtime's own of the same name, domain {@code com.microsoft}, so that
 * the model keeps its operator set. It dequantizes to float32, whose product {@code (q − zp) · scale} is the simulated
 * value bit for bit; weights of other float types are cast from there.
 */
public final class IntegerWeights {
    private static final String MICROSOFT = "com.microsoft";
    private static final int FIRST_OPSET = 10;
    private static final int AXIS_OPSET = 13;
    private static final int ALL_TYPES_OPSET = 21;
    private static final int INPUTS_WITHOUT_INITIALIZERS = 4;

    private final ModelProto model;
    private final int opset;
    private final FreshNames names;
    private final List<NodeProto> nodes = new ArrayList<>();
    private final List<TensorProto> initializers = new ArrayList<>();
    private final List<String> losses = new ArrayList<>();
    private boolean needsMicrosoft;

    private IntegerWeights(ModelProto model) {
        this.model = model;
        this.opset = ModelCheck.opset(model);
        this.names = new FreshNames(model.getGraph());
    }

    /**
     * A document with these weights as integers; the others stay as they are.
     *
     * @throws IllegalArgumentException if the document has no float constant of a name, or codes and shape do not fit
     */
    public static IntegerExport store(OnnxDocument document, Collection<IntegerTensor> tensors) throws IOException {
        Map<String, IntegerTensor> byName = new LinkedHashMap<>();
        tensors.forEach(tensor -> byName.put(tensor.weight(), tensor));
        Map<String, Tensor> weights = ConstantSites.weights(document, byName.keySet());
        IntegerWeights rewrite = new IntegerWeights(document.proto());
        for (Tensor weight : weights.values()) {
            IntegerTensor integers = byName.get(weight.name());
            if (integers != null) {
                rewrite.add(integers, weight);
            }
        }
        return new IntegerExport(document.with(rewrite.model(byName.keySet())), rewrite.losses);
    }

    private void add(IntegerTensor integers, Tensor weight) {
        checkFit(integers, weight.shape());
        ElementType type = IntegerStorage.type(integers.bits(), integers.signed());
        String name = weight.name();
        String codes = names.like(name + "_quantized");
        String scale = names.like(name + "_scale");
        String zeroPoint = names.like(name + "_zero_point");
        long[] granules = integers.axis().isPresent() ? new long[] {integers.scales().length} : new long[0];
        add(codes, type, weight.shape().toArray(), IntegerStorage.encode(integers.codes(), type));
        add(scale, ElementType.FLOAT32, granules, FloatCodec.encode(integers.scales(), ElementType.FLOAT32));
        add(zeroPoint, type, granules, IntegerStorage.encode(integers.zeroPoints(), type));
        boolean cast = weight.type() != ElementType.FLOAT32;
        String floats = cast ? names.like(name + "_dequantized") : name;
        nodes.add(dequantize(integers, type, List.of(codes, scale, zeroPoint), floats));
        if (cast) {
            nodes.add(cast(floats, weight));
        }
        noteWidth(integers, type);
    }

    private static void checkFit(IntegerTensor integers, Shape shape) {
        boolean axisFits = integers.axis().isEmpty()
                || integers.axis().getAsInt() >= 0
                        && integers.axis().getAsInt() < shape.rank()
                        && shape.extent(integers.axis().getAsInt()) == integers.scales().length;
        if (integers.codes().length != shape.elements() || !axisFits) {
            throw new IllegalArgumentException("weight " + Quoted.name(integers.weight()) + " is " + shape
                    + ", but has " + integers.codes().length + " codes and " + integers.scales().length + " scales");
        }
    }

    private void add(String name, ElementType type, long[] extents, ByteString bytes) {
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(ElementTypes.code(type))
                .setRawData(bytes);
        for (long extent : extents) {
            tensor.addDims(extent);
        }
        initializers.add(tensor.build());
    }

    private NodeProto dequantize(IntegerTensor integers, ElementType type, List<String> inputs, String output) {
        int needed = type.bits() != 8 ? ALL_TYPES_OPSET : integers.axis().isPresent() ? AXIS_OPSET : FIRST_OPSET;
        NodeProto.Builder node = NodeProto.newBuilder()
                .setName(names.like(integers.weight() + "_DequantizeLinear"))
                .setOpType("DequantizeLinear")
                .addAllInput(inputs)
                .addOutput(output);
        if (opset < needed) {
            needsMicrosoft = true;
            node.setDomain(MICROSOFT);
            losses.add(name(integers) + " uses ONNX Runtime's own DequantizeLinear (com.microsoft), since the model's"
                    + " operator set " + opset + " has none for "
                    + (type.bits() != 8 ? typeName(type) : "channels") + ": other runtimes may refuse it.");
        }
        integers.axis().ifPresent(axis -> node.addAttribute(integer("axis", axis)));
        return node.build();
    }

    private NodeProto cast(String floats, Tensor weight) {
        losses.add("'" + Quoted.plain(weight.name()) + "' is " + typeName(weight.type())
                + " in the model: its integers become float32 first and are cast from there.");
        return NodeProto.newBuilder()
                .setName(names.like(weight.name() + "_Cast"))
                .setOpType("Cast")
                .addInput(floats)
                .addOutput(weight.name())
                .addAttribute(integer("to", ElementTypes.code(weight.type())))
                .build();
    }

    private static AttributeProto integer(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    private void noteWidth(IntegerTensor integers, ElementType type) {
        if (integers.bits() == type.bits()) {
            return;
        }
        losses.add(
                integers.bits() == 1
                        ? name(integers) + " is binary and stored as " + typeName(type)
                                + " with the codes −1 and +1: ONNX has no 1-bit type."
                        : name(integers) + " has " + integers.bits() + " bits and is stored as " + typeName(type)
                                + ": ONNX has no type of its width; the narrower limits are kept in the values.");
    }

    private static String name(IntegerTensor integers) {
        return "'" + Quoted.plain(integers.weight()) + "'";
    }

    private static String typeName(ElementType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }

    private ModelProto model(Collection<String> replaced) {
        GraphProto graph = model.getGraph();
        GraphProto.Builder changed = graph.toBuilder().clearNode().clearInitializer();
        Collection<Integer> oldNodes =
                ConstantSites.constantNodes(graph, replaced).values();
        Collection<Integer> oldInitializers =
                ConstantSites.initializers(graph, replaced).values();
        changed.addAllNode(nodes).addAllNode(without(graph.getNodeList(), oldNodes));
        changed.addAllInitializer(without(graph.getInitializerList(), oldInitializers));
        changed.addAllInitializer(initializers);
        changed.clearInput().addAllInput(inputs(graph, replaced));
        ModelProto.Builder result = model.toBuilder().setGraph(changed);
        if (needsMicrosoft && !imports(MICROSOFT)) {
            result.addOpsetImport(
                    OperatorSetIdProto.newBuilder().setDomain(MICROSOFT).setVersion(1));
        }
        return result.build();
    }

    /** Until IR version 3 every initializer is listed as an input too. */
    private List<ValueInfoProto> inputs(GraphProto graph, Collection<String> replaced) {
        List<ValueInfoProto> inputs = new ArrayList<>();
        for (ValueInfoProto input : graph.getInputList()) {
            if (!replaced.contains(input.getName())) {
                inputs.add(input);
            }
        }
        if (model.getIrVersion() < INPUTS_WITHOUT_INITIALIZERS) {
            initializers.forEach(tensor -> inputs.add(GraphInputs.of(
                    tensor.getName(),
                    tensor.getDataType(),
                    tensor.getDimsList().stream().mapToLong(Long::longValue).toArray())));
        }
        return inputs;
    }

    private boolean imports(String domain) {
        return model.getOpsetImportList().stream()
                .anyMatch(set -> set.getDomain().equals(domain));
    }

    private static <T> List<T> without(List<T> list, Collection<Integer> indices) {
        List<T> kept = new ArrayList<>(list);
        indices.stream().sorted(Collections.reverseOrder()).forEach(index -> kept.remove((int) index));
        return kept;
    }
}
