package org.bitwright.runtime.child;

/**
 * Memory that was waited for in vain.
 *
 * @param bytes that there was no room for
 * @param givenBack how many rooms had been given back by then
 * @param nanoseconds when that was
 */
record Refusal(int bytes, long givenBack, long nanoseconds) {
    /** How long afterwards nobody waits again, unless some is given back. */
    private static final long VAIN_NANOSECONDS = 30_000_000_000L;

    /** Whether as much would be waited for in vain again. */
    boolean holdsFor(int wanted, long givenBackNow) {
        return wanted >= bytes && givenBack == givenBackNow && System.nanoTime() - nanoseconds < VAIN_NANOSECONDS;
    }
}
