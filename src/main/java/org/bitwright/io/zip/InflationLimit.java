package org.bitwright.io.zip;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How many bytes a compressed file may unpack to, so that a few bytes cannot fill the memory. */
public final class InflationLimit {
    private static final long FREE_BYTES = 192L << 20;
    private static final long RATIO = 3;

    private InflationLimit() {}

    /** Three times the file and 192 MB: with it a reader stays below four times the file and 256 MB. */
    public static long of(Path file) throws IOException {
        return Math.addExact(Math.multiplyExact(Files.size(file), RATIO), FREE_BYTES);
    }
}
