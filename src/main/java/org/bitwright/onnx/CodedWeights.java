package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.bitwright.model.ElementType;
import org.bitwright.model.Phrase;
import org.bitwright.model.Shape;
import org.bitwright.model.Tensor;

/**
 * Stores weights in narrow types with an operator behind each that gives the value that the float constant had: the
 * weight half of ONNX's quantize-dequantize form (exports.md, 1). The operator takes the constant's place where it
 * stood, so that chains behind it and shared weights need no change. Used by one thread.
 *
 * <p>Integers and 8-bit floats have a DequantizeLinear. The standard operator is used where the model's operator set has
 * it (version 10 for int8 and uint8, 13 for channels, 19 for 8-bit floats, 21 for 4 and 16 bits and for blocks); for
 * integers a tensor or a channel elsewhere ONNX Runtime's own of the same name, domain {@code com.microsoft}, so that
 * the model keeps its operator set. It dequantizes to float32, whose product {@code (q − zp) · scale} is the simulated
 * value bit for bit. 16-bit floats have a Cast, codebooks a Gather. Weights of other float types than float32 are cast
 * from there.
 */
public final class CodedWeights {
    private static final int FIRST_OPSET = 10;
    private static final int AXIS_OPSET = 13;

    /** The first version of the standard operators with integers of 4 and 16 bits. */
    public static final int ALL_TYPES_OPSET = 21;

    private final OnnxDocument document;
    private final int opset;
    private final GraphAddition addition;
    private final List<Phrase> losses = new ArrayList<>();
    private final Set<String> transposed = new HashSet<>();

    private CodedWeights(OnnxDocument document) {
        this.document = document;
        this.opset = ModelCheck.opset(document.proto());
        this.addition = new GraphAddition(document.proto());
    }

    /** Begins to store weights of a document; the others stay as they are. */
    public static CodedWeights of(OnnxDocument document) {
        return new CodedWeights(document);
    }

    /**
     * Stores one weight. Its arrays are encoded at once, so that the weights of a large model need not be held together.
     *
     * @throws IllegalArgumentException if the document has no float constant of its name, codes and shape do not fit, or
     *     the model's operator set has no such form ({@link CodedWeight#opset})
     */
    public void add(CodedWeight coded) {
        Tensor weight = weight(coded);
        if (coded instanceof LinearWeight linear) {
            addLinear(linear, weight);
        } else if (coded instanceof HalfWeight half) {
            addHalf(half, weight);
        } else if (coded instanceof CodebookWeight codebook) {
            addCodebook(codebook, weight);
        }
        addition.replace(weight.name());
    }

    /**
     * Stores one weight for operators that compute in integers of 8 bits: narrower codes lie in 4 bits where the model's
     * operator set has them, with a Cast to 8 bits behind, which runtimes do once when they load the model.
     */
    public void addForIntegers(LinearWeight linear) {
        ElementType narrow = linear.type().storage();
        if (narrow.bits() != 4) {
            add(linear);
            return;
        }
        Tensor weight = weight(linear);
        linear.checkFit(weight.shape());
        ElementType wide = narrow == ElementType.INT4 ? ElementType.INT8 : ElementType.UINT8;
        String name = weight.name();
        String codes;
        if (opset < ALL_TYPES_OPSET) {
            codes = quantized(name, linear.codes(), wide, weight);
            losses.add(Phrase.of(
                    "'%s' has codes %s … %s and is stored as %s: the model's operator set %s has no narrower type.",
                    Quoted.plain(name), linear.type().low(), linear.type().high(), CodeStorage.name(wide), opset));
        } else {
            String stored = quantized(name, linear.codes(), narrow, weight);
            codes = addition.name(name + "_" + CodeStorage.name(wide));
            addition.node(cast(stored, wide, name, codes));
            linear.type().loss(Quoted.plain(name)).ifPresent(losses::add);
        }
        dequantize(linear, wide, codes, weight);
        addition.replace(name);
    }

