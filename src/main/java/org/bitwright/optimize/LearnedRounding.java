package org.bitwright.optimize;

import org.bitwright.quant.UniformGrid;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;
import org.bitwright.task.Progress;

/**
 * Learns for every weight whether it is rounded down or up, so that the layer's output, not its weight, comes closest to
 * the float network's (AdaRound: Nagel et al. 2020, Up or Down? Adaptive Rounding for Post-Training Quantization,
 * equations 21 to 25). Inputs come from the network with the layers before already quantized, targets from the float
 * network, both through the activation behind the layer. Grids stay as they are and must be uniform.
 *
 * <p>Output channels do not influence each other, so they are learned in blocks of fixed size on all cores: the result
 * depends on the rows and options alone. A channel for which learning does not pay on the calibration rows keeps its
 * nearest levels.
 */
final class LearnedRounding {
    private static final int BLOCK = 32;

    private LearnedRounding() {}

    /**
     * @param bias one a channel, added to the product
     * @param rectified whether a Relu follows
     * @throws IllegalArgumentException if a grid is not uniform or a weight not finite
     */
    static RoundingCodes learn(
            RoundingMatrix matrix,
            SampledRows rows,
            float[] bias,
            boolean rectified,
            LearnedRoundingOptions options,
            Progress progress,
            CancelToken cancel) {
        requireUniform(matrix);
        int inGroup = matrix.outputsOfGroup();
        int blocksOfGroup = (inGroup + BLOCK - 1) / BLOCK;
        int blocks = blocksOfGroup * matrix.groups();
        int[] codes = new int[matrix.weights().length];
        double[][] errors = new double[blocks][];
        java.util.concurrent.atomic.AtomicInteger done = new java.util.concurrent.atomic.AtomicInteger();
        Parallel.forSlices(blocks, cancel, slice -> {
            int group = slice / blocksOfGroup;
            int part = slice % blocksOfGroup;
            // even parts, so that no block is left with a single channel
            int first = group * inGroup + (int) ((long) inGroup * part / blocksOfGroup);
            int end = group * inGroup + (int) ((long) inGroup * (part + 1) / blocksOfGroup);
            RoundingBlock block =
                    new RoundingBlock(matrix, rows.rows(), rows.inputs()[group], first, end - first, options);
            block.target(rows.outputs(), bias, rectified);
            errors[slice] = block.learn(cancel);
            block.codesInto(codes);
            progress.update(done.incrementAndGet(), blocks);
        });
        double power = 0;
        double before = 0;
        double after = 0;
        for (double[] error : errors) {
            power += error[0];
            before += error[1];
            after += error[2];
        }
        return new RoundingCodes(codes, power, before, after);
    }

    private static void requireUniform(RoundingMatrix matrix) {
        if (!matrix.grids().stream().allMatch(UniformGrid.class::isInstance)) {
            throw new IllegalArgumentException("rounding is learned on uniform grids only");
        }
        for (float weight : matrix.weights()) {
            if (!Float.isFinite(weight)) {
                throw new IllegalArgumentException("a weight that is not finite cannot be rounded");
            }
        }
    }
}
