package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bitwright.model.ElementType;
import org.bitwright.model.Phrase;
import org.bitwright.quant.FloatGrid;
import org.bitwright.quant.Grid;
import org.bitwright.quant.UniformGrid;
import org.bitwright.quant.target.ActivationPlan;
import org.bitwright.quant.target.Quantizer;

/**
 * Writes an {@link ActivationPlan} into a network, as runtimes with integer operators read it (exports.md, 1): behind
 * every activation that it quantizes or carries stand QuantizeLinear and DequantizeLinear, or DynamicQuantizeLinear and
 * DequantizeLinear; its biases become 32-bit integers with a DequantizeLinear. Everything that takes such an activation
 * takes what was dequantized, in branches and loops too; of a dynamic one only convolutions and products do. A runtime that fuses the operators between computes in
 * integers; one that fuses nothing computes what was simulated. Used by one thread.
 */
public final class IntegerActivations {
    private static final int LIMITS_AS_INPUTS = 11;
    private static final int DYNAMIC_OPSET = 11;

    /**
     * QLinearConv, QLinearMatMul and MatMulInteger came with it. ONNX Runtime fuses its own quantizing operators to them
     * in older models too, and then refuses what it made.
     */
    private static final int INTEGER_OPSET = 10;

    private final OnnxDocument document;
    private final int opset;
    private final GraphAddition addition;
    private final Set<String> results = new HashSet<>();
    private final ValueRenames renames = new ValueRenames();
    private final Map<String, String> dynamic = new HashMap<>();
    private final List<NodeProto> nodes = new ArrayList<>();
    private final List<Phrase> losses = new ArrayList<>();

    private IntegerActivations(OnnxDocument document) {
        this.document = document;
        this.opset = OpsetRaise.opset(document);
        this.addition = new GraphAddition(document.proto());
        document.proto().getGraph().getOutputList().forEach(output -> results.add(output.getName()));
    }

    /**
     * The least version of the standard operators that has all of a plan; lower ones lose what it names first. 0 where
     * any will do.
     */
    public static int opset(ActivationPlan plan) {
        int needed = 0;
        for (Quantizer quantizer : all(plan).values()) {
            needed = Math.max(needed, opset(quantizer));
        }
        return needed;
    }

    private static int opset(Quantizer quantizer) {
        if (quantizer instanceof Quantizer.Dynamic) {
            return DYNAMIC_OPSET;
        }
        return storage(quantizer).isFloat() ? storage(quantizer).opset() : INTEGER_OPSET;
    }

    /**
     * A document with a plan in it.
     *
     * @throws IllegalArgumentException if its main graph has no value or constant of a name
     */
    public static CodedDocument write(OnnxDocument document, ActivationPlan plan) throws IOException {
        return new IntegerActivations(document).written(plan);
    }

    private static Map<String, Quantizer> all(ActivationPlan plan) {
        Map<String, Quantizer> all = new LinkedHashMap<>(plan.quantizers());
        all.putAll(plan.carried());
        return all;
    }

    private static EdgeStorage storage(Quantizer quantizer) {
        return EdgeStorage.of(((Quantizer.Static) quantizer).grid());
    }

    private CodedDocument written(ActivationPlan plan) throws IOException {
        plan.biases().values().forEach(new IntegerBiases(document, addition)::add);
        ModelProto withBiases = addition.model();
        Map<String, Quantizer> left = all(plan);
        left.entrySet().removeIf(edge -> isLost(edge.getKey(), edge.getValue()));
        for (ValueInfoProto input : document.proto().getGraph().getInputList()) {
            Quantizer quantizer = left.remove(input.getName());
            if (quantizer != null) {
                addBehind(input.getName(), quantizer);
            }
        }
        int biases = withBiases.getGraph().getNodeCount();
        for (int i = 0; i < biases; i++) {
            addNode(withBiases.getGraph().getNode(i), left);
        }
        if (!left.isEmpty()) {
            throw new IllegalArgumentException("the main graph has no value "
                    + Quoted.name(left.keySet().iterator().next()));
        }
        // What was added for activations only are constants: the graph is asked for once more, then its nodes replaced.
        return new CodedDocument(document.with(addition.model(nodes)), losses);
    }

    /** What a version of the operators that cannot be raised does not have stays float, and is named. */
    private boolean isLost(String edge, Quantizer quantizer) {
        boolean lost = quantizer instanceof Quantizer.Dynamic
                ? opset < DYNAMIC_OPSET
                : storage(quantizer).isFloat() && opset < storage(quantizer).opset();
        if (lost) {
            losses.add(
                    quantizer instanceof Quantizer.Dynamic
                            ? Phrase.of(
                                    "'%s' stays float: the model's operator set %s has no operator that quantizes"
                                            + " dynamically.",
                                    Quoted.plain(edge), opset)
                            : Phrase.of(
                                    "'%s' stays float: the model's operator set %s has no operator that rounds to 8-bit"
                                            + " floats.",
                                    Quoted.plain(edge), opset));
        }
        return lost;
    }

    /** Adds an operator of the network, and what quantizes its results behind it. */
    private void addNode(NodeProto node, Map<String, Quantizer> left) {
        NodeProto.Builder changed = DynamicInputs.of(renames.of(node), dynamic);
        Map<String, Quantizer> found = new LinkedHashMap<>();
        for (int i = 0; i < node.getOutputCount(); i++) {
            String value = node.getOutput(i);
            Quantizer quantizer = left.remove(value);
            if (quantizer != null) {
                found.put(value, quantizer);
                if (results.contains(value) && quantizer instanceof Quantizer.Static) {
                    changed.setOutput(i, addition.name(value + "_float"));
                }
            }
        }
        nodes.add(changed.build());
        for (int i = 0; i < node.getOutputCount(); i++) {
            Quantizer quantizer = found.get(node.getOutput(i));
            if (quantizer != null) {
                addBehind(node.getOutput(i), changed.getOutput(i), quantizer);
            }
        }
    }