    /**
     * Stores the weight of a Gemm transposed, so that the product is one that ONNX Runtime fuses with the
     * DequantizeLinear into MatMulNBits.
     *
     * @throws IllegalArgumentException if the weight is not the right factor of one Gemm alone that transposes it
     */
    public void addTransposed(LinearWeight linear) {
        if (!TransposedFactors.isTransposed(document, linear.weight())) {
            throw new IllegalArgumentException("no Gemm alone transposes the weight " + Quoted.name(linear.weight()));
        }
        Tensor weight = weight(linear);
        linear.checkFit(weight.shape());
        transposed.add(weight.name());
        Tensor turned = new Tensor(
                weight.name(),
                weight.type(),
                Shape.of(weight.shape().extent(1), weight.shape().extent(0)),
                weight.bytes());
        addLinear(TransposedFactors.transposed(linear, weight.shape()), turned);
        addition.replace(weight.name());
    }

    /**
     * Stores one weight so that runtimes turn it into floats when they load the model and never fuse it: a Cast, a
     * difference and a product in the place of DequantizeLinear, with the very numbers that it gives.
     *
     * @param reason why, told of the weight's name
     */
    public void addUnfused(LinearWeight linear, Function<String, Phrase> reason) {
        Tensor weight = weight(linear);
        linear.checkFit(weight.shape());
        ElementType type = linear.type().storage();
        String name = weight.name();
        String codes = addition.name(name + "_codes");
        addition.node(cast(quantized(name, linear.codes(), type, weight), ElementType.FLOAT32, name, codes));
        long[] granules = new long[weight.shape().rank()];
        Arrays.fill(granules, 1);
        linear.axis().axis().ifPresent(axis -> granules[axis] = linear.scales().length);
        String steps = addition.name(name + "_steps");
        addition.node(operator("Sub", name, steps)
                .addInput(codes)
                .addInput(floatConstant(name + "_zero_point", granules, FloatCodec.floats(linear.zeroPoints()))));
        String floats = floats(weight);
        addition.node(operator("Mul", name, floats)
                .addInput(steps)
                .addInput(floatConstant(name + "_scale", granules, linear.scales())));
        castFrom(floats, weight);
        losses.add(reason.apply(Quoted.plain(name)));
        addition.replace(name);
    }

    private String floatConstant(String name, long[] extents, float[] values) {
        return addition.constant(name, ElementType.FLOAT32, extents, FloatCodec.encode(values, ElementType.FLOAT32));
    }

    /** The document with all weights that were added, and what it says less exactly. */
    public CodedDocument finish() throws IOException {
        return new CodedDocument(document.with(TransposedFactors.asTheyAre(addition.model(), transposed)), losses);
    }

    private Tensor weight(CodedWeight coded) {
        if (coded.opset() > opset) {
            throw new IllegalArgumentException("weight " + Quoted.name(coded.weight()) + " needs operator set "
                    + coded.opset() + ", but the model's is " + opset);
        }
        return ConstantSites.weights(document, List.of(coded.weight()))
                .values()
                .iterator()
                .next();
    }

    private void addLinear(LinearWeight linear, Tensor weight) {
        linear.checkFit(weight.shape());
        ElementType type = linear.type().storage();
        String name = weight.name();
        dequantize(linear, type, quantized(name, linear.codes(), type, weight), weight);
        linear.type().loss(Quoted.plain(name)).ifPresent(losses::add);
    }

    private void dequantize(LinearWeight linear, ElementType type, String codes, Tensor weight) {
        String name = weight.name();
        long[] granules = linear.axis().extents(weight.shape());
        List<String> inputs = new ArrayList<>();
        inputs.add(codes);
        inputs.add(floatConstant(name + "_scale", granules, linear.scales()));
        if (!type.isFloating()) {
            ByteString zeroPoints = CodeStorage.encode(linear.zeroPoints(), type);
            inputs.add(addition.constant(name + "_zero_point", type, granules, zeroPoints));
        }
        String floats = floats(weight);
        addition.node(dequantize(linear, type, inputs, floats));
        castFrom(floats, weight);
    }

    private String quantized(String name, int[] codes, ElementType type, Tensor weight) {
        return addition.constant(name + "_quantized", type, weight.shape().toArray(), CodeStorage.encode(codes, type));
    }

