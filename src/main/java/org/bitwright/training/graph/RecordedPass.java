package org.bitwright.training.graph;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bitwright.task.CancelToken;
import org.bitwright.training.graph.PassRecorder.Step;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One way through a graph, planned once and run as often as wanted: each operator is bound to arrays of its own, and a run
 * only executes them one after the other. Planning a run anew, as SameDiff does, takes several times as long as the run of
 * a small network. What an operator makes of shapes and constants alone is computed when the pass is recorded.
 *
 * <p>A pass has two parts, so that what the second begins with can be made of what the first ends with.
 *
 * <p>Not safe for use by several threads at once; passes of the same graph may run side by side.
 */
final class RecordedPass implements AutoCloseable {
    private final List<Step> steps;
    private final int split;
    private final Map<String, INDArray> arrays;
    private final PassMemory memory;

    private RecordedPass(List<Step> steps, int split, Map<String, INDArray> arrays, PassMemory memory) {
        this.steps = steps;
        this.split = split;
        this.arrays = arrays;
        this.memory = memory;
    }

    /**
     * Records what leads to some variables; nothing is in their arrays before the first run.
     *
     * @param first how many operators of the graph make the first part: those that it had before it was differentiated
     * @param outputs names of the variables that are wanted
     * @param placeholders their arrays, which belong to the caller and are read at each run
     * @param shard number of the shard of a batch, for operators that keep something for each
     */
    static RecordedPass record(
            SameDiff graph, int first, Collection<String> outputs, Map<String, INDArray> placeholders, int shard) {
        PassRecorder recorder = new PassRecorder(graph, outputs, placeholders, shard);
        int split = recorder.record(first);
        Map<String, INDArray> wanted = new HashMap<>();
        for (String output : outputs) {
            wanted.put(output, recorder.array(output));
        }
        return new RecordedPass(recorder.steps(), split, wanted, recorder.memory());
    }

    /** Runs all operators on what variables and placeholders hold now. */
    void run(CancelToken cancel) {
        runFirst(cancel);
        runSecond(cancel);
    }

    /** Runs the first part. */
    void runFirst(CancelToken cancel) {
        run(0, split, cancel);
    }

    /** Runs the second part, on what the first one left. */
    void runSecond(CancelToken cancel) {
        run(split, steps.size(), cancel);
    }

    private void run(int from, int to, CancelToken cancel) {
        for (int i = from; i < to; i++) {
            cancel.throwIfCancelled();
            steps.get(i).kernel().run();
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

    /** What a run executes. */
    List<Step> steps() {
        return Collections.unmodifiableList(steps);
    }

    /** How many bytes the arrays of the pass take. */
    long bytes() {
        return memory.bytes();
    }

    /** Frees the arrays of the pass. */
    @Override
    public void close() {
        memory.close();
        steps.clear();
    }
}
