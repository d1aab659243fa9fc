package org.bitwright.runtime.session;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.IntConsumer;
import org.bitwright.quant.EdgeTally;
import org.bitwright.task.CancelToken;

/** A network that is ready to run. Several threads may run it at a time. Owns native memory until it is closed. */
public interface Session extends AutoCloseable {
    /** Inputs that are fed, in the network's order: without constants that may be overridden. */
    List<Declared> inputs();

    /** Outputs, in the network's order; those that are lists, maps or tensors of unusual types are left out. */
    List<Declared> outputs();

    /**
     * Runs one request after the other. Several in one call cost one way to the process that runs them.
     *
     * @return what each gave, in their order
     * @throws InferenceException if a run fails, or the process that runs it dies twice over it
     * @throws CancellationException if the token is cancelled; a run that is under way is ended before its next operator.
     *     However a call ends, nothing reads or writes the memory of its requests afterwards
     */
    List<Outcome> run(List<Request> requests, CancelToken cancel) throws InferenceException;

    /**
     * Begins to run requests, where another process does so; else they are run when what they give is taken. It is to be
     * taken once, by the same thread, whatever happens in between, as with {@link #run}.
     *
     * @throws InferenceException as {@link #run}
     */
    default Running<List<Outcome>> begin(List<Request> requests, CancelToken cancel) throws InferenceException {
        return () -> run(requests, cancel);
    }

    /**
     * Runs one request after the other and counts what they give where they run, which fetches nothing.
     *
     * @param into empty tallies of the edges, as {@link GatheredEdge#tallies} makes them; what they hold if this fails
     *     counts for nothing
     * @param done is told the number of samples that were counted in this call, now and then; fewer again if it has to
     *     begin anew. By the calling thread
     * @throws InferenceException as {@link #run}, and if a value is no float
     */
    void count(Counting counting, Map<String, EdgeTally> into, IntConsumer done, CancelToken cancel)
            throws InferenceException;

    /** One run. */
    default Outcome run(Request request, CancelToken cancel) throws InferenceException {
        return run(List.of(request), cancel).get(0);
    }

    @Override
    void close();
}
