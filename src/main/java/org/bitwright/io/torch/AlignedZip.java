package org.bitwright.io.torch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.bitwright.model.Phrase;
import org.bitwright.model.TensorBytes;
import org.bitwright.model.ToldException;
import org.bitwright.task.CancelToken;

/**
 * Writes a zip archive as PyTorch does (caffe2/serialize/inline_container.cc): nothing compressed, and the bytes of every
 * record on a multiple of 64, by padding in an extra field of its header. The stream stays open.
 */
final class AlignedZip {
    private static final int ALIGNMENT = 64;
    private static final int LOCAL_BYTES = 30;
    private static final int EXTRA_BYTES = 4;
    private static final int CHUNK = 1 << 16;
    private static final long MAX_BYTES = 0xFFFF_0000L;
    private static final int MAX_ENTRIES = 0xFFFE;
    private static final short VERSION = 20;
    private static final short UTF8 = 1 << 11;
    /** 1 January 1980: the same file every time. */
    private static final int DATE = 0x0021 << 16;

    private static final short PADDING_ID = 0x4246;

    private final OutputStream out;
    private final CancelToken cancel;
    private final ByteArrayOutputStream directory = new ByteArrayOutputStream();
    private long written;
    private int entries;

    AlignedZip(OutputStream out, CancelToken cancel) {
        this.out = out;
        this.cancel = cancel;
    }

    void add(String name, byte[] bytes) throws IOException {
        add(name, TensorBytes.of(bytes));
    }

    /** @throws IOException if the archive would grow beyond what a zip archive without extensions can hold */
    void add(String name, TensorBytes bytes) throws IOException {
        byte[] named = name.getBytes(StandardCharsets.UTF_8);
        long unpadded = written + LOCAL_BYTES + named.length + EXTRA_BYTES;
        int padding = (int) Math.floorMod(-unpadded, (long) ALIGNMENT);
        if (unpadded + padding + bytes.size() > MAX_BYTES || entries == MAX_ENTRIES) {
            throw new ToldException(
                    Phrase.of("the file would be larger than 4 GB, which this form cannot be; write safetensors"));
        }
        int crc = crc(bytes);
        ByteBuffer facts = littleEndian(26)
                .putShort(VERSION)
                .putShort(UTF8)
                .putShort((short) 0)
                .putInt(DATE)
                .putInt(crc)
                .putInt((int) bytes.size())
                .putInt((int) bytes.size())
                .putShort((short) named.length);
        int factBytes = facts.position();
        directory(facts.array(), factBytes, named);
        out.write(littleEndian(Integer.BYTES).putInt(0x04034b50).array());
        out.write(facts.array(), 0, factBytes);
        out.write(littleEndian(Short.BYTES)
                .putShort((short) (EXTRA_BYTES + padding))
                .array());
        out.write(named);
        out.write(littleEndian(EXTRA_BYTES)
                .putShort(PADDING_ID)
                .putShort((short) padding)
                .array());
        out.write("Z".repeat(padding).getBytes(StandardCharsets.US_ASCII));
        forEachChunk(bytes, chunk -> out.write(chunk.array(), 0, chunk.limit()));
        written = unpadded + padding + bytes.size();
    }

    private void directory(byte[] facts, int factBytes, byte[] name) {
        directory.writeBytes(
                littleEndian(6).putInt(0x02014b50).putShort(VERSION).array());
        directory.write(facts, 0, factBytes);
        // no extra field, no comment, first disk, no attributes
        directory.writeBytes(new byte[12]);
        directory.writeBytes(littleEndian(Integer.BYTES).putInt((int) written).array());
        directory.writeBytes(name);
        entries++;
    }

    /** Writes the directory; nothing can be added any more. */
    void finish() throws IOException {
        directory.writeTo(out);
        out.write(littleEndian(22)
                .putInt(0x06054b50)
                .putInt(0)
                .putShort((short) entries)
                .putShort((short) entries)
                .putInt(directory.size())
                .putInt((int) written)
                .putShort((short) 0)
                .array());
    }

    @FunctionalInterface
    private interface Chunk {
        void take(ByteBuffer chunk) throws IOException;
    }

    private int crc(TensorBytes bytes) throws IOException {
        CRC32 crc = new CRC32();
        forEachChunk(bytes, crc::update);
        return (int) crc.getValue();
    }

    private void forEachChunk(TensorBytes bytes, Chunk user) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK, bytes.size()));
        for (long at = 0; at < bytes.size(); at += chunk.limit()) {
            cancel.throwIfCancelled();
            chunk.clear().limit((int) Math.min(CHUNK, bytes.size() - at));
            bytes.read(at, chunk);
            user.take(chunk.flip());
        }
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
