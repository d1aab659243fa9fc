package org.bitwright.onnx;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;
import org.jspecify.annotations.Nullable;

/**
 * Walks over the bytes of a message before they are parsed, without making any object of them, and refuses what would
 * take far more memory than a model of its size needs: two bytes can stand for a whole operator. Finds damage on the
 * way and says at which byte. Weights are stepped over, so that the walk costs the structure alone.
 */
final class WireCheck {
    private static final int DEEPEST = 90;
    private static final long SPARE = 200L << 20;
    private static final int MESSAGE_COST = 300;
    private static final int FIELD_COST = 24;
    private static final int UNKNOWN_COST = 120;

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH = 2;
    private static final int FIXED32 = 5;

    private final byte[] bytes;
    private final Path file;
    private final Deque<Message> open = new ArrayDeque<>();
    private int at;
    private long budget;

    /** A message that is being walked and the byte after its last. */
    private record Message(Descriptor type, int end) {}

    private WireCheck(byte[] bytes, Path file) {
        this.bytes = bytes;
        this.file = file;
        this.budget = SPARE + 3L * bytes.length;
    }

    static void check(byte[] bytes, Descriptor type, Path file) throws InvalidFileException {
        WireCheck check = new WireCheck(bytes, file);
        check.open.push(new Message(type, bytes.length));
        check.walk();
    }

    private void walk() throws InvalidFileException {
        while (!open.isEmpty()) {
            Message message = open.getFirst();
            if (at == message.end) {
                open.pop();
            } else {
                field(message);
            }
        }
    }

    private void field(Message message) throws InvalidFileException {
        long tag = varint(message.end);
        int number = (int) (tag >>> 3);
        if (tag > 0xFFFFFFFFL || number == 0) {
            throw damaged();
        }
        FieldDescriptor field = message.type.findFieldByNumber(number);
        spend(field == null ? UNKNOWN_COST : field.isRepeated() ? FIELD_COST : 0);
        switch ((int) tag & 7) {
            case VARINT -> varint(message.end);
            case FIXED64 -> skip(8, message.end);
            case FIXED32 -> skip(4, message.end);
            case LENGTH -> enter(field, message.end);
            default -> throw damaged(); // groups, which ONNX has none of
        }
    }

    private void enter(@Nullable FieldDescriptor field, int end) throws InvalidFileException {
        long length = varint(end);
        if (length < 0 || length > end - at) {
            throw damaged();
        }
        int last = at + (int) length;
        if (field != null && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
            spend(MESSAGE_COST);
            if (open.size() >= DEEPEST) {
                throw new InvalidFileException(
                        file, Phrase.of("byte %s", at), Phrase.of("its graphs are nested too deep"));
            }
            open.push(new Message(field.getMessageType(), last));
            return;
        }
        if (field != null && field.isPackable()) {
            spendPacked(field, last);
        }
        at = last;
    }

    /** A list of one-byte numbers takes eight bytes each when parsed, and more while the list grows. */
    private void spendPacked(FieldDescriptor field, int end) throws InvalidFileException {
        switch (field.getType()) {
            case FLOAT, DOUBLE, FIXED32, FIXED64, SFIXED32, SFIXED64 -> spend(2L * (end - at));
            default -> {
                long count = 0;
                for (int i = at; i < end; i++) {
                    count += bytes[i] >= 0 ? 1 : 0;
                }
                spend(16 * count);
            }
        }
    }

    private void spend(long cost) throws InvalidFileException {
        budget -= cost;
        if (budget < 0) {
            throw new InvalidFileException(
                    file,
                    Phrase.of("byte %s", at),
                    Phrase.of(
                            "it packs far more parts than a model of its size has and would fill the memory; export it again"));
        }
    }

    private void skip(int count, int end) throws InvalidFileException {
        if (count > end - at) {
            throw damaged();
        }
        at += count;
    }

    private long varint(int end) throws InvalidFileException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (at >= end) {
                throw damaged();
            }
            byte next = bytes[at++];
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw damaged();
    }

    private InvalidFileException damaged() {
        return new InvalidFileException(
                file,
                Phrase.of(
                        "it is no ONNX model, or it is damaged or cut short: byte %s of %s makes no sense; download or export it again",
                        at, bytes.length));
    }
}
