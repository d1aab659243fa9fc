package org.bitwright.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class TensorTest {

    @Test
    void everyWeightTypeReadsAsFloat32() throws IOException {
        assertThat(tensor(ElementType.FLOAT32, bytes(8).putFloat(1.5f).putFloat(-0f))
                        .readFloats())
                .containsExactly(1.5f, -0f);
        assertThat(tensor(ElementType.FLOAT64, bytes(16).putDouble(0.1).putDouble(1e300))
                        .readFloats())
                .containsExactly(0.1f, Float.POSITIVE_INFINITY);
        assertThat(tensor(ElementType.FLOAT16, bytes(4).putShort((short) 0x3C00).putShort((short) 0xC000))
                        .readFloats())
                .containsExactly(1f, -2f);
        assertThat(tensor(
                                ElementType.BFLOAT16,
                                bytes(4).putShort((short) 0x3F80).putShort((short) 0xC000))
                        .readFloats())
                .containsExactly(1f, -2f);
    }

    @Test
    void partsAreReadWhereTheyLie() throws IOException {
        int count = (1 << 16) * 2 + 5;
        ByteBuffer bytes = bytes(count * 4);
        for (int i = 0; i < count; i++) {
            bytes.putFloat(i);
        }
        Tensor tensor = tensor(ElementType.FLOAT32, bytes);
        float[] all = tensor.readFloats();
        assertThat(all).hasSize(count);
        assertThat(all[count - 1]).isEqualTo(count - 1);
        float[] part = new float[4];
        tensor.readFloats(65_535, part, 1, 2);
        assertThat(part).containsExactly(0f, 65_535f, 65_536f, 0f);
    }

    @Test
    void aTensorWithoutElementsIsEmpty() throws IOException {
        assertThat(new Tensor("w", ElementType.FLOAT32, Shape.of(0, 3), new InMemory(bytes(0))).readFloats())
                .isEmpty();
    }

    @Test
    void bytesMustFitTheShape() {
        assertThatThrownBy(() -> new Tensor("w", ElementType.FLOAT32, Shape.of(3), new InMemory(bytes(8))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("needs 12 bytes but has 8");
    }

    @Test
    void integersAreNoWeights() {
        Tensor tensor = tensor(ElementType.INT32, bytes(8));
        assertThatThrownBy(tensor::readFloats)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("INT32");
    }

    @Test
    void packedTypesNeedWholeBytes() {
        assertThat(ElementType.INT4.bytesFor(3)).isEqualTo(2);
        assertThat(ElementType.FLOAT64.bytesFor(3)).isEqualTo(24);
        assertThatThrownBy(() -> ElementType.FLOAT64.bytesFor(Long.MAX_VALUE)).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void shapesCountAndPrintTheirElements() {
        Shape shape = Shape.of(64, 3, 5);
        assertThat(shape.elements()).isEqualTo(960);
        assertThat(shape.product(1, 3)).isEqualTo(15);
        assertThat(shape).hasToString("64 × 3 × 5").isEqualTo(Shape.of(64, 3, 5));
        assertThat(Shape.of()).hasToString("scalar");
        assertThat(Shape.of().elements()).isEqualTo(1);
        assertThatThrownBy(() -> Shape.of(2, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Shape.of(1L << 40, 1L << 40)).isInstanceOf(IllegalArgumentException.class);
    }

    private static ByteBuffer bytes(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static Tensor tensor(ElementType type, ByteBuffer bytes) {
        return new Tensor("w", type, Shape.of(bytes.capacity() * 8L / type.bits()), new InMemory(bytes));
    }

    private record InMemory(ByteBuffer bytes) implements TensorBytes {
        @Override
        public long size() {
            return bytes.capacity();
        }

        @Override
        public void read(long offset, ByteBuffer into) {
            into.put(bytes.duplicate().clear().slice((int) offset, into.remaining()));
        }
    }
}
