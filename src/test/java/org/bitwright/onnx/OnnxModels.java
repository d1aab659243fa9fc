package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.bitwright.model.ElementType;

/**
 * Small ONNX models for tests, built step by step: {@code OnnxModels.opset(13).input("x", -1, 4).weight("w", 4,
 * 3).node("MatMul", "product", "x w", "y").output("y", -1, 3).write(file)}. Names within one argument are parted by
 * spaces; an extent of −1 is free; a number after {@code =} in an attribute is an int, with a point in it a float, in
 * brackets a list of these, a word a string.
 */
public final class OnnxModels {
    private final ModelProto.Builder model = ModelProto.newBuilder().setIrVersion(8);
    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("test");

    private OnnxModels() {}

    /** A model of this version of the standard operators. */
    public static OnnxModels opset(int version) {
        OnnxModels models = new OnnxModels();
        models.model.addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(version));
        if (version >= 21) {
            models.model.setIrVersion(10);
        }
        return models;
    }

    public OnnxModels domain(String domain, int version) {
        model.addOpsetImport(OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(version));
        return this;
    }

    public OnnxModels ir(int version) {
        model.setIrVersion(version);
        return this;
    }

    /** A float32 input. */
    public OnnxModels input(String name, long... extents) {
        return input(name, ElementType.FLOAT32, extents);
    }

    public OnnxModels input(String name, ElementType type, long... extents) {
        graph.addInput(value(name, type, extents));
        return this;
    }

    /** A float32 output. */
    public OnnxModels output(String name, long... extents) {
        return output(name, ElementType.FLOAT32, extents);
    }

    /** A float32 output whose shape is not said. */
    public OnnxModels result(String name) {
        ValueInfoProto.Builder value = value(name, ElementType.FLOAT32).toBuilder();
        value.getTypeBuilder().getTensorTypeBuilder().clearShape();
        graph.addOutput(value);
        return this;
    }

    /** The model with a choice behind it, both ways the same, whose result {@code z} is the value {@code chosen}. */
    public static OnnxModels choice(OnnxModels before, OnnxModels body) {
        return before.raw("condition", ElementType.BOOL, new byte[] {1})
                .node(choice("condition", "chosen", body.graph()));
    }

    public OnnxModels output(String name, ElementType type, long... extents) {
        graph.addOutput(value(name, type, extents));
        return this;
    }

    /** A float32 initializer with the values that {@link #values} gives. */
    public OnnxModels weight(String name, long... extents) {
        return weight(name, values(count(extents)), extents);
    }

    public OnnxModels weight(String name, float[] values, long... extents) {
        graph.addInitializer(tensor(name, ElementType.FLOAT32, floats(values), extents));
        return this;
    }

    /** An initializer of float values stored in another float type. */
    public OnnxModels weight(String name, ElementType type, float[] values, long... extents) {
        graph.addInitializer(tensor(name, type, FloatCodec.encode(values, type), extents));
        return this;
    }

    /** An int64 initializer of rank 1. */
    public OnnxModels longs(String name, long... numbers) {
        graph.addInitializer(tensor(name, ElementType.INT64, bytes(numbers), numbers.length));
        return this;
    }

    /** An initializer of any type from its bytes. */
    public OnnxModels raw(String name, ElementType type, byte[] bytes, long... extents) {
        graph.addInitializer(tensor(name, type, ByteString.copyFrom(bytes), extents));
        return this;
    }

    /** An initializer of integers of any width up to 32 bits. */
    public OnnxModels codes(String name, ElementType type, int[] codes, long... extents) {
        graph.addInitializer(tensor(name, type, CodeStorage.encode(codes, type), extents));
        return this;
    }

    /** A Constant operator that holds float32 values. */
    public OnnxModels constant(String name, float[] values, long... extents) {
        AttributeProto value = AttributeProto.newBuilder()
                .setName("value")
                .setType(AttributeProto.AttributeType.TENSOR)
                .setT(tensor("", ElementType.FLOAT32, floats(values), extents))
                .build();
        return node(NodeProto.newBuilder()
                .setOpType("Constant")
                .addOutput(name)
                .addAttribute(value)
                .build());
    }

    /** An operator with attributes like {@code transB=1} and {@code perm=[1,0]}. */
    public OnnxModels node(String type, String name, String inputs, String outputs, String... attributes) {
        return node(operator(type, name, inputs, outputs, attributes));
    }

    OnnxModels node(NodeProto node) {
        graph.addNode(node);
        return this;
    }

    OnnxModels initializer(TensorProto tensor) {
        graph.addInitializer(tensor);
        return this;
    }

    GraphProto graph() {
        return graph.build();
    }

    ModelProto proto() {
        return model.clone().setGraph(graph).build();
    }

    /** Writes the model and gives the file back. */
    public Path write(Path file) throws IOException {
        return Files.write(file, proto().toByteArray());
    }

    /** Writes the model into a folder and opens it. */
    public OnnxDocument open(Path folder) throws IOException {
        return OnnxDocument.open(write(folder.resolve("model.onnx")));
    }

    /** Values between −1 and 1, the same for the same number, with no regular grid. */
    public static float[] values(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) Math.sin(1 + 1.7 * i);
        }
        return values;
    }

    static int count(long... extents) {
        return Math.toIntExact(Arrays.stream(extents).reduce(1, (a, b) -> a * b));
    }

    static NodeProto operator(String type, String name, String inputs, String outputs, String... attributes) {
        NodeProto.Builder node = NodeProto.newBuilder().setName(name);
        int dot = type.lastIndexOf('.');
        if (dot > 0) {
            node.setDomain(type.substring(0, dot));
        }
        node.setOpType(type.substring(dot + 1));
        if (!inputs.isEmpty()) {
            // an underscore stands for an input that is left out
            List.of(inputs.split(" ")).forEach(input -> node.addInput(input.equals("_") ? "" : input));
        }
        node.addAllOutput(List.of(outputs.split(" ")));
        for (String attribute : attributes) {
            node.addAttribute(attribute(attribute));
        }
        return node.build();
    }

    private static AttributeProto attribute(String text) {
        String name = text.substring(0, text.indexOf('='));
        String value = text.substring(name.length() + 1);
        AttributeProto.Builder attribute = AttributeProto.newBuilder().setName(name);
        if (value.startsWith("[") && value.contains(".")) {
            attribute.setType(AttributeProto.AttributeType.FLOATS);
            Arrays.stream(value.substring(1, value.length() - 1).split(","))
                    .forEach(number -> attribute.addFloats(Float.parseFloat(number)));
        } else if (value.startsWith("[")) {
            attribute.setType(AttributeProto.AttributeType.INTS);
            Arrays.stream(value.substring(1, value.length() - 1).split(","))
                    .forEach(number -> attribute.addInts(Long.parseLong(number)));
        } else if (Character.isLetter(value.charAt(0))) {
            attribute.setType(AttributeProto.AttributeType.STRING).setS(ByteString.copyFromUtf8(value));
        } else if (value.contains(".")) {
            attribute.setType(AttributeProto.AttributeType.FLOAT).setF(Float.parseFloat(value));
        } else {
            attribute.setType(AttributeProto.AttributeType.INT).setI(Long.parseLong(value));
        }
        return attribute.build();
    }

    /** An If whose branches are the same. */
    static NodeProto choice(String condition, String outputs, GraphProto branch) {
        return operator("If", "choice", condition, outputs).toBuilder()
                .addAttribute(subgraph("then_branch", branch))
                .addAttribute(subgraph("else_branch", branch))
                .build();
    }

    static AttributeProto subgraph(String name, GraphProto graph) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.GRAPH)
                .setG(graph)
                .build();
    }

    static TensorProto tensor(String name, ElementType type, ByteString bytes, long... extents) {
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(ElementTypes.code(type))
                .setRawData(bytes);
        Arrays.stream(extents).forEach(tensor::addDims);
        return tensor.build();
    }

    static ByteString floats(float... values) {
        return FloatCodec.encode(values, ElementType.FLOAT32);
    }

    private static ByteString bytes(long... numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(numbers);
        return ByteString.copyFrom(bytes);
    }

    private static ValueInfoProto value(String name, ElementType type, long... extents) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (long extent : extents) {
            TensorShapeProto.Dimension.Builder dimension = shape.addDimBuilder();
            if (extent < 0) {
                // what has one name has one extent: axes of the same place share it, as those of several inputs do
                int axis = shape.getDimCount() - 1;
                dimension.setDimParam(axis == 0 ? "N" : "N" + axis);
            } else {
                dimension.setDimValue(extent);
            }
        }
        TypeProto.Tensor tensor = TypeProto.Tensor.newBuilder()
                .setElemType(ElementTypes.code(type))
                .setShape(shape)
                .build();
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }
}
