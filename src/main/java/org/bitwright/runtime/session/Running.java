package org.bitwright.runtime.session;

/**
 * Something that is under way.
 *
 * @param <T> what it gives
 */
@FunctionalInterface
public interface Running<T> {
    /**
     * Waits for what it gives.
     *
     * @throws InferenceException if it failed
     */
    T take() throws InferenceException;
}
