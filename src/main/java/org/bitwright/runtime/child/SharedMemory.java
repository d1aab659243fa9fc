package org.bitwright.runtime.child;

import java.io.IOException;
import java.lang.ref.Cleaner;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.IntConsumer;
import org.bitwright.model.Phrase;
import org.bitwright.model.ToldException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Memory that this process and its child map. A room is a mapping of its own, and is given back when neither its buffer
 * nor one derived from it can be reached: derived buffers hold the buffer of the mapping, and would not hold a slice of
 * a larger one. Thread-safe.
 */
final class SharedMemory {
    private static final Logger LOG = LoggerFactory.getLogger(SharedMemory.class);
    private static final Cleaner CLEANER = Cleaner.create();
    private static final int ALIGNMENT = 64;

    /** Rooms of so many bytes have a file of their own. */
    private static final int LARGE = 1 << 20;

    private static final int ARENA = 4 << 20;
    private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(LARGE);

    /** What is in use is looked through for what nobody reaches when it has grown by so much. */
    private static final long GROWTH = 512L << 20;

    /** How long after the last room was given back more are waited for. */
    private static final long GC_MILLISECONDS = 300;

    /** How long memory is waited for at most. */
    private static final long MOST_NANOSECONDS = 3_000_000_000L;

    /** How often a file system is asked whether it has room by now. */
    private static final long LOOK_MILLISECONDS = 20;

    private final List<java.nio.file.Path> folders;
    private final SegmentMaker maker;
    private final IntConsumer forgotten;
    private final Runnable shortage;
    private final List<Arena> arenas = new ArrayList<>();
    private final ConcurrentSkipListMap<Long, Room> rooms = new ConcurrentSkipListMap<>();
    private int numbers;
    private long inUse;
    private long givenBack;
    private long collectAt = GROWTH;
    private Optional<Refusal> refusal = Optional.empty();
    private boolean closed;

    /** A stretch of a segment that is in use, as long as {@code buffer} is there. */
    private record Room(
            Place place,
            int bytes,
            long address,
            Optional<Arena> arena,
            SegmentFile file,
            WeakReference<ByteBuffer> buffer) {}

    /** Makes files. */
    @FunctionalInterface
    interface SegmentMaker {
        /** @throws IOException if the folder has no room */
        SegmentFile create(java.nio.file.Path folder, int number, int bytes) throws IOException;
    }

    /**
     * @param folders to make files in, the first one that has room
     * @param forgotten is told the numbers of segments that are gone, on any thread
     */
    SharedMemory(List<java.nio.file.Path> folders, IntConsumer forgotten) {
        this(folders, SegmentFile::create, forgotten, () -> {});
    }

    /** @param shortage runs when there is no room, for the other process to unmap what it was told of, on any thread */
    SharedMemory(List<java.nio.file.Path> folders, SegmentMaker maker, IntConsumer forgotten, Runnable shortage) {
        this.folders = List.copyOf(folders);
        this.maker = maker;
        this.forgotten = forgotten;
        this.shortage = shortage;
    }

