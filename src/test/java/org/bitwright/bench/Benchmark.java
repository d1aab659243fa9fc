package org.bitwright.bench;

/** One benchmark: measures two or more things alternately within one run and prints their ratios. */
public interface Benchmark {

    /** What {@code -Dbench=REGEX} selects by. */
    String name();

    void run() throws Exception;
}
