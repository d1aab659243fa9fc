package org.bitwright.runtime.session;

import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import org.bitwright.task.CancelToken;

/**
 * Requests that are run together, time and again: whoever runs them is told once what they are. Each reads what lies in
 * the memory of its inputs at the time, and leaves its outputs in the memory that it was given for them. Run by one
 * caller at a time; others wait. Owns what it was made into, not the memory.
 */
public interface StandingOrder extends AutoCloseable {
    /**
     * Runs every request once, in any order.
     *
     * @param session of the engine that the order is of
     * @param threads that run requests at a time, at most
     * @return nanoseconds that the runs took, all together, where they ran; empty if one failed, for instance because an
     *     output has another shape than its memory: requests that are run by themselves tell why
     * @throws InferenceException if the process that runs them dies twice over it
     * @throws CancellationException if the token is cancelled; runs that are under way are ended before their next
     *     operators. However this ends, nothing reads or writes the memory of the requests afterwards
     */
    OptionalLong run(Session session, int threads, CancelToken cancel) throws InferenceException;

    @Override
    void close();
}
