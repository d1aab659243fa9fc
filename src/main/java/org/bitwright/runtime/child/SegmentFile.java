package org.bitwright.runtime.child;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.bitwright.model.Phrase;
import org.bitwright.model.ToldException;

/**
 * A file of shared memory. Its bytes are really there before anybody maps it: touching a page that a full disk has no
 * room for would end the process.
 */
record SegmentFile(Path path, int number) {
    private static final int AT_ONCE = 1 << 20;

    /** What is left to others of a file system that lies in memory. */
    private static final long LEFT_FREE = 32L << 20;

    /** @throws IOException if there is no room for it */
    static SegmentFile create(Path folder, int number, int bytes) throws IOException {
        if (Files.getFileStore(folder).getUsableSpace() < bytes + LEFT_FREE) {
            throw new ToldException(Phrase.of("there is no room for %s bytes in '%s'", bytes, folder));
        }
        SegmentFile made = new SegmentFile(folder.resolve(name(number)), number);
        try (FileChannel channel =
                FileChannel.open(made.path, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
            ByteBuffer zeros = ByteBuffer.allocateDirect(Math.min(bytes, AT_ONCE));
            for (int left = bytes; left > 0; ) {
                left -= channel.write(zeros.clear().limit(Math.min(left, zeros.capacity())));
            }
        } catch (IOException e) {
            made.delete();
            throw e;
        }
        return made;
    }

    static String name(int number) {
        return "memory-" + number;
    }

    MappedByteBuffer map(int offset, int bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return channel.map(FileChannel.MapMode.READ_WRITE, offset, bytes);
        }
    }

    void delete() throws IOException {
        Files.deleteIfExists(path);
    }
}
