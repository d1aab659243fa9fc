package org.bitwright.ui.memory;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.OptionalLong;

/**
 * The memory of one moment, in bytes.
 *
 * @param used on the heap, with what nobody needs any more and the next collection frees
 * @param kept on the heap and older than the last collection: what is needed, as far as that is known for nothing
 * @param limit how far the heap may grow
 * @param buffers outside the heap, for files and native code
 * @param inference of the process that runs networks, while there is one
 */
record MemoryUse(long used, long kept, long limit, long buffers, OptionalLong inference) {
    private static final double NEARLY_FULL = 0.85;
    private static final String FRESH = "Eden";

    static MemoryUse now(OptionalLong inference) {
        Runtime runtime = Runtime.getRuntime();
        long used = runtime.totalMemory() - runtime.freeMemory();
        return new MemoryUse(used, Math.min(used, oldOnes()), runtime.maxMemory(), direct(), inference);
    }

    private static long oldOnes() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool ->
                        pool.getType() == MemoryType.HEAP && !pool.getName().contains(FRESH))
                .mapToLong(MemoryUse::usedOf)
                .sum();
    }

    private static long usedOf(MemoryPoolMXBean pool) {
        return pool.isValid() ? pool.getUsage().getUsed() : 0;
    }

    private static long direct() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    /** 0…1. */
    double share() {
        return limit <= 0 ? 0 : Math.min(1, (double) used / limit);
    }

    /** Whether so much of the heap is kept that not much more will fit. Garbage alone, which comes and goes, is no reason. */
    boolean isNearlyFull() {
        return limit > 0 && kept > NEARLY_FULL * limit;
    }
}
