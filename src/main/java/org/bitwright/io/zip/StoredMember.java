package org.bitwright.io.zip;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.OpenedFile;
import org.bitwright.model.Phrase;
import org.bitwright.model.TensorBytes;

/**
 * The bytes of an entry where they lie uncompressed in the archive. Their CRC is checked before the first of them is
 * given out.
 */
final class StoredMember implements TensorBytes {
    private static final int CHUNK = 1 << 18;

    private final OpenedFile file;
    private final TensorBytes bytes;
    private final String name;
    private final long crc;
    private volatile boolean checked;

    StoredMember(OpenedFile file, TensorBytes bytes, ZipMember member) {
        this.file = file;
        this.bytes = bytes;
        this.name = member.name();
        this.crc = member.crc();
    }

    @Override
    public long size() {
        return bytes.size();
    }

    @Override
    public void read(long offset, ByteBuffer into) throws IOException {
        if (!checked) {
            check();
            checked = true;
        }
        bytes.read(offset, into);
    }

    private void check() throws IOException {
        CRC32 found = new CRC32();
        ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK, bytes.size()));
        for (long at = 0; at < bytes.size(); at += chunk.limit()) {
            chunk.clear().limit((int) Math.min(chunk.capacity(), bytes.size() - at));
            bytes.read(at, chunk);
            found.update(chunk.flip());
        }
        if (found.getValue() != crc) {
            throw new InvalidFileException(
                    file.path(),
                    Phrase.of("entry '%s'", name),
                    Phrase.of("its checksum does not match: the file is damaged"));
        }
    }
}
