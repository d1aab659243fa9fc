package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.bitwright.model.ElementType;
import org.bitwright.quant.FloatGrid;
import org.bitwright.quant.FloatType;
import org.bitwright.quant.Grid;
import org.bitwright.quant.UniformGrid;
import org.bitwright.quant.target.Quantizer;

/**
 * The operators of a graph, in order, with those among them that round a value. Numbers are Constant operators, which
 * every version of the operators and of the format has.
 */
final class QuantizerNodes {
    /** From this version on Clip takes its limits as inputs, and DynamicQuantizeLinear exists. */
    private static final int LIMITS_AS_INPUTS = 11;

    /** From this version on Clip takes integers of 8 bits. */
    private static final int LIMITS_OF_BYTES = 12;

    /** 1.5 · 2^23: added to and subtracted from a number below 2^22 it rounds it, half to even, and gives +0 for −0. */
    private static final float ROUNDING = 12582912f;

    /** 2^23 + 1. */
    private static final float UNIT_FACTOR = 8388609f;

    private static final int FLOAT_MANTISSA_BITS = 23;

    private final FreshNames names;
    private final int opset;
    private final QuantizerForm form;
    private final List<NodeProto> nodes = new ArrayList<>();
    private String edge = "";
    private boolean needsMicrosoft;

    QuantizerNodes(FreshNames names, int opset, QuantizerForm form) {
        this.names = names;
        this.opset = opset;
        this.form = form;
    }

    List<NodeProto> all() {
        return nodes;
    }

    boolean needMicrosoft() {
        return needsMicrosoft;
    }

    /** Adds an operator of the network itself. */
    void add(NodeProto.Builder node) {
        nodes.add(node.build());
    }

    /**
     * Adds what rounds {@code exact} to {@code rounded}.
     *
     * @param nonNegative whether no number of it is below 0
     */
    void add(String exact, String rounded, Quantizer quantizer, boolean nonNegative) {
        edge = rounded;
        if (quantizer instanceof Quantizer.Dynamic) {
            dynamic(exact, rounded);
            return;
        }
        Grid grid = ((Quantizer.Static) quantizer).grid();
        if (grid instanceof FloatGrid floats) {
            floats(exact, rounded, floats);
        } else if (form == QuantizerForm.INTEGERS) {
            integers(exact, rounded, (UniformGrid) grid, nonNegative);
        } else {
            arithmetic(exact, rounded, (UniformGrid) grid);
        }
    }

    private void integers(String exact, String rounded, UniformGrid grid, boolean nonNegative) {
        IntegerCodes stored = IntegerCodes.of(grid, nonNegative, opset >= LIMITS_OF_BYTES);
        // The ends divided by the scale differ from whole numbers by less than a half: they round to qmin and qmax.
        String within = stored.limits() == IntegerCodes.Limits.VALUES
                ? clip(exact, grid.reachableMin(), grid.reachableMax())
                : exact;
        String scale = number(grid.scale());
        String zeroPoint = code(grid.zeroPoint(), stored);
        String codes = microsoft("QuantizeLinear", rounded + "_codes", within, scale, zeroPoint);
        if (stored.limits() == IntegerCodes.Limits.CODES) {
            codes = operator("Clip", codes, code(grid.qmin(), stored), code(grid.qmax(), stored));
        }
        needsMicrosoft = true;
        node("DequantizeLinear", GraphAddition.MICROSOFT, rounded, codes, scale, zeroPoint);
    }

    private void arithmetic(String exact, String rounded, UniformGrid grid) {
        String steps = operator("Div", exact, number(grid.scale()));
        String within = clip(steps, grid.qmin() - grid.zeroPoint(), grid.qmax() - grid.zeroPoint());
        String shift = number(ROUNDING);
        String whole = operator("Sub", operator("Add", within, shift), shift);
        node("Mul", "", rounded, whole, number(grid.scale()));
    }

