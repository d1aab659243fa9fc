package org.bitwright.project;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/** Keeps the values that were used last while their costs together stay within a budget. Thread-safe. */
final class CostBoundedCache<K, V> {
    private final Map<K, V> values = new LinkedHashMap<>(16, 0.75f, true);
    private final ToLongFunction<V> cost;
    private final long budget;
    private long spent;

    CostBoundedCache(long budget, ToLongFunction<V> cost) {
        this.budget = budget;
        this.cost = cost;
    }

    synchronized Optional<V> get(K key) {
        return Optional.ofNullable(values.get(key));
    }

    /** Keeps a value; others may go for it. One that alone is over the budget is kept until the next comes. */
    synchronized void put(K key, V value) {
        V before = values.put(key, value);
        spent += cost.applyAsLong(value) - (before == null ? 0 : cost.applyAsLong(before));
        Iterator<V> oldest = values.values().iterator();
        while (spent > budget && values.size() > 1) {
            spent -= cost.applyAsLong(oldest.next());
            oldest.remove();
        }
    }

    /** Drops what belongs to other keys. */
    synchronized void retain(Predicate<K> wanted) {
        values.entrySet().removeIf(entry -> {
            boolean dropped = !wanted.test(entry.getKey());
            spent -= dropped ? cost.applyAsLong(entry.getValue()) : 0;
            return dropped;
        });
    }

    synchronized int size() {
        return values.size();
    }
}
