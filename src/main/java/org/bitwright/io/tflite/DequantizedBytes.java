package org.bitwright.io.tflite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bitwright.model.TensorBytes;

/**
 * The float32 values that stored codes stand for: scale · (code − zero point), rounded once. Codes narrower than a byte
 * lie packed, the first in the lowest bits.
 */
final class DequantizedBytes implements TensorBytes {
    private static final int CHUNK = 1 << 14;

    private final TensorBytes codes;
    private final StoredType type;
    private final long elements;
    private final float[] scales;
    private final long[] zeroPoints;
    private final long inner;

    /**
     * @param scales one, or one a channel
     * @param zeroPoints as many
     * @param inner number of elements that follow one another in one channel
     */
    DequantizedBytes(TensorBytes codes, StoredType type, long elements, float[] scales, long[] zeroPoints, long inner) {
        this.codes = codes;
        this.type = type;
        this.elements = elements;
        this.scales = scales;
        this.zeroPoints = zeroPoints;
        this.inner = inner;
    }

    @Override
    public long size() {
        return elements * Float.BYTES;
    }

    @Override
    public void read(long offset, ByteBuffer into) throws IOException {
        ByteBuffer value = ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        long element = offset / Float.BYTES;
        int skipped = (int) (offset % Float.BYTES);
        while (into.hasRemaining()) {
            int count = (int) Math.min(CHUNK, (skipped + into.remaining() + Float.BYTES - 1L) / Float.BYTES);
            long firstBit = element * type.bits();
            long from = firstBit / Byte.SIZE;
            long end = ((element + count) * type.bits() + Byte.SIZE - 1) / Byte.SIZE;
            ByteBuffer chunk = ByteBuffer.allocate((int) (end - from)).order(ByteOrder.LITTLE_ENDIAN);
            codes.read(from, chunk);
            for (int i = 0; i < count; i++) {
                value.putFloat(0, real(element + i, code(chunk, firstBit - from * Byte.SIZE + (long) i * type.bits())));
                for (int part = skipped; part < Float.BYTES && into.hasRemaining(); part++) {
                    into.put(value.get(part));
                }
                skipped = 0;
            }
            element += count;
        }
    }

    private float real(long element, long code) {
        int channel = scales.length == 1 ? 0 : (int) (element / inner % scales.length);
        return (float) ((double) scales[channel] * (code - zeroPoints[channel]));
    }

    private long code(ByteBuffer chunk, long bit) {
        int at = (int) (bit / Byte.SIZE);
        return switch (type.bits()) {
            case 8 -> type.signed() ? chunk.get(at) : chunk.get(at) & 0xFF;
            case 16 -> chunk.getShort(at);
            case 32 -> chunk.getInt(at);
            case 64 -> chunk.getLong(at);
            default -> {
                int raw = (chunk.get(at) & 0xFF) >> (int) (bit % Byte.SIZE) & (1 << type.bits()) - 1;
                boolean negative = type.signed() && raw >> type.bits() - 1 != 0;
                yield negative ? raw - (1 << type.bits()) : raw;
            }
        };
    }
}
