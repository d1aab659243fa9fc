package org.bitwright.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.TensorBytes;

/**
 * A file beside the model that holds weights. Read by position, never mapped: a mapped file that shrinks takes the
 * process with it. Every read ends with a look whether the file is still the one that was opened.
 */
record ExternalFile(Path path, FileIdentity identity) {

    /** The bytes from {@code offset} on; the caller has checked that they lie within the file. */
    TensorBytes slice(long offset, long size) {
        return new Slice(this, offset, size);
    }

    void read(long offset, ByteBuffer into) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
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

    void checkUnchanged() throws IOException {
        if (!FileIdentity.of(path, LinkOption.NOFOLLOW_LINKS).equals(identity)) {
            throw changed();
        }
    }

    private InvalidFileException changed() {
        return new InvalidFileException(
                path, "", "the file has changed or gone since the model was opened; open the model again");
    }

    private record Slice(ExternalFile file, long offset, long size) implements TensorBytes {
        @Override
        public void read(long from, ByteBuffer into) throws IOException {
            if (from < 0 || from > size - into.remaining()) {
                throw new IndexOutOfBoundsException(from + " + " + into.remaining() + " of " + size);
            }
            file.read(offset + from, into);
        }
    }
}
