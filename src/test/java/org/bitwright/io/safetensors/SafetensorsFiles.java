package org.bitwright.io.safetensors;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Builds safetensors files for tests, good ones and broken ones. */
final class SafetensorsFiles {
    private SafetensorsFiles() {}

    /** A file with this header and so many bytes of data: 0, 1, 2 … */
    static byte[] file(String header, int dataBytes) {
        return file(header.getBytes(StandardCharsets.UTF_8), dataBytes);
    }

    static byte[] file(byte[] header, int dataBytes) {
        byte[] all = new byte[8 + header.length + dataBytes];
        ByteBuffer.wrap(all)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .put(header);
        for (int i = 0; i < dataBytes; i++) {
            all[8 + header.length + i] = (byte) i;
        }
        return all;
    }

    /** The same with another length before the header. */
    static byte[] withLength(byte[] file, long length) {
        byte[] changed = Arrays.copyOf(file, file.length);
        ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
        return changed;
    }

    static String entry(String name, String dtype, String shape, long begin, long end) {
        return "\"" + name + "\":{\"dtype\":\"" + dtype + "\",\"shape\":" + shape + ",\"data_offsets\":[" + begin + ","
                + end + "]}";
    }
}
