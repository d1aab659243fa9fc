package org.bitwright.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Damage that knows no format: bits flipped, bytes set, parts cut off, inserted, repeated, taken away or taken from
 * another file, whole numbers of 8 to 64 bits in both byte orders set to what lengths and counts should not be.
 */
public final class ByteMutation implements Mutation {
    private static final int MOST_CHANGES = 4;
    private static final int END = 256;
    private static final int LONGEST_BLOCK = 64;

    private final List<byte[]> words;

    private ByteMutation(List<byte[]> words) {
        this.words = words;
    }

    public static ByteMutation plain() {
        return new ByteMutation(List.of());
    }

    /** The same, which also inserts words that mean something in the format; one byte a character. */
    public static ByteMutation with(String... words) {
        return new ByteMutation(Stream.of(words)
                .map(word -> word.getBytes(StandardCharsets.ISO_8859_1))
                .toList());
    }

    @Override
    public byte[] of(byte[] file, byte[] other, SplittableRandom random) {
        byte[] changed = file.clone();
        int changes = 1 + Math.min(random.nextInt(MOST_CHANGES), random.nextInt(MOST_CHANGES));
        for (int i = 0; i < changes; i++) {
            changed = once(changed, other, random);
        }
        return changed;
    }

    private byte[] once(byte[] file, byte[] other, SplittableRandom random) {
        if (file.length == 0) {
            return block(random);
        }
        int at = place(file.length, random);
        return switch (random.nextInt(12)) {
            case 0, 1 -> flipped(file, at, random);
            case 2 -> set(file, at, random);
            case 3 -> Arrays.copyOf(file, random.nextInt(4) == 0 ? at : file.length - random.nextInt(file.length));
            case 4 -> spliced(file, at, block(random), at);
            case 5 -> spliced(file, at, part(file, random), at);
            case 6 -> spliced(file, at, new byte[0], Math.min(file.length, at + 1 + random.nextInt(LONGEST_BLOCK)));
            case 7, 8, 9 -> number(file, at, random);
            case 10 -> fromOther(file, at, other, random);
            default ->
                words.isEmpty()
                        ? number(file, at, random)
                        : spliced(file, at, words.get(random.nextInt(words.size())), at);
        };
    }

    /** Headers lie at the start and directories at the end: each third of the places is there. */
    private static int place(int length, SplittableRandom random) {
        return switch (random.nextInt(3)) {
            case 0 -> random.nextInt(Math.min(END, length));
            case 1 -> length - 1 - random.nextInt(Math.min(END, length));
            default -> random.nextInt(length);
        };
    }

    private static byte[] flipped(byte[] file, int at, SplittableRandom random) {
        file[at] ^= (byte) (1 << random.nextInt(8));
        return file;
    }

    private static byte[] set(byte[] file, int at, SplittableRandom random) {
        byte[] values = {0, 1, 0x7F, (byte) 0x80, (byte) 0xFF, (byte) random.nextInt(256)};
        file[at] = values[random.nextInt(values.length)];
        return file;
    }

    private static byte[] block(SplittableRandom random) {
        byte[] block = new byte[1 + random.nextInt(LONGEST_BLOCK)];
        if (random.nextBoolean()) {
            random.nextBytes(block);
        }
        return block;
    }

    private static byte[] part(byte[] file, SplittableRandom random) {
        int from = random.nextInt(file.length);
        int most = random.nextInt(8) == 0 ? file.length : LONGEST_BLOCK;
        return Arrays.copyOfRange(file, from, Math.min(file.length, from + 1 + random.nextInt(most)));
    }

    private static byte[] fromOther(byte[] file, int at, byte[] other, SplittableRandom random) {
        if (other.length == 0) {
            return file;
        }
        if (random.nextInt(4) == 0) { // the head of one, the tail of the other
            int from = Math.min(at, other.length);
            return spliced(file, at, Arrays.copyOfRange(other, from, other.length), file.length);
        }
        byte[] part = part(other, random);
        return spliced(file, at, part, random.nextBoolean() ? at : Math.min(file.length, at + part.length));
    }

    private static byte[] number(byte[] file, int at, SplittableRandom random) {
        int width = 1 << random.nextInt(4);
        if (at + width > file.length) {
            return flipped(file, at, random);
        }
        ByteOrder order = random.nextBoolean() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        ByteBuffer there = ByteBuffer.wrap(file, at, width).order(order);
        long present = there.duplicate().order(order).get(at);
        if (width > 1) {
            present = width == 2 ? there.getShort(at) : width == 4 ? there.getInt(at) : there.getLong(at);
        }
        long value = Numbers.odd(present, width, file.length, random);
        switch (width) {
            case 1 -> there.put(at, (byte) value);
            case 2 -> there.putShort(at, (short) value);
            case 4 -> there.putInt(at, (int) value);
            default -> there.putLong(at, value);
        }
        return file;
    }

    /** The file with what lies between two places replaced. */
    static byte[] spliced(byte[] file, int from, byte[] part, int to) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(file.length + part.length);
        out.write(file, 0, from);
        out.writeBytes(part);
        out.write(file, to, file.length - to);
        return out.toByteArray();
    }
}