    /**
     * Zeroed memory, as {@link org.bitwright.runtime.session.Engine#room} has it.
     *
     * @throws SharedMemoryFull if no folder has room for it
     */
    ByteBuffer room(int bytes) {
        if (bytes == 0) {
            return ByteBuffer.allocateDirect(0).order(ByteOrder.nativeOrder());
        }
        // A thread that is to end soon is not to close files over it.
        boolean interrupted = Thread.interrupted();
        try {
            return made(bytes);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private synchronized ByteBuffer made(int bytes) {
        if (inUse + bytes > collectAt) {
            collect();
            collectAt = Math.max(2 * inUse, inUse + bytes + GROWTH);
        }
        try {
            return tried(bytes);
        } catch (IOException e) {
            LOG.debug("no shared memory of {} bytes", bytes, e);
            if (refusal.filter(last -> last.holdsFor(bytes, givenBack)).isPresent()) {
                throw new SharedMemoryFull(bytes, folders, e);
            }
        }
        return afterCollection(bytes);
    }

    /**
     * Tries again as long as rooms that nobody reaches are given back, one after the other; what they lay in is free when
     * the other process has unmapped it, too.
     */
    private ByteBuffer afterCollection(int bytes) {
        System.gc();
        shortage.run();
        long start = System.nanoTime();
        long lastGiven = start;
        while (true) {
            long before = givenBack;
            try {
                return tried(bytes);
            } catch (IOException e) {
                long now = System.nanoTime();
                boolean quiet = now - lastGiven >= GC_MILLISECONDS * 1_000_000;
                boolean vain = quiet || now - start >= MOST_NANOSECONDS;
                if (vain) {
                    refusal = Optional.of(new Refusal(bytes, givenBack, now));
                }
                if (vain || !rest(LOOK_MILLISECONDS)) {
                    throw new SharedMemoryFull(bytes, folders, e);
                }
            }
            if (givenBack != before) {
                lastGiven = System.nanoTime();
                shortage.run();
            }
        }
    }

    /** Lets rooms be given back meanwhile. */
    private boolean rest(long milliseconds) {
        try {
            wait(milliseconds);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private ByteBuffer tried(int bytes) throws IOException {
        if (closed) {
            throw new CancellationException("the program ends");
        }
        if (bytes >= LARGE) {
            SegmentFile file = created(bytes);
            return kept(file, 0, bytes, bytes, Optional.empty());
        }
        int length = (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        for (Arena arena : arenas) {
            OptionalInt at = arena.take(length);
            if (at.isPresent()) {
                return kept(arena.file(), at.getAsInt(), bytes, length, Optional.of(arena))
                        .put(ZEROS.slice(0, bytes))
                        .clear();
            }
        }
        Arena arena = new Arena(created(ARENA), ARENA);
        arenas.add(arena);
        return kept(arena.file(), arena.take(length).orElseThrow(), bytes, length, Optional.of(arena));
    }

    private SegmentFile created(int bytes) throws IOException {
        IOException failure = new ToldException(Phrase.of("there is no folder for it"));
        for (java.nio.file.Path folder : folders) {
            try {
                return maker.create(folder, numbers++, bytes);
            } catch (IOException e) {
                failure = e;
            }
        }
        throw failure;
    }

    private ByteBuffer kept(SegmentFile file, int at, int bytes, int length, Optional<Arena> arena) throws IOException {
        MappedByteBuffer mapped;
        try {
            mapped = file.map(at, bytes);
        } catch (IOException | OutOfMemoryError e) {
            giveBack(file, at, length, arena);
            throw e instanceof IOException failure ? failure : new IOException("nothing more can be mapped", e);
        }
        long address = Addresses.of(mapped);
        Room room = new Room(new Place(file.number(), at), length, address, arena, file, new WeakReference<>(mapped));
        // Rooms that lay here can be no more: their memory was unmapped before the cleaner came to them.
        rooms.subMap(address, address + bytes).clear();
        rooms.put(address, room);
        inUse += length;
        CLEANER.register(mapped, () -> gone(room));
        return mapped.order(ByteOrder.nativeOrder());
    }

    private synchronized void gone(Room room) {
        rooms.remove(room.address, room);
        inUse -= room.bytes;
        givenBack++;
        giveBack(room.file, room.place.offset(), room.bytes, room.arena);
        notifyAll();
    }

    private void giveBack(SegmentFile file, int at, int length, Optional<Arena> arena) {
        if (arena.isPresent()) {
            arena.get().giveBack(at, length);
            if (!arena.get().isEmpty() || arenas.size() == 1) {
                return;
            }
            arenas.remove(arena.get());
        }
        try {
            file.delete();
        } catch (IOException e) {
            LOG.debug("{} could not be removed", file.path(), e);
        }
        forgotten.accept(file.number());
    }

    /** Where the bytes of a buffer lie, if they lie in a room. */
    Optional<Place> placeOf(ByteBuffer direct) {
        long address = Addresses.of(direct);
        Map.Entry<Long, Room> found = rooms.floorEntry(address);
        if (found == null) {
            return Optional.empty();
        }
        Room room = found.getValue();
        long within = address - room.address;
        // A room whose buffer is gone may have been unmapped, and other memory may lie there by now.
        if (within + direct.remaining() > room.bytes || room.buffer.get() == null) {
            return Optional.empty();
        }
        return Optional.of(new Place(room.place.segment(), room.place.offset() + (int) within));
    }

    /** Has the collector find the rooms that nobody reaches; waits a moment for what it finds. */
    private void collect() {
        System.gc();
        long before = givenBack;
        long end = System.nanoTime() + GC_MILLISECONDS * 1_000_000;
        for (long left = GC_MILLISECONDS;
                left > 0 && givenBack == before;
                left = (end - System.nanoTime()) / 1_000_000) {
            if (!rest(left)) {
                return;
            }
        }
    }

    /** No rooms are given from now on; those that are there live on. */
    synchronized void close() {
        closed = true;
    }
}
