package org.bitwright.training.kernel;

/** One operator bound to its arrays. */
@FunctionalInterface
public interface Kernel {
    void run();
}
