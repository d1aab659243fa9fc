package org.bitwright.fuzz;

import java.util.SplittableRandom;

/** Whole numbers that lengths, counts and offsets should not be. */
final class Numbers {
    private Numbers() {}

    /**
     * @param present the number that is there
     * @param width in bytes
     * @param size of the file
     */
    static long odd(long present, int width, long size, SplittableRandom random) {
        long most = width == Long.BYTES ? Long.MAX_VALUE : (1L << width * Byte.SIZE - 1) - 1;
        return switch (random.nextInt(16)) {
            case 0 -> 0;
            case 1 -> 1;
            case 2 -> -1;
            case 3 -> most;
            case 4 -> -most - 1;
            case 5 -> present + 1;
            case 6 -> present - 1;
            case 7 -> size;
            case 8 -> size + 1;
            case 9 -> size - 1;
            case 10 -> Integer.MAX_VALUE - random.nextInt(16);
            case 11 -> 0xFFFFFFFFL - random.nextInt(4);
            case 12 -> 1L << random.nextInt(63);
            case 13 -> present * 2;
            case 14 -> -present;
            default -> random.nextLong();
        };
    }
}
