package org.bitwright.runtime.child;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The shared memory as the child process sees it: each file mapped when it is first spoken of. Thread-safe. */
final class MappedSegments {
    /** What has been let go of is unmapped when it comes to so much. */
    private static final long MOST_LEFT = 64L << 20;

    private final List<Path> folders;
    private final Map<Integer, ByteBuffer> mapped = new ConcurrentHashMap<>();
    private long left;

    MappedSegments(List<Path> folders) {
        this.folders = folders;
    }

    /** @throws IOException if nothing lies there */
    ByteBuffer at(Place place, int bytes) throws IOException {
        if (bytes == 0) {
            return ByteBuffer.allocateDirect(0).order(ByteOrder.nativeOrder());
        }
        ByteBuffer segment = mapped.get(place.segment());
        if (segment == null) {
            segment = map(place.segment());
        }
        try {
            return segment.slice(place.offset(), bytes).order(ByteOrder.nativeOrder());
        } catch (IndexOutOfBoundsException e) {
            throw new ProtocolException(bytes + " bytes at " + place + " are outside");
        }
    }

    private synchronized ByteBuffer map(int number) throws IOException {
        ByteBuffer known = mapped.get(number);
        if (known != null) {
            return known;
        }
        for (Path folder : folders) {
            Path file = folder.resolve(SegmentFile.name(number));
            if (Files.exists(file)) {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                    ByteBuffer made = channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size());
                    mapped.put(number, made);
                    return made;
                }
            }
        }
        throw new ProtocolException("there is no segment " + number);
    }

    /** The segment is gone; whoever uses it now may go on. */
    synchronized void forget(int number) {
        ByteBuffer segment = mapped.remove(number);
        if (segment == null) {
            return;
        }
        left += segment.capacity();
        if (left >= MOST_LEFT) {
            unmap();
        }
    }

    /** Unmaps what has been let go of, if nobody uses it. */
    synchronized void unmap() {
        if (left > 0) {
            left = 0;
            System.gc();
        }
    }
}
