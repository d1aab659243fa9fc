package org.bitwright.runtime.child;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import org.bitwright.model.ElementType;
import org.bitwright.model.Phrase;
import org.bitwright.model.Shape;

/** A message that is put together and sent: its length, its word, and what belongs to it. Used again and again. */
final class Outgoing {
    private static final int FIRST = 4096;

    private ByteBuffer bytes = ByteBuffer.allocateDirect(FIRST);

    Outgoing begin(Word word) {
        bytes.clear().putInt(0).put((byte) word.ordinal());
        return this;
    }

    /** Makes another word of it, whose message is the same. */
    Outgoing call(Word word) {
        bytes.put(Integer.BYTES, (byte) word.ordinal());
        return this;
    }

    Outgoing put(byte value) {
        room(Byte.BYTES).put(value);
        return this;
    }

    Outgoing put(int value) {
        room(Integer.BYTES).putInt(value);
        return this;
    }

    Outgoing put(long value) {
        room(Long.BYTES).putLong(value);
        return this;
    }

    Outgoing put(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        put(encoded.length);
        room(encoded.length).put(encoded);
        return this;
    }

    Outgoing put(Collection<String> texts) {
        put(texts.size());
        texts.forEach(this::put);
        return this;
    }

    /** A phrase with those within it. */
    Outgoing put(Phrase phrase) {
        put(phrase.pattern()).put(phrase.details().size());
        for (Object detail : phrase.details()) {
            if (detail instanceof Phrase inner) {
                put((byte) 1).put(inner);
            } else {
                put((byte) 0).put(detail.toString());
            }
        }
        return this;
    }

    Outgoing put(Place place) {
        return put(place.segment()).put(place.offset());
    }

    Outgoing put(ElementType type, Shape shape) {
        put((byte) type.ordinal());
        put((byte) shape.rank());
        for (int axis = 0; axis < shape.rank(); axis++) {
            put(shape.extent(axis));
        }
        return this;
    }

    private ByteBuffer room(int more) {
        if (bytes.remaining() < more) {
            int wanted = Math.addExact(bytes.position(), more);
            ByteBuffer larger = ByteBuffer.allocateDirect(Math.max(wanted, 2 * bytes.capacity()));
            bytes = larger.put(bytes.flip());
        }
        return bytes;
    }

    /** Sends it whole to a channel that blocks. */
    void send(WritableByteChannel channel) throws IOException {
        ByteBuffer message = finished();
        while (message.hasRemaining()) {
            channel.write(message);
        }
    }

    /** The message from its length on. */
    ByteBuffer finished() {
        return bytes.flip().putInt(0, bytes.limit() - Integer.BYTES);
    }
}
