package org.bitwright.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A file whose numbers are read later. Read by position, never mapped: a mapped file that shrinks takes the process with
 * it. Every read ends with a look whether the file is still the one that was opened. Immutable, thread-safe.
 */
public final class OpenedFile {
    private final Path path;
    private final List<LinkOption> links;
    private final Identity identity;

    private OpenedFile(Path path, List<LinkOption> links) throws IOException {
        this.path = path;
        this.links = links;
        this.identity = identity();
    }

    /** A file of other length, time or inode is not the one that was opened. */
    private record Identity(
            long size, FileTime modified, @Nullable Object key) {}

    /** @param links {@link LinkOption#NOFOLLOW_LINKS} where a link in the file's place must not be followed */
    public static OpenedFile of(Path path, LinkOption... links) throws IOException {
        return new OpenedFile(path, List.of(links));
    }

    public Path path() {
        return path;
    }

    /** Number of bytes when it was opened. */
    public long size() {
        return identity.size;
    }

    /** The bytes from {@code offset} on; the caller has checked that they lie within the file. */
    public TensorBytes slice(long offset, long size) {
        return new Slice(this, offset, size);
    }

    /**
     * Fills {@code into} with the bytes from {@code offset} on.
     *
     * @throws InvalidFileException if the file has changed
     */
    public void read(long offset, ByteBuffer into) throws IOException {
        OpenOption[] options = Stream.concat(Stream.of(StandardOpenOption.READ), links.stream())
                .toArray(OpenOption[]::new);
        try (FileChannel channel = FileChannel.open(path, options)) {
            long at = offset;
            while (into.hasRemaining()) {
                int count = channel.read(into, at);
                if (count < 0) {
                    throw changed();
                }
                at += count;
            }
            checkUnchanged();
        } catch (NoSuchFileException e) {
            throw changed();
        }
    }

    /** @throws InvalidFileException if the file has changed */
    public void checkUnchanged() throws IOException {
        if (!identity().equals(identity)) {
            throw changed();
        }
    }

    private Identity identity() throws IOException {
        BasicFileAttributes found =
                Files.readAttributes(path, BasicFileAttributes.class, links.toArray(LinkOption[]::new));
        return new Identity(found.size(), found.lastModifiedTime(), found.fileKey());
    }

    private InvalidFileException changed() {
        return new InvalidFileException(
                path, Phrase.of("the file has changed or gone since the model was opened; open the model again"));
    }

    private record Slice(OpenedFile file, long offset, long size) implements TensorBytes {
        @Override
        public void read(long from, ByteBuffer into) throws IOException {
            if (from < 0 || from > size - into.remaining()) {
                throw new IndexOutOfBoundsException(from + " + " + into.remaining() + " of " + size);
            }
            file.read(offset + from, into);
        }
    }
}
