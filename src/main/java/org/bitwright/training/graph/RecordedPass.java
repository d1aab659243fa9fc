package org.bitwright.training.graph;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bitwright.task.CancelToken;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One way through a graph, planned once and run as often as wanted: each operator is bound to arrays of its own, and a run
 * only executes them one after the other. Planning a run anew, as SameDiff does, takes several times as long as the run of
 * a small network. What an operator makes of shapes and constants alone is computed when the pass is recorded.
 *
 * <p>Not safe for use by several threads at once; passes of the same graph may run side by side.
 */
final class RecordedPass implements AutoCloseable {
    private final List<Kernel> kernels;
    private final Map<String, INDArray> arrays;
    private final Collection<INDArray> owned;

    private RecordedPass(List<Kernel> kernels, Map<String, INDArray> arrays, Collection<INDArray> owned) {
        this.kernels = kernels;
        this.arrays = arrays;
        this.owned = owned;
    }

    /**
     * Records what leads to some variables, and runs it once on whatever the placeholders hold.
     *
     * @param outputs names of the variables that are wanted
     * @param placeholders their arrays, which belong to the caller and are read at each run
     * @param shard number of the shard of a batch, for operators that keep something for each
     */
    static RecordedPass record(
            SameDiff graph, Collection<String> outputs, Map<String, INDArray> placeholders, int shard) {
        PassRecorder recorder = new PassRecorder(graph, outputs, placeholders, shard);
        recorder.record();
        Map<String, INDArray> wanted = new HashMap<>();
        for (String output : outputs) {
            wanted.put(output, recorder.array(output));
        }
        return new RecordedPass(recorder.kernels(), wanted, recorder.owned());
    }

    /** Runs all operators on what variables and placeholders hold now. */
    void run(CancelToken cancel) {
        for (Kernel kernel : kernels) {
            cancel.throwIfCancelled();
            kernel.run();
        }
    }

    /** The array of a wanted variable; each run overwrites it. */
    INDArray array(String output) {
        INDArray array = arrays.get(output);
        if (array == null) {
            throw new IllegalArgumentException(output + " is not recorded; recorded are " + arrays.keySet());
        }
        return array;
    }

    /** How many operators a run executes. */
    int operators() {
        return kernels.size();
    }

    /** Frees the arrays of the pass. */
    @Override
    public void close() {
        owned.stream().filter(INDArray::closeable).forEach(INDArray::close);
        owned.clear();
        kernels.clear();
    }
}
