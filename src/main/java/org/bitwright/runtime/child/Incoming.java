package org.bitwright.runtime.child;

import java.io.EOFException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.bitwright.model.ElementType;
import org.bitwright.model.Phrase;
import org.bitwright.model.Shape;

/**
 * A message that has come in and is taken apart. Whatever it says is checked before it is believed: numbers against
 * what is left of the message, shapes against what they can be.
 */
final class Incoming {
    /** No message comes near it: values are not sent in messages. */
    private static final int MOST = 64 << 20;

    private static final int FIRST = 4096;
    private static final int MOST_AXES = 64;

    /** Levels of phrases within phrases. */
    private static final int DEEPEST = 16;

    private static final ElementType[] TYPES = ElementType.values();

    private ByteBuffer bytes = ByteBuffer.allocateDirect(FIRST).limit(0);

    /**
     * Waits for the next message.
     *
     * @throws EOFException if there is none any more
     * @throws ProtocolException if it is none
     */
    Word receive(ReadableByteChannel channel) throws IOException {
        fill(channel, Integer.BYTES);
        int length = bytes.getInt(0);
        if (length < 1 || length > MOST) {
            throw new ProtocolException("a message has " + length + " bytes");
        }
        fill(channel, length);
        return Word.of(getByte());
    }

    private void fill(ReadableByteChannel channel, int length) throws IOException {
        if (bytes.capacity() < length) {
            bytes = ByteBuffer.allocateDirect(Math.max(length, 2 * bytes.capacity()));
        }
        bytes.clear().limit(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw new EOFException("the other process has gone");
            }
        }
        bytes.flip();
    }

    byte getByte() throws ProtocolException {
        try {
            return bytes.get();
        } catch (BufferUnderflowException e) {
            throw tooShort();
        }
    }

    int getInt() throws ProtocolException {
        try {
            return bytes.getInt();
        } catch (BufferUnderflowException e) {
            throw tooShort();
        }
    }

    long getLong() throws ProtocolException {
        try {
            return bytes.getLong();
        } catch (BufferUnderflowException e) {
            throw tooShort();
        }
    }

    /** A number of things that follow, each of a byte or more. */
    int getCount() throws ProtocolException {
        int count = getInt();
        if (count < 0 || count > bytes.remaining()) {
            throw new ProtocolException("a message holds " + count + " things in " + bytes.remaining() + " bytes");
        }
        return count;
    }

    String getText() throws ProtocolException {
        byte[] encoded = new byte[getCount()];
        bytes.get(encoded);
        return new String(encoded, StandardCharsets.UTF_8);
    }

    List<String> getTexts() throws ProtocolException {
        int count = getCount();
        List<String> texts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            texts.add(getText());
        }
        return texts;
    }

    Phrase getPhrase() throws ProtocolException {
        Phrase phrase = getPhrase(DEEPEST);
        if (phrase.toString().isEmpty()) {
            throw new ProtocolException("a phrase says nothing");
        }
        return phrase;
    }

    private Phrase getPhrase(int deeper) throws ProtocolException {
        if (deeper == 0) {
            throw new ProtocolException("phrases are nested too deep");
        }
        String pattern = getText();
        int count = getCount();
        if (holes(pattern) != count) {
            throw new ProtocolException("'" + pattern + "' is no phrase with " + count + " details");
        }
        List<Object> details = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            details.add(getByte() == 1 ? getPhrase(deeper - 1) : getText());
        }
        return new Phrase(pattern, details);
    }

    /** Places for details, each told once and as wide as it is: else a short message could make a text without end. */
    private static int holes(String pattern) throws ProtocolException {
        int holes = 0;
        for (int at = pattern.indexOf('%'); at >= 0; at = pattern.indexOf('%', at + 2)) {
            if (pattern.startsWith("%s", at)) {
                holes++;
            } else if (!pattern.startsWith("%%", at)) {
                throw new ProtocolException("'" + pattern + "' is no phrase");
            }
        }
        return holes;
    }

    Place getPlace() throws ProtocolException {
        return new Place(getInt(), getInt());
    }

    ElementType getType() throws ProtocolException {
        int number = getByte();
        if (number < 0 || number >= TYPES.length) {
            throw new ProtocolException("there is no element type of number " + number);
        }
        return TYPES[number];
    }

    /** Extents, of which some may be −1. */
    List<Long> getExtents() throws ProtocolException {
        int rank = getByte();
        if (rank < 0 || rank > MOST_AXES) {
            throw new ProtocolException("an array has " + rank + " axes");
        }
        List<Long> extents = new ArrayList<>(rank);
        for (int axis = 0; axis < rank; axis++) {
            extents.add(getLong());
        }
        return extents;
    }

    Shape getShape() throws ProtocolException {
        long[] extents = getExtents().stream().mapToLong(Long::longValue).toArray();
        try {
            return Shape.of(extents);
        } catch (IllegalArgumentException e) {
            throw new ProtocolException(String.valueOf(e.getMessage()));
        }
    }

    private static ProtocolException tooShort() {
        return new ProtocolException("a message is too short for what it says");
    }
}
