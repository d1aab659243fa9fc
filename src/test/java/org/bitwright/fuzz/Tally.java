package org.bitwright.fuzz;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Counts mutations and bad files and prints the counts when the last of the test classes that run together has run: all
 * of them where one process runs the tests, else each one by itself.
 */
public final class Tally implements BeforeAllCallback, AutoCloseable {
    private static final Map<String, String> READERS = new TreeMap<>();
    private static final AtomicInteger MUTATIONS = new AtomicInteger();
    private static final Map<String, AtomicInteger> BAD_FILES = new TreeMap<>();

    @Override
    public void beforeAll(ExtensionContext context) {
        // what lies in the root store is closed when the whole run ends
        context.getRoot().getStore(Namespace.create(Tally.class)).getOrComputeIfAbsent("tally", key -> this);
    }

    static void mutations(String reader, int tried, int refused) {
        synchronized (READERS) {
            READERS.put(reader, tried + ", refused " + refused);
        }
        MUTATIONS.addAndGet(tried);
    }

    static void badFile(String reader) {
        synchronized (READERS) {
            BAD_FILES.computeIfAbsent(reader, name -> new AtomicInteger()).incrementAndGet();
        }
    }

    @Override
    public void close() {
        synchronized (READERS) {
            READERS.forEach((reader, count) -> System.out.println("mutations tried: " + reader + " " + count));
            if (!READERS.isEmpty()) {
                System.out.println("mutations tried: " + MUTATIONS + " in total, " + READERS.size() + " readers");
            }
            BAD_FILES.forEach((reader, count) -> System.out.println("bad files refused: " + reader + " " + count));
            if (!BAD_FILES.isEmpty()) {
                int all =
                        BAD_FILES.values().stream().mapToInt(AtomicInteger::get).sum();
                System.out.println("bad files refused: " + all + " in total");
            }
            READERS.clear();
            MUTATIONS.set(0);
            BAD_FILES.clear();
        }
    }
}
