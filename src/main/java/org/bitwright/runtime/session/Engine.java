package org.bitwright.runtime.session;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.bitwright.task.CancelToken;

/** A place where sessions live: this process, or a child of it. Thread-safe. */
public interface Engine extends AutoCloseable {
    /** @throws InferenceException if the network cannot be run */
    default Session open(Recipe recipe) throws InferenceException {
        return open(recipe, CancelToken.none());
    }

    /**
     * @throws InferenceException if the network cannot be run
     * @throws CancellationException if the token is cancelled. Where another process makes the session, that is ended if it
     *     does not stop at once; the runtime knows no other way
     */
    Session open(Recipe recipe, CancelToken cancel) throws InferenceException;

    /**
     * Zeroed memory that sessions reach without a copy: a direct buffer of native order, aligned to 64 bytes. It lives as
     * long as the buffer, or one derived from it.
     *
     * @throws OutOfMemoryError if there is none
     */
    ByteBuffer room(int bytes);

    /**
     * Requests to be run time and again; empty where some of their memory is out of reach of what runs them.
     *
     * @throws IllegalArgumentException if a request has an output without memory
     * @throws InferenceException if their values cannot be fed
     */
    Optional<StandingOrder> order(List<Request> requests) throws InferenceException;

    /**
     * A folder of the user's alone for files that are needed for a moment; whoever makes one removes it. What a program
     * that is killed leaves there is removed by its child, or by the next program.
     *
     * @throws IOException if there is none
     */
    Path folder() throws IOException;

    /** Name and version of what runs networks, such as {@code ONNX Runtime 1.26.0}. */
    String runtime();

    /** What befell the engine since the program was started, oldest first; the newest hundred. */
    List<Incident> incidents();

    /** Runs {@code listener} on every incident from now on, on any thread. */
    void onIncident(Consumer<Incident> listener);

    @Override
    void close();
}