    private void addBehind(String input, Quantizer quantizer) {
        addBehind(input, input, quantizer);
    }

    /** @param exact the name under which the value is computed: its own, unless a caller asks for the rounded one */
    private void addBehind(String value, String exact, Quantizer quantizer) {
        if (quantizer instanceof Quantizer.Dynamic) {
            String rounded = addition.name(value + "_dequantized");
            dynamic.put(value, rounded);
            addDynamic(value, rounded);
            return;
        }
        String rounded = value;
        if (exact.equals(value)) {
            rounded = addition.name(value + "_dequantized");
            renames.put(value, rounded);
        }
        addStatic(value, exact, rounded, ((Quantizer.Static) quantizer).grid());
    }

    private void addDynamic(String value, String rounded) {
        List<String> parts = List.of(
                addition.name(value + "_quantized"),
                addition.name(value + "_scale"),
                addition.name(value + "_zero_point"));
        nodes.add(node("DynamicQuantizeLinear", value)
                .addInput(value)
                .addAllOutput(parts)
                .build());
        nodes.add(node("DequantizeLinear", value)
                .addAllInput(parts)
                .addOutput(rounded)
                .build());
    }

    private void addStatic(String value, String exact, String rounded, Grid grid) {
        EdgeStorage storage = EdgeStorage.of(grid);
        String domain = opset < storage.opset() ? GraphAddition.MICROSOFT : "";
        if (!domain.isEmpty()) {
            addition.useMicrosoft();
        }
        String within = storage.limited() ? limited(value, exact, grid, storage) : exact;
        String scale = addition.constant(value + "_scale", ElementType.FLOAT32, new long[0], floats(scale(grid)));
        int zero = grid instanceof UniformGrid uniform ? uniform.zeroPoint() : 0;
        String zeroPoint = addition.constant(
                value + "_zero_point",
                storage.type(),
                new long[0],
                CodeStorage.encode(new int[] {zero}, storage.type()));
        if (storage.isFloat()) {
            addUnfused(value, within, scale, zeroPoint, rounded);
            return;
        }
        String codes = addition.name(value + "_quantized");
        nodes.add(node("QuantizeLinear", value)
                .setDomain(domain)
                .addAllInput(List.of(within, scale, zeroPoint))
                .addOutput(codes)
                .build());
        nodes.add(node("DequantizeLinear", value)
                .setDomain(domain)
                .addAllInput(List.of(codes, scale, zeroPoint))
                .addOutput(rounded)
                .build());
    }

    /**
     * Rounds to 8-bit floats between a division and a product of their own: ONNX Runtime takes whatever is quantized
     * around an operator for integers, moves and fuses it, and then refuses the network.
     */
    private void addUnfused(String value, String exact, String scale, String zeroPoint, String rounded) {
        String one = addition.constant(value + "_one", ElementType.FLOAT32, new long[0], floats(1));
        String steps = addition.name(value + "_steps");
        String codes = addition.name(value + "_quantized");
        String level = addition.name(value + "_level");
        nodes.add(operator("Div", value, List.of(exact, scale), steps));
        nodes.add(operator("QuantizeLinear", value, List.of(steps, one, zeroPoint), codes));
        nodes.add(operator("DequantizeLinear", value, List.of(codes, one, zeroPoint), level));
        nodes.add(operator("Mul", value, List.of(level, scale), rounded));
    }

    private NodeProto operator(String type, String value, List<String> inputs, String output) {
        return node(type, value).addAllInput(inputs).addOutput(output).build();
    }

    private static float scale(Grid grid) {
        return grid instanceof FloatGrid floats ? floats.scale() : ((UniformGrid) grid).scale();
    }

    /** Values within the ends of a grid whose codes end before those of their type. */
    private String limited(String value, String exact, Grid grid, EdgeStorage storage) {
        UniformGrid uniform = (UniformGrid) grid;
        losses.add(Phrase.of(
                "'%s' has codes %s … %s and is stored as %s: a Clip keeps the narrower limits, with which runtimes do not"
                        + " fuse the operator before it.",
                Quoted.plain(value), uniform.qmin(), uniform.qmax(), CodeStorage.name(storage.type())));
        String within = addition.name(value + "_within");
        NodeProto.Builder clip = node("Clip", value).addInput(exact).addOutput(within);
        if (opset < LIMITS_AS_INPUTS) {
            clip.addAttribute(limit("min", grid.reachableMin())).addAttribute(limit("max", grid.reachableMax()));
        } else {
            clip.addInput(limitConstant(value + "_min", grid.reachableMin()));
            clip.addInput(limitConstant(value + "_max", grid.reachableMax()));
        }
        nodes.add(clip.build());
        return within;
    }

    private String limitConstant(String name, float value) {
        return addition.constant(name, ElementType.FLOAT32, new long[0], floats(value));
    }

    private static AttributeProto limit(String name, float value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.FLOAT)
                .setF(value)
                .build();
    }

    private static ByteString floats(float... values) {
        return FloatCodec.encode(values, ElementType.FLOAT32);
    }

    private NodeProto.Builder node(String type, String value) {
        return NodeProto.newBuilder().setOpType(type).setName(addition.name(value + "_" + type));
    }
}
