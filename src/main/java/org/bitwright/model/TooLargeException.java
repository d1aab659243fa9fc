package org.bitwright.model;

import java.util.Locale;

/**
 * Something is in order, but larger than the memory that Java was given. {@link #getMessage()} says how much it needs and
 * what to do.
 */
public final class TooLargeException extends ToldException {
    private static final long serialVersionUID = 1L;

    private static final double GIGABYTE = 1L << 30;

    /** Of the whole memory that one thing may take, so that the rest of the work has room beside it. */
    private static final double SHARE = 0.8;

    private TooLargeException(Phrase told) {
        super(told);
    }

    /**
     * @param what as in {@code the weight of layer 'fc1'}
     * @param bytes that it takes
     */
    public static TooLargeException of(Phrase what, long bytes) {
        long needed = Math.max(2, (long) Math.ceil(2 * bytes / GIGABYTE));
        return new TooLargeException(Phrase.of(
                "%s takes %s GB at once, and Java has %s GB; start it with more memory, as -Xmx%sg",
                what, gigabytes(bytes), gigabytes(Runtime.getRuntime().maxMemory()), needed));
    }

    private static String gigabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f", bytes / GIGABYTE);
    }

    /** @throws TooLargeException if there cannot be room for {@code bytes} bytes */
    public static void check(Phrase what, long bytes) throws TooLargeException {
        if (bytes > SHARE * Runtime.getRuntime().maxMemory()) {
            throw of(what, bytes);
        }
    }
}
