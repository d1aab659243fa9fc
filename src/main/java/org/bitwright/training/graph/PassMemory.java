package org.bitwright.training.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bitwright.training.kernel.Scratch;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The arrays between the operators of a pass. One whose values are of no use any more serves for another of as many values,
 * since the operators always run in the same order.
 */
final class PassMemory implements AutoCloseable {
    private final Scratch scratch = new Scratch();
    private final List<INDArray> owned = new ArrayList<>();
    private final Map<Long, Deque<INDArray>> free = new HashMap<>();

    /** Room that operators need while they run. */
    Scratch scratch() {
        return scratch;
    }

    /** An array of zeros that serves for nothing else, dense and row by row. */
    INDArray allocate(DataType type, long... shape) {
        INDArray array = Nd4j.create(type, shape, 'c');
        owned.add(array);
        return array;
    }

    /** An array that was released, if there is one of as many values, or another; what is in it is not defined. */
    INDArray reuse(DataType type, long... shape) {
        Deque<INDArray> same = type == DataType.FLOAT ? free.get(values(shape)) : null;
        return same == null || same.isEmpty()
                ? allocate(type, shape)
                : same.pop().reshape('c', shape);
    }

    private static long values(long... shape) {
        long values = 1;
        for (long extent : shape) {
            values *= extent;
        }
        return values;
    }

    /** Takes back an array that was allocated here. */
    void release(INDArray array) {
        if (array.dataType() == DataType.FLOAT) {
            free.computeIfAbsent(array.length(), length -> new ArrayDeque<>()).push(array);
        }
    }

    /** How many bytes the arrays take. */
    long bytes() {
        return owned.stream()
                .mapToLong(array -> array.length() * array.data().getElementSize())
                .sum();
    }

    @Override
    public void close() {
        free.clear();
        owned.stream().filter(INDArray::closeable).forEach(INDArray::close);
        owned.clear();
        scratch.close();
    }
}
