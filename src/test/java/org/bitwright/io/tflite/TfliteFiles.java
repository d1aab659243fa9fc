package org.bitwright.io.tflite;

import com.google.flatbuffers.FlatBufferBuilder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Writes small models by the published schema, with the builder of the FlatBuffers project. */
public final class TfliteFiles {
    static final int FLOAT32 = 0;
    static final int FLOAT16 = 1;
    static final int INT32 = 2;
    static final int UINT8 = 3;
    static final int STRING = 5;
    static final int INT16 = 7;
    static final int INT8 = 9;
    static final int INT4 = 17;

    private final FlatBufferBuilder builder = new FlatBufferBuilder(1024);
    private final List<Tensor> tensors = new ArrayList<>();
    private final List<Operator> operators = new ArrayList<>();
    private int version = 3;
    private long bufferOffset;
    private long bufferSize;

    /** A tensor; without data it is none of the constants. */
    static final class Tensor {
        final String name;
        final int type;
        final int[] shape;
        final byte[] data;
        float[] scales = {};
        long[] zeroPoints = {};
        int axis;
        int details;
        boolean sparse;
        int buffer = -1;

        Tensor(String name, int type, byte[] data, int... shape) {
            this.name = name;
            this.type = type;
            this.data = data;
            this.shape = shape;
        }

        Tensor quantized(float[] reals, long[] zeros, int along) {
            scales = reals;
            zeroPoints = zeros;
            axis = along;
            return this;
        }

        Tensor sparse() {
            sparse = true;
            return this;
        }

        Tensor details(int kind) {
            details = kind;
            return this;
        }

        Tensor buffer(int index) {
            buffer = index;
            return this;
        }
    }

    private record Operator(int code, int[] inputs, int[] outputs, boolean flag) {}

