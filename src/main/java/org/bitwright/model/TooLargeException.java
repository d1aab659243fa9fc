package org.bitwright.model;

import java.io.IOException;
import java.util.Locale;

/**
 * Something is in order, but larger than the memory that Java was given. {@link #getMessage()} says how much it needs and
 * what to do.
 */
public final class TooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    private static final double GIGABYTE = 1L << 30;

    /** Of the whole memory that one thing may take, so that the rest of the work has room beside it. */
    private static final double SHARE = 0.8;

    private TooLargeException(String message) {
        super(message);
    }

    /**
     * @param what as in {@code the weight of layer 'fc1'}
     * @param bytes that it takes
     */
    public static TooLargeException of(String what, long bytes) {
        long needed = Math.max(2, (long) Math.ceil(2 * bytes / GIGABYTE));
        return new TooLargeException(String.format(
                Locale.ROOT,
                "%s takes %.1f GB at once, and Java has %.1f GB; start it with more memory, as -Xmx%dg",
                what,
                bytes / GIGABYTE,
                Runtime.getRuntime().maxMemory() / GIGABYTE,
                needed));
    }

    /** @throws TooLargeException if there cannot be room for {@code bytes} bytes */
    public static void check(String what, long bytes) throws TooLargeException {
        if (bytes > SHARE * Runtime.getRuntime().maxMemory()) {
            throw of(what, bytes);
        }
    }
}
