package org.bitwright.runtime.session;

import org.bitwright.runtime.InferenceException;

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