    /** A model of one constant: codes −6 … 5 of four rows, in steps of one half. */
    public static byte[] quantized() {
        byte[] codes = new byte[12];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (byte) (i - 6);
        }
        return new TfliteFiles()
                .tensor(new Tensor("w", INT8, codes, 4, 3).quantized(new float[] {0.5f}, new long[] {0}, 0))
                .bytes();
    }

    static byte[] floats(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    TfliteFiles tensor(Tensor tensor) {
        tensors.add(tensor);
        return this;
    }

    TfliteFiles tensor(String name, int type, byte[] data, int... shape) {
        return tensor(new Tensor(name, type, data, shape));
    }

    TfliteFiles operator(int code, int[] inputs, int... outputs) {
        operators.add(new Operator(code, inputs, outputs, false));
        return this;
    }

    /** A FULLY_CONNECTED of shuffled weights, or a BATCH_MATMUL whose second factor is transposed. */
    TfliteFiles flagged(int code, int[] inputs, int... outputs) {
        operators.add(new Operator(code, inputs, outputs, true));
        return this;
    }

    TfliteFiles version(int number) {
        version = number;
        return this;
    }

    /** Gives the first constant a place in the file instead of bytes in the flatbuffer. */
    TfliteFiles behind(long offset, long size) {
        bufferOffset = offset;
        bufferSize = size;
        return this;
    }

    byte[] bytes() {
        List<Integer> buffers = new ArrayList<>(List.of(buffer(new byte[0], 0, 0)));
        List<Integer> places = new ArrayList<>();
        for (Tensor tensor : tensors) {
            int place = tensor.data.length == 0 ? 0 : buffers.size();
            places.add(tensor.buffer >= 0 ? tensor.buffer : place);
            if (tensor.data.length > 0) {
                boolean behind = bufferOffset != 0 && place == 1;
                buffers.add(behind ? buffer(new byte[0], bufferOffset, bufferSize) : buffer(tensor.data, 0, 0));
            }
        }
        List<Integer> tables = new ArrayList<>();
        for (int i = 0; i < tensors.size(); i++) {
            tables.add(table(tensors.get(i), places.get(i)));
        }
        List<Integer> codes = new ArrayList<>();
        List<Integer> steps = new ArrayList<>();
        for (int i = 0; i < operators.size(); i++) {
            codes.add(code(operators.get(i).code()));
            steps.add(table(operators.get(i), i));
        }
        int tensorVector = vector(tables);
        int operatorVector = vector(steps);
        builder.startTable(5);
        builder.addOffset(0, tensorVector, 0);
        builder.addOffset(3, operatorVector, 0);
        int subgraph = builder.endTable();
        int subgraphs = vector(List.of(subgraph));
        int codeVector = vector(codes);
        int bufferVector = vector(buffers);
        builder.startTable(8);
        builder.addInt(0, version, 0);
        builder.addOffset(1, codeVector, 0);
        builder.addOffset(2, subgraphs, 0);
        builder.addOffset(4, bufferVector, 0);
        builder.finish(builder.endTable(), "TFL3");
        return builder.sizedByteArray();
    }

    private int buffer(byte[] data, long offset, long size) {
        int vector = data.length == 0 ? 0 : builder.createByteVector(data);
        builder.startTable(3);
        builder.addOffset(0, vector, 0);
        builder.addLong(1, offset, 0);
        builder.addLong(2, size, 0);
        return builder.endTable();
    }

    private int table(Tensor tensor, int buffer) {
        int shape = ints(tensor.shape);
        int name = builder.createString(tensor.name);
        int quantization = quantization(tensor);
        int sparsity = 0;
        if (tensor.sparse) {
            builder.startTable(3);
            sparsity = builder.endTable();
        }
        builder.startTable(10);
        builder.addOffset(0, shape, 0);
        builder.addByte(1, (byte) tensor.type, 0);
        builder.addInt(2, buffer, 0);
        builder.addOffset(3, name, 0);
        builder.addOffset(4, quantization, 0);
        builder.addOffset(6, sparsity, 0);
        return builder.endTable();
    }

    private int quantization(Tensor tensor) {
        if (tensor.scales.length == 0 && tensor.details == 0) {
            return 0;
        }
        builder.startVector(4, tensor.scales.length, 4);
        for (int i = tensor.scales.length - 1; i >= 0; i--) {
            builder.addFloat(tensor.scales[i]);
        }
        int scales = builder.endVector();
        builder.startVector(8, tensor.zeroPoints.length, 8);
        for (int i = tensor.zeroPoints.length - 1; i >= 0; i--) {
            builder.addLong(tensor.zeroPoints[i]);
        }
        int zeroPoints = builder.endVector();
        builder.startTable(7);
        builder.addOffset(2, scales, 0);
        builder.addOffset(3, zeroPoints, 0);
        builder.addByte(4, (byte) tensor.details, 0);
        builder.addInt(6, tensor.axis, 0);
        return builder.endTable();
    }

    private int code(int code) {
        builder.startTable(4);
        builder.addByte(0, (byte) Math.min(code, 127), 0);
        builder.addInt(3, code, 0);
        return builder.endTable();
    }

    private int table(Operator operator, int index) {
        int inputs = ints(operator.inputs());
        int outputs = ints(operator.outputs());
        int options = 0;
        if (operator.flag()) {
            builder.startTable(2);
            builder.addByte(1, (byte) 1, 0);
            options = builder.endTable();
        }
        builder.startTable(5);
        builder.addInt(0, index, 0);
        builder.addOffset(1, inputs, 0);
        builder.addOffset(2, outputs, 0);
        builder.addByte(3, (byte) (operator.flag() ? operator.code() == 9 ? 8 : 101 : 0), 0);
        builder.addOffset(4, options, 0);
        return builder.endTable();
    }

    private int ints(int[] values) {
        builder.startVector(4, values.length, 4);
        for (int i = values.length - 1; i >= 0; i--) {
            builder.addInt(values[i]);
        }
        return builder.endVector();
    }

    private int vector(List<Integer> tables) {
        return builder.createVectorOfTables(
                tables.stream().mapToInt(Integer::intValue).toArray());
    }
}
