package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.bitwright.model.ElementType;
import org.bitwright.model.Phrase;
import org.bitwright.model.Shape;

/**
 * ONNX Runtime's MatMulNBits: a product with a weight of K × N in blocks along K. Its codes lie as N rows of
 * ceil(K / block) blocks, each of block · bits / 8 bytes, lower bits first; scales and zero points (packed in the same
 * way, each row in whole bytes) in that order too (ContribOperators.md).
 */
final class BlockForm implements IntegerForm {
    private static final long MOST = Integer.MAX_VALUE - 8L;

    private final ParameterReader parameters;

    BlockForm(ParameterReader parameters) {
        this.parameters = parameters;
    }

    @Override
    public boolean convert(PlacedNode node, FloatDraft draft) throws IOException {
        if (!IntegerForm.isMicrosoft(node, "MatMulNBits")) {
            return false;
        }
        Optional<StoredTensor> packed =
                ParameterReader.constant(node, 1).filter(tensor -> tensor.type() == ElementType.UINT8);
        Optional<StoredTensor> scales =
                ParameterReader.constant(node, 2).filter(tensor -> tensor.type() == ElementType.FLOAT32);
        Optional<StoredTensor> zeros =
                ParameterReader.constant(node, 3).filter(tensor -> tensor.type() == ElementType.UINT8);
        boolean others =
                !node.input(3).isEmpty() && zeros.isEmpty() || !node.input(4).isEmpty();
        Blocks blocks = blocks(node);
        if (packed.isEmpty() || scales.isEmpty() || others || 8 % blocks.bits() != 0) {
            return false;
        }
        int[] codes = blocks.codes(node, packed.get());
        int[] zeroPoints = blocks.zeroPoints(node, zeros);
        float[] numbers = blocks.scales(node, scales.get());
        Shape shape = Shape.of(blocks.k(), blocks.n());
        ElementType type = zeros.isPresent() ? ElementType.UINT8 : ElementType.INT8;
        int offset = zeros.isPresent() ? 0 : 1 << blocks.bits() - 1;
        shift(codes, offset);
        shift(zeroPoints, offset);
        int low = -offset;
        IntegerParameters read = new IntegerParameters(
                type,
                low,
                low + (1 << blocks.bits()) - 1,
                numbers,
                zeroPoints,
                ScaleAxis.blocks(0, blocks.size()),
                ElementType.FLOAT32);
        String weight = draft.constant(
                node.input(1),
                "",
                shape,
                StoredCodes.values(codes, shape, read),
                new FoundWeight(read, Optional.of(codes), FoundWeight.Form.LIMITED));
        emit(node, weight, draft);
        return true;
    }

    private static void shift(int[] codes, int offset) {
        for (int i = 0; i < codes.length; i++) {
            codes[i] -= offset;
        }
    }

    private static void emit(PlacedNode node, String weight, FloatDraft draft) {
        String output = node.node().getOutput(0);
        boolean adds = !node.input(5).isEmpty();
        String product = adds ? draft.fresh(output + "_product") : output;
        draft.keep(NodeProto.newBuilder()
                .setName(OperatorForm.plainName(node.node().getName()))
                .setOpType("MatMul")
                .addInput(node.input(0))
                .addInput(weight)
                .addOutput(product)
                .build());
        if (adds) {
            draft.emit(add(node, product, draft.resolve(node.input(5)), output));
        }
    }

    static NodeProto add(PlacedNode node, String left, String right, String output) {
        return NodeProto.newBuilder()
                .setName(node.node().getName() + "_Add")
                .setOpType("Add")
                .addInput(left)
                .addInput(right)
                .addOutput(output)
                .build();
    }

    private Blocks blocks(PlacedNode node) throws IOException {
        long k = node.integer("K", 0);
        long n = node.integer("N", 0);
        long size = node.integer("block_size", 0);
        long bits = node.integer("bits", 4);
        if (k < 1 || n < 1 || size < 1 || bits < 2 || bits > 8 || k * n > MOST || size > MOST) {
            throw parameters.refuse(
                    node, Phrase.of("its weight is %s × %s of %s bits in blocks of %s", k, n, bits, size));
        }
        return new Blocks((int) k, (int) n, (int) size, (int) bits, parameters);
    }

    /** The weight's extents, the places of a block, and the width of a code. */
    private record Blocks(int k, int n, int size, int bits, ParameterReader parameters) {

        int rows() {
            return (k - 1) / size + 1;
        }

        /** Bytes of a row of {@code count} codes. */
        private int bytes(int count) {
            return (count * bits + 7) / 8;
        }

        /** Codes in the order of a weight of K × N. */
        int[] codes(PlacedNode node, StoredTensor packed) throws IOException {
            int[] bytes = read(node, packed, (long) n * rows() * bytes(size), "codes");
            int[] codes = new int[Math.multiplyExact(k, n)];
            for (int column = 0; column < n; column++) {
                for (int row = 0; row < k; row++) {
                    int at = (column * rows() + row / size) * bytes(size);
                    codes[row * n + column] = code(bytes, at, row % size);
                }
            }
            return codes;
        }

        /** One a block, in the order of a tensor of blocks × N; half the codes where the file tells none. */
        int[] zeroPoints(PlacedNode node, Optional<StoredTensor> packed) throws IOException {
            int[] zeros = new int[rows() * n];
            if (packed.isEmpty()) {
                Arrays.fill(zeros, 1 << bits - 1);
                return zeros;
            }
            int[] bytes = read(node, packed.get(), (long) n * bytes(rows()), "zero points");
            for (int column = 0; column < n; column++) {
                for (int row = 0; row < rows(); row++) {
                    zeros[row * n + column] = code(bytes, column * bytes(rows()), row);
                }
            }
            return zeros;
        }

        private int code(int[] bytes, int at, int place) {
            int bit = place * bits;
            return bytes[at + bit / 8] >> bit % 8 & (1 << bits) - 1;
        }

        float[] scales(PlacedNode node, StoredTensor stored) throws IOException {
            float[] numbers = stored.named("scales").readFloats();
            if (numbers.length != rows() * n) {
                throw refuse(node, numbers.length, (long) rows() * n, "scales");
            }
            float[] scales = new float[numbers.length];
            for (int column = 0; column < n; column++) {
                for (int row = 0; row < rows(); row++) {
                    scales[row * n + column] = numbers[column * rows() + row];
                }
            }
            return scales;
        }

        private int[] read(PlacedNode node, StoredTensor stored, long expected, String what) throws IOException {
            if (stored.shape().elements() != expected) {
                throw refuse(node, stored.shape().elements(), expected, what);
            }
            return StoredCodes.read(stored);
        }

        private IOException refuse(PlacedNode node, long found, long expected, String what) {
            return parameters.refuse(
                    node,
                    Phrase.of(
                            "its %s hold %s numbers, but for a weight of %s × %s of %s bits in blocks of %s they must hold %s",
                            what, found, k, n, bits, size, expected));
        }
    }
}
