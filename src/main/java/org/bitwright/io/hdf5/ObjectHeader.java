package org.bitwright.io.hdf5;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bitwright.model.Phrase;

/** The messages that describe an object (specification IV.A): both versions, with what continues elsewhere. */
final class ObjectHeader {
    private static final String PREFIX = "OHDR";
    private static final int MAX_MESSAGES = 1 << 16;
    private static final int CHECKSUM_BYTES = 4;

    private final Hdf5Space space;
    private final Phrase place;
    private final List<HeaderMessage> messages = new ArrayList<>();
    private final Deque<long[]> continuations = new ArrayDeque<>();
    private final Set<Long> seen = new HashSet<>();
    private int flags;

    private ObjectHeader(Hdf5Space space, Phrase place) {
        this.space = space;
        this.place = place;
    }

    static ObjectHeader read(Hdf5Space space, long address, Phrase place) throws IOException {
        ObjectHeader header = new ObjectHeader(space, place);
        header.seen.add(address);
        byte[] start = space.readUpTo(address, 4, place).bytes(4);
        if (new String(start, StandardCharsets.ISO_8859_1).equals(PREFIX)) {
            header.readRecent(address);
        } else {
            header.readOld(address);
        }
        return header;
    }

    List<HeaderMessage> all(int type) {
        return messages.stream().filter(message -> message.type() == type).toList();
    }

    Optional<HeaderMessage> first(int type) {
        return messages.stream().filter(message -> message.type() == type).findFirst();
    }

    private void readOld(long address) throws IOException {
        Cursor prefix = space.read(address, 16, place);
        prefix.version(1);
        prefix.skip(1);
        int count = prefix.u16();
        prefix.skip(4);
        long bytes = prefix.u32();
        oldMessages(space.read(address + 16, bytes, place), count);
        while (!continuations.isEmpty()) {
            long[] next = continuations.remove();
            oldMessages(space.read(next[0], next[1], place), count);
        }
    }

    private void oldMessages(Cursor from, int count) throws IOException {
        while (from.left() >= 8 && messages.size() < count) {
            int type = from.u16();
            int bytes = from.u16();
            int messageFlags = from.u8();
            from.skip(3);
            add(new HeaderMessage(type, messageFlags, from.part(bytes)));
        }
    }

    private void readRecent(long address) throws IOException {
        Cursor prefix = space.readUpTo(address, 64, place);
        prefix.skip(4);
        prefix.version(2);
        flags = prefix.u8();
        prefix.skip(((flags & 0x20) != 0 ? 16 : 0) + ((flags & 0x10) != 0 ? 4 : 0));
        long bytes = prefix.number(1 << (flags & 3));
        int start = prefix.position();
        if (!space.holds(address, bytes)) {
            throw prefix.broken(Phrase.of("it should have %s bytes at byte %s, outside the file", bytes, address));
        }
        Cursor all = Checksum.verified(space, address, start + bytes + CHECKSUM_BYTES, place);
        all.skip(start);
        recentMessages(all);
        while (!continuations.isEmpty()) {
            long[] next = continuations.remove();
            Cursor block = Checksum.verified(space, next[0], next[1], place);
            block.signature("OCHK");
            recentMessages(block);
        }
    }

    private void recentMessages(Cursor from) throws IOException {
        int prefix = (flags & 4) != 0 ? 6 : 4;
        while (from.left() >= prefix) {
            int type = from.u8();
            int bytes = from.u16();
            int messageFlags = from.u8();
            from.skip(prefix - 4);
            add(new HeaderMessage(type, messageFlags, from.part(bytes)));
        }
    }

    private void add(HeaderMessage message) throws IOException {
        message.checkKnown();
        if (messages.size() == MAX_MESSAGES) {
            throw space.broken(place, Phrase.of("its header has more than %s messages", MAX_MESSAGES));
        }
        if (message.type() == HeaderMessage.CONTINUATION) {
            Cursor body = message.body();
            long address = body.address();
            if (!seen.add(address)) {
                throw space.broken(place, Phrase.of("its header runs in a circle: the file is damaged"));
            }
            continuations.add(new long[] {address, body.length()});
            messages.add(new HeaderMessage(message.type(), 0, new Cursor(space, place, ByteBuffer.allocate(0))));
        } else {
            messages.add(message);
        }
    }
}
