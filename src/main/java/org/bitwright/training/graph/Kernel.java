package org.bitwright.training.graph;

/** One operator bound to its arrays. */
@FunctionalInterface
interface Kernel {
    void run();
}