    private void dynamic(String exact, String rounded) {
        if (opset < LIMITS_AS_INPUTS) {
            throw new IllegalArgumentException("operator set " + opset + " has no dynamic quantization");
        }
        String codes = names.like(rounded + "_codes");
        String scale = names.like(rounded + "_scale");
        String zeroPoint = names.like(rounded + "_zero_point");
        nodes.add(NodeProto.newBuilder()
                .setOpType("DynamicQuantizeLinear")
                .addInput(exact)
                .addOutput(codes)
                .addOutput(scale)
                .addOutput(zeroPoint)
                .build());
        node("DequantizeLinear", "", rounded, codes, scale, zeroPoint);
    }

    /**
     * Keeps as many bits of the mantissa as the type has by adding and subtracting 1.5 · 2^(e + 23 − m), e the exponent
     * of the number, or of the least normal one. 2^e is the unit in the first place, |q − (1 − 2^−24) q| with q =
     * (2^23 + 1) x (Rump, Ogita and Oishi 2008, Accurate floating-point summation part I, algorithm 3.6). The sign is
     * put back at the end, so that −0 stays.
     */
    private void floats(String exact, String rounded, FloatGrid grid) {
        FloatType type = grid.type();
        if (!grid.saturating() || type.bits() > 8) {
            throw new IllegalArgumentException("activations are rounded to 8-bit floats that saturate, not " + grid);
        }
        String scale = number(grid.scale());
        String scaled = operator("Div", exact, scale);
        String magnitude = clip(operator("Abs", scaled), 0, type.max());
        String normal = clip(magnitude, Math.scalb(1f, type.minExponent()), type.max());
        String product = operator("Mul", normal, number(UNIT_FACTOR));
        String unit = operator("Sub", product, operator("Mul", product, number(1 - 0x1p-24f)));
        String shift = operator("Mul", unit, number(Math.scalb(1.5f, FLOAT_MANTISSA_BITS - type.mantissaBits())));
        String whole = operator("Sub", operator("Add", magnitude, shift), shift);
        // Huge times any number that does not become 0 lies beyond 1.
        String sign = clip(operator("Mul", scaled, number(0x1p127f)), -1, 1);
        node("Mul", "", rounded, operator("Mul", whole, sign), scale);
    }

    private String clip(String value, float least, float greatest) {
        String result = names.like(edge + "_within");
        NodeProto.Builder clip =
                NodeProto.newBuilder().setOpType("Clip").addInput(value).addOutput(result);
        if (opset < LIMITS_AS_INPUTS) {
            clip.addAttribute(limit("min", least)).addAttribute(limit("max", greatest));
        } else {
            clip.addInput(number(least)).addInput(number(greatest));
        }
        nodes.add(clip.build());
        return result;
    }

    private static AttributeProto limit(String name, float value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.FLOAT)
                .setF(value)
                .build();
    }

    private String operator(String type, String... inputs) {
        String result = names.like(edge + "_" + type);
        node(type, "", result, inputs);
        return result;
    }

    private String microsoft(String type, String wanted, String... inputs) {
        String result = names.like(wanted);
        node(type, GraphAddition.MICROSOFT, result, inputs);
        return result;
    }

    private void node(String type, String domain, String output, String... inputs) {
        nodes.add(NodeProto.newBuilder()
                .setOpType(type)
                .setDomain(domain)
                .addAllInput(List.of(inputs))
                .addOutput(output)
                .build());
    }

    private String number(float value) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        return constant(ElementType.FLOAT32, bytes.putFloat(0, value));
    }

    private String code(int value, IntegerCodes stored) {
        int shifted = value + stored.shift();
        boolean wide = stored.type().bits() > Byte.SIZE;
        ByteBuffer bytes = ByteBuffer.allocate(wide ? Short.BYTES : Byte.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        return constant(stored.type(), wide ? bytes.putShort(0, (short) shifted) : bytes.put(0, (byte) shifted));
    }

    private String constant(ElementType type, ByteBuffer bytes) {
        String name = names.like(edge + "_constant");
        TensorProto value = TensorProto.newBuilder()
                .setDataType(ElementTypes.code(type))
                .setRawData(ByteString.copyFrom(bytes))
                .build();
        nodes.add(NodeProto.newBuilder()
                .setOpType("Constant")
                .addOutput(name)
                .addAttribute(AttributeProto.newBuilder()
                        .setName("value")
                        .setType(AttributeProto.AttributeType.TENSOR)
                        .setT(value))
                .build());
        return name;
    }
}
