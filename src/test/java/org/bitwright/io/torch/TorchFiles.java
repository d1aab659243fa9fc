package org.bitwright.io.torch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Builds files of PyTorch's form for tests, good ones and broken ones, from pickles written in pickletools' words. */
final class TorchFiles {
    private TorchFiles() {}

    /** An archive of this pickle and these storages by key. */
    static byte[] archive(byte[] pickle, Map<String, byte[]> storages) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("archive/data.pkl", pickle);
        storages.forEach((key, bytes) -> entries.put("archive/data/" + key, bytes));
        entries.put("archive/version", "3\n".getBytes(StandardCharsets.US_ASCII));
        return zip(entries, ZipEntry.STORED);
    }

    static byte[] zip(Map<String, byte[]> entries, int method) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                ZipEntry header = new ZipEntry(entry.getKey());
                header.setMethod(method);
                header.setSize(entry.getValue().length);
                if (method == ZipEntry.STORED) {
                    CRC32 crc = new CRC32();
                    crc.update(entry.getValue());
                    header.setCrc(crc.getValue());
                    header.setCompressedSize(entry.getValue().length);
                }
                zip.putNextEntry(header);
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static byte[] floats(ByteOrder order, float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(order);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return bytes.array();
    }

    static Pickle pickle() {
        return new Pickle();
    }

    /** A table of one tensor 'w', a view of storage 0 of floats. */
    static Pickle oneTensor(long elements, long offset, long[] extents, long[] strides) {
        return pickle().table()
                .mark()
                .text("w")
                .tensor("FloatStorage", "0", elements, offset, extents, strides)
                .items();
    }

    /** Instructions of protocol 2, one behind the other. */
    static final class Pickle {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Pickle() {
            raw(0x80, 2);
        }

        Pickle raw(int... bytes) {
            for (int value : bytes) {
                out.write(value);
            }
            return this;
        }

        Pickle op(char code) {
            out.write(code);
            return this;
        }

        Pickle global(String module, String name) {
            out.writeBytes(("c" + module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
            return this;
        }

        Pickle text(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            op('X').number(bytes.length, 4);
            out.writeBytes(bytes);
            return this;
        }

        Pickle whole(long value) {
            return raw(0x8A, 8).number(value, 8);
        }

        Pickle number(long value, int bytes) {
            for (int i = 0; i < bytes; i++) {
                out.write((int) (value >>> 8 * i));
            }
            return this;
        }

        Pickle mark() {
            return op('(');
        }

        Pickle table() {
            return op('}');
        }

        Pickle items() {
            return op('u');
        }

        Pickle orderedTable() {
            return global("collections", "OrderedDict").op(')').op('R');
        }

        Pickle wholes(long... values) {
            mark();
            for (long value : values) {
                whole(value);
            }
            return op('t');
        }

        Pickle storage(String type, String key, long elements) {
            return mark().text("storage")
                    .global("torch", type)
                    .text(key)
                    .text("cpu")
                    .whole(elements)
                    .op('t')
                    .op('Q');
        }

        Pickle tensor(String type, String key, long elements, long offset, long[] extents, long[] strides) {
            return global("torch._utils", "_rebuild_tensor_v2")
                    .mark()
                    .storage(type, key, elements)
                    .whole(offset)
                    .wholes(extents)
                    .wholes(strides)
                    .raw(0x89)
                    .orderedTable()
                    .op('t')
                    .op('R');
        }

        byte[] stop() {
            return op('.').out.toByteArray();
        }
    }
}
