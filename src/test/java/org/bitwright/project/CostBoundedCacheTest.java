package org.bitwright.project;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CostBoundedCacheTest {
    private final CostBoundedCache<String, Integer> cache = new CostBoundedCache<>(10, Integer::longValue);

    @Test
    void leastRecentlyUsedGoesFirst() {
        cache.put("a", 4);
        cache.put("b", 4);
        assertThat(cache.get("a")).contains(4);
        cache.put("c", 4);
        assertThat(cache.get("b")).isEmpty();
        assertThat(cache.get("a")).contains(4);
        assertThat(cache.get("c")).contains(4);
    }

    @Test
    void replacingAValueCountsItsCostOnce() {
        cache.put("a", 6);
        cache.put("a", 6);
        cache.put("b", 4);
        assertThat(cache.size()).isEqualTo(2);
    }

    @Test
    void valueOverTheBudgetIsKeptUntilTheNextComes() {
        cache.put("huge", 100);
        assertThat(cache.get("huge")).contains(100);
        cache.put("b", 1);
        assertThat(cache.get("huge")).isEmpty();
        assertThat(cache.get("b")).contains(1);
    }
}
