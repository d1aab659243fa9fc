package org.bitwright.quant;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Puts the sums of tiles together in the order of their numbers, whichever is done first: so nothing depends on the number
 * of threads. Each tile's are added as soon as their turn comes, and their arrays go to another tile: fresh memory for
 * every tile was measured to take up to a third of the time of the pass itself. Any number of threads.
 */
final class TileSums {
    /** Adds the sums of a tile. */
    @FunctionalInterface
    interface Adder {
        void add(ErrorSums whole, int tile, ErrorSums sums);
    }

    private final ErrorSums whole;
    private final int places;
    private final boolean addsSquares;
    private final Adder adder;
    private final @Nullable ErrorSums[] waiting;
    private final Deque<ErrorSums> spare = new ArrayDeque<>();
    private int next;

    /**
     * @param channels that all are put together in
     * @param places of the widest tile
     * @param addsSquares as in {@link ErrorSums}
     */
    TileSums(int channels, int tiles, int places, boolean addsSquares, Adder adder) {
        this.whole = new ErrorSums(channels);
        this.places = places;
        this.addsSquares = addsSquares;
        this.adder = adder;
        this.waiting = new ErrorSums[tiles];
    }

    /** Empty ones for a tile. */
    synchronized ErrorSums take() {
        ErrorSums sums = spare.poll();
        return sums == null ? new ErrorSums(places, addsSquares) : sums;
    }

    /** Takes those of a tile that is done; nobody uses them any more. */
    synchronized void done(int tile, ErrorSums sums) {
        waiting[tile] = sums;
        for (; next < waiting.length; next++) {
            ErrorSums turn = waiting[next];
            if (turn == null) {
                return;
            }
            adder.add(whole, next, turn);
            turn.clear();
            spare.push(turn);
            waiting[next] = null;
        }
    }

    /** All of them. */
    synchronized ErrorSums whole() {
        if (next < waiting.length) {
            throw new IllegalStateException("tile " + next + " of " + waiting.length + " is not done");
        }
        return whole;
    }
}