    private NodeProto.Builder dequantize(LinearWeight linear, ElementType type, List<String> inputs, String output) {
        ScaleAxis axis = linear.axis();
        int needed = type.isFloating()
                ? LinearWeight.FLOAT8_OPSET
                : type.bits() != 8 ? ALL_TYPES_OPSET : axis.axis().isPresent() ? AXIS_OPSET : FIRST_OPSET;
        NodeProto.Builder node =
                operator("DequantizeLinear", linear.weight(), output).addAllInput(inputs);
        if (opset < needed) {
            node.setDomain(GraphAddition.MICROSOFT);
            losses.add(Phrase.of(
                    "'%s' uses ONNX Runtime's own DequantizeLinear (com.microsoft), since the model's operator set %s has"
                            + " none for %s: other runtimes may refuse it.",
                    Quoted.plain(linear.weight()),
                    opset,
                    type.bits() != 8 ? CodeStorage.name(type) : Phrase.of("channels")));
        }
        axis.axis().ifPresent(at -> node.addAttribute(GraphAddition.integer("axis", at)));
        if (axis.isBlocked()) {
            node.addAttribute(GraphAddition.integer("block_size", axis.block()));
        }
        return node;
    }

    private void addHalf(HalfWeight half, Tensor weight) {
        if (half.values().length != weight.shape().elements()) {
            throw new IllegalArgumentException("weight " + Quoted.name(half.weight()) + " is " + weight.shape()
                    + ", but has " + half.values().length + " values");
        }
        String stored = addition.constant(
                weight.name() + "_" + CodeStorage.name(half.type()),
                half.type(),
                weight.shape().toArray(),
                FloatCodec.encode(half.values(), half.type()));
        String floats = floats(weight);
        addition.node(cast(stored, ElementType.FLOAT32, weight.name(), floats));
        castFrom(floats, weight);
    }

    private void addCodebook(CodebookWeight codebook, Tensor weight) {
        codebook.checkFit(weight.shape());
        String name = weight.name();
        String centroids = addition.constant(
                name + "_centroids",
                ElementType.FLOAT32,
                new long[] {codebook.centroids().length},
                FloatCodec.encode(codebook.centroids(), ElementType.FLOAT32));
        String indices = addition.name(name + "_indices");
        addition.node(
                cast(quantized(name, codebook.codes(), ElementType.UINT8, weight), ElementType.INT32, name, indices));
        if (codebook.axis().isPresent()) {
            indices = withOffsets(indices, codebook, weight);
        }
        String floats = floats(weight);
        addition.node(operator("Gather", name, floats).addInput(centroids).addInput(indices));
        castFrom(floats, weight);
        losses.add(Phrase.of(
                "'%s' is a codebook of %s, stored as uint8 indices with a Gather behind them: it takes 8 bits a weight in"
                        + " the file.",
                Quoted.plain(name),
                codebook.axis().isPresent()
                        ? Phrase.of("%s centroids a channel", codebook.size())
                        : Phrase.of("%s centroids", codebook.size())));
    }

    /** Indices into the codebooks of all channels, which lie one after the other. */
    private String withOffsets(String indices, CodebookWeight codebook, Tensor weight) {
        int[] offsets = new int[codebook.granules()];
        Arrays.setAll(offsets, channel -> channel * codebook.size());
        long[] extents = new long[weight.shape().rank()];
        Arrays.fill(extents, 1);
        codebook.axis().ifPresent(axis -> extents[axis] = offsets.length);
        String constant = addition.constant(
                weight.name() + "_offsets", ElementType.INT32, extents, CodeStorage.encode(offsets, ElementType.INT32));
        String sum = addition.name(weight.name() + "_places");
        addition.node(operator("Add", weight.name(), sum).addInput(indices).addInput(constant));
        return sum;
    }

    /** The name under which the weight's float32 values appear: its own, unless they are cast once more. */
    private String floats(Tensor weight) {
        return weight.type() == ElementType.FLOAT32 ? weight.name() : addition.name(weight.name() + "_dequantized");
    }

    private void castFrom(String floats, Tensor weight) {
        if (weight.type() != ElementType.FLOAT32) {
            losses.add(Phrase.of(
                    "'%s' is %s in the model: its numbers become float32 first and are cast from there.",
                    Quoted.plain(weight.name()), CodeStorage.name(weight.type())));
            addition.node(cast(floats, weight.type(), weight.name(), weight.name()));
        }
    }

    private NodeProto.Builder cast(String from, ElementType to, String weight, String output) {
        return operator("Cast", weight, output)
                .addInput(from)
                .addAttribute(GraphAddition.integer("to", ElementTypes.code(to)));
    }

    private NodeProto.Builder operator(String type, String weight, String output) {
        return NodeProto.newBuilder()
                .setName(addition.name(weight + "_" + type))
                .setOpType(type)
                .addOutput(output);
    }
}
