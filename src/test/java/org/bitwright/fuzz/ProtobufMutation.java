package org.bitwright.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Damage to the fields of a protobuf message, whatever its schema, with all lengths around them put right, so that it is
 * found by who reads the content and not by the parser: fields removed, repeated, swapped, renumbered, of another wire
 * type, numbers replaced, texts and bytes damaged.
 */
public final class ProtobufMutation implements Mutation {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH = 2;
    private static final int FIXED32 = 5;
    private static final int DEEPEST = 12;
    private static final int HIGHEST_NUMBER = 40;

    private static final Mutation BYTES = ByteMutation.plain();

    /** A field: of {@code parts} where its bytes read as a message, else of {@code bytes} as they lie. */
    private static final class Field {
        int number;
        int wire;
        byte[] bytes = {};

        @Nullable
        List<Field> parts;

        Field copy() {
            Field copy = new Field();
            copy.number = number;
            copy.wire = wire;
            copy.bytes = bytes;
            copy.parts = parts == null
                    ? null
                    : new ArrayList<>(parts.stream().map(Field::copy).toList());
            return copy;
        }
    }

    @Override
    public byte[] of(byte[] file, byte[] other, SplittableRandom random) {
        List<Field> message = parse(file, 0, file.length, 0);
        List<Field> another = parse(other, 0, other.length, 0);
        if (message == null || message.isEmpty() || another == null) {
            return BYTES.of(file, other, random);
        }
        int changes = 1 + Math.min(random.nextInt(4), random.nextInt(4));
        for (int i = 0; i < changes; i++) {
            List<List<Field>> messages = new ArrayList<>();
            collect(message, messages);
            List<List<Field>> others = new ArrayList<>();
            collect(another, others);
            change(messages.get(random.nextInt(messages.size())), messages, others, random);
        }
        return written(message);
    }

    private static void collect(List<Field> message, List<List<Field>> into) {
        if (!message.isEmpty()) {
            into.add(message);
        }
        for (Field field : message) {
            if (field.parts != null) {
                collect(field.parts, into);
            }
        }
    }

    private static void change(
            List<Field> message, List<List<Field>> messages, List<List<Field>> others, SplittableRandom random) {
        if (message.isEmpty()) {
            return;
        }
        int at = random.nextInt(message.size());
        Field field = message.get(at);
        switch (random.nextInt(10)) {
            case 0 -> message.remove(at);
            case 1 -> message.add(at, field.copy());
            case 2 -> message.add(message.remove(random.nextInt(message.size())));
            case 3 -> field.number = 1 + random.nextInt(HIGHEST_NUMBER);
            case 4 -> {
                List<Field> from = messages.get(random.nextInt(messages.size()));
                message.set(at, from.get(random.nextInt(from.size())).copy());
            }
            case 5 -> {
                List<Field> from = others.isEmpty() ? message : others.get(random.nextInt(others.size()));
                message.add(at, from.get(random.nextInt(from.size())).copy());
            }
            case 6 -> retyped(field, random);
            default -> damage(field, random);
        }
    }

    private static void retyped(Field field, SplittableRandom random) {
        byte[] bytes = field.parts == null ? field.bytes : written(field.parts);
        field.parts = null;
        field.wire = new int[] {VARINT, FIXED64, LENGTH, FIXED32}[random.nextInt(4)];
        field.bytes = switch (field.wire) {
            case VARINT -> varint(Numbers.odd(bytes.length, Long.BYTES, bytes.length, random));
            case FIXED64 -> Arrays.copyOf(bytes, 8);
            case FIXED32 -> Arrays.copyOf(bytes, 4);
            default -> bytes;
        };
    }

    private static void damage(Field field, SplittableRandom random) {
        if (field.wire == VARINT) {
            field.bytes = varint(Numbers.odd(number(field.bytes), Long.BYTES, 1000, random));
            return;
        }
        byte[] bytes = field.parts == null ? field.bytes : written(field.parts);
        field.parts = null;
        byte[] damaged = BYTES.of(bytes, bytes, random);
        field.bytes = field.wire == LENGTH ? damaged : Arrays.copyOf(damaged, field.wire == FIXED64 ? 8 : 4);
    }

    private static long number(byte[] varint) {
        long value = 0;
        for (int i = 0; i < varint.length; i++) {
            value |= (long) (varint[i] & 0x7F) << 7 * i;
        }
        return value;
    }

    private static byte[] varint(long value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long left = value;
        while ((left & ~0x7FL) != 0) {
            out.write((int) (left & 0x7F | 0x80));
            left >>>= 7;
        }
        out.write((int) left);
        return out.toByteArray();
    }

    private static byte[] written(List<Field> message) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Field field : message) {
            out.writeBytes(varint((long) field.number << 3 | field.wire));
            byte[] bytes = field.parts == null ? field.bytes : written(field.parts);
            if (field.wire == LENGTH) {
                out.writeBytes(varint(bytes.length));
            }
            out.writeBytes(bytes);
        }
        return out.toByteArray();
    }

    /** The fields between two places; {@code null} where these bytes are no message. */
    private static @Nullable List<Field> parse(byte[] bytes, int from, int to, int depth) {
        List<Field> fields = new ArrayList<>();
        int at = from;
        while (at < to) {
            int end = varintEnd(bytes, at, to);
            if (end < 0) {
                return null;
            }
            long tag = number(Arrays.copyOfRange(bytes, at, end));
            Field field = new Field();
            field.number = (int) (tag >>> 3);
            field.wire = (int) (tag & 7);
            if (field.number < 1 || field.number > HIGHEST_NUMBER) {
                return null;
            }
            int start = end;
            if (field.wire == LENGTH) {
                start = varintEnd(bytes, end, to);
                long length = start < 0 ? -1 : number(Arrays.copyOfRange(bytes, end, start));
                if (length < 0 || length > to - start) {
                    return null;
                }
                at = start + (int) length;
                field.parts = length > 0 && depth < DEEPEST ? parse(bytes, start, at, depth + 1) : null;
            } else {
                at = switch (field.wire) {
                    case VARINT -> varintEnd(bytes, end, to);
                    case FIXED64 -> end + 8;
                    case FIXED32 -> end + 4;
                    default -> -1;
                };
            }
            if (at < 0 || at > to) {
                return null;
            }
            field.bytes = Arrays.copyOfRange(bytes, start, at);
            fields.add(field);
        }
        return fields;
    }

    private static int varintEnd(byte[] bytes, int from, int to) {
        for (int at = from; at < Math.min(to, from + 10); at++) {
            if (bytes[at] >= 0) {
                return at + 1;
            }
        }
        return -1;
    }
}
