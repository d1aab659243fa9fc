package org.bitwright.runtime;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.bitwright.quant.EdgeTally;
import org.bitwright.task.CancelToken;
import org.jspecify.annotations.Nullable;

/**
 * Tallies of blocks of samples, by activation, which are added to one whole in the order of the blocks whichever thread
 * is done with its block first. Those of a block that is early are kept, and their thread goes on with others as long as
 * there are any. Thread-safe.
 */
final class BlockTallies {
    private final Supplier<Map<String, EdgeTally>> maker;
    private final Map<String, EdgeTally> whole;
    private final Deque<Map<String, EdgeTally>> free = new ArrayDeque<>();
    private final Map<Integer, Map<String, EdgeTally>> early = new HashMap<>();
    private int unmade;
    private int next;
    private boolean merging;
    private boolean broken;

    /**
     * @param maker of empty tallies
     * @param most blocks that have tallies at a time
     */
    BlockTallies(Supplier<Map<String, EdgeTally>> maker, int most) {
        this.maker = maker;
        this.whole = maker.get();
        this.unmade = most;
    }

    /** What all blocks have given, once all are done. */
    Map<String, EdgeTally> whole() {
        return whole;
    }

    /**
     * Empty tallies for a block, whose number is to be taken afterwards: the others wait for the lowest number, and must
     * not do so for one that waits for tallies. None once somebody gave up.
     *
     * @throws CancellationException if the token is cancelled, or the thread is interrupted
     */
    synchronized Optional<Map<String, EdgeTally>> take(CancelToken cancel) {
        while (free.isEmpty() && unmade == 0 && !broken) {
            cancel.throwIfCancelled();
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("interrupted");
            }
        }
        if (broken) {
            return Optional.empty();
        }
        if (free.isEmpty()) {
            unmade--;
            return Optional.of(maker.get());
        }
        return Optional.of(free.pop());
    }

    /** Takes the tallies of a block that is done, and adds them and those that waited for them to the whole. */
    void done(int block, Map<String, EdgeTally> tallies) {
        keep(block, tallies);
        Map<String, EdgeTally> turn = turn();
        while (turn != null) {
            turn.forEach((name, tally) -> tally(whole, name).add(tally));
            turn.values().forEach(EdgeTally::clear);
            turn = turnAfter(turn);
        }
    }

    private synchronized void keep(int block, Map<String, EdgeTally> tallies) {
        early.put(block, tallies);
    }

    /** Those that are to be added next, unless they are not there yet or another thread is at it. */
    private synchronized @Nullable Map<String, EdgeTally> turn() {
        if (merging || broken) {
            return null;
        }
        Map<String, EdgeTally> turn = early.remove(next);
        merging = turn != null;
        return turn;
    }

    private synchronized @Nullable Map<String, EdgeTally> turnAfter(Map<String, EdgeTally> added) {
        next++;
        free.push(added);
        merging = false;
        notifyAll();
        return turn();
    }

    /** Gives up: nobody waits any more. */
    synchronized void giveUp() {
        broken = true;
        notifyAll();
    }

    static EdgeTally tally(Map<String, EdgeTally> tallies, String name) {
        EdgeTally tally = tallies.get(name);
        if (tally == null) {
            throw new IllegalStateException("the value '" + name + "' was not asked for");
        }
        return tally;
    }
}
