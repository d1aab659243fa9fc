package org.bitwright.runtime.child;

import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/** A segment that many small rooms lie in. Not thread-safe. */
final class Arena {
    private final SegmentFile file;
    private final int bytes;

    /** Lengths of the free stretches, by where they begin. */
    private final TreeMap<Integer, Integer> free = new TreeMap<>();

    Arena(SegmentFile file, int bytes) {
        this.file = file;
        this.bytes = bytes;
        free.put(0, bytes);
    }

    SegmentFile file() {
        return file;
    }

    int bytes() {
        return bytes;
    }

    boolean isEmpty() {
        return Integer.valueOf(bytes).equals(free.get(0));
    }

    /** Takes the first stretch that is long enough. */
    OptionalInt take(int length) {
        for (Map.Entry<Integer, Integer> stretch : free.entrySet()) {
            if (stretch.getValue() >= length) {
                int at = stretch.getKey();
                int left = stretch.getValue() - length;
                free.remove(at);
                if (left > 0) {
                    free.put(at + length, left);
                }
                return OptionalInt.of(at);
            }
        }
        return OptionalInt.empty();
    }

    void giveBack(int at, int length) {
        int from = at;
        int to = at + length;
        Map.Entry<Integer, Integer> before = free.lowerEntry(at);
        if (before != null && before.getKey() + before.getValue() == from) {
            from = before.getKey();
        }
        Integer after = free.remove(to);
        if (after != null) {
            to += after;
        }
        free.put(from, to - from);
    }
}
