package org.bitwright.training.kernel;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The arrays that an operator of a pass reads and writes, dense and row by row.
 *
 * @param shard number of the shard of a batch
 * @param wanted for each output whether anything takes it
 * @param scratch room that the operators of a pass share
 */
public record Binding(
        int shard, List<INDArray> inputs, List<INDArray> outputs, List<Boolean> wanted, Scratch scratch) {}
