package org.bitwright.optimize;

import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;
import org.bitwright.task.Progress;

/**
 * Rounds the weights of every output channel one after the other and moves what each leaves over onto those that follow,
 * weighted by the inverse Hessian of the layer's output error (GPTQ: Frantar et al. 2022, GPTQ: Accurate Post-Training
 * Quantization for Generative Pre-trained Transformers, algorithm 1). Any grids; they stay as they are. A channel for which it does not
 * pay on the calibration rows keeps its nearest levels.
 */
final class ErrorFeedback {
    private static final int BLOCK = 32;

    private ErrorFeedback() {}

    /**
     * @param damping share of the Hessian's mean diagonal that is added to it
     * @param heaviestFirst whether the columns that weigh most on the output go first
     * @throws ArithmeticException if the inputs are not finite
     */
    static RoundingCodes round(
            RoundingMatrix matrix,
            SampledRows rows,
            double damping,
            boolean heaviestFirst,
            Progress progress,
            CancelToken cancel) {
        int[] codes = new int[matrix.weights().length];
        double[] sums = new double[3];
        for (int group = 0; group < matrix.groups(); group++) {
            double[][] hessian = InverseHessian.hessian(rows.rows(), matrix.columns(), rows.inputs()[group], cancel);
            int[] order = InverseHessian.order(hessian, heaviestFirst);
            double[][] factor = InverseHessian.factor(hessian, order, damping, cancel);
            double[] ofGroup = round(matrix, group, hessian, order, factor, codes, cancel);
            for (int i = 0; i < sums.length; i++) {
                sums[i] += ofGroup[i];
            }
            progress.update(group + 1, matrix.groups());
        }
        return new RoundingCodes(codes, sums[0], sums[1], sums[2]);
    }

    private static double[] round(
            RoundingMatrix matrix,
            int group,
            double[][] hessian,
            int[] order,
            double[][] factor,
            int[] codes,
            CancelToken cancel) {
        int inGroup = matrix.outputsOfGroup();
        int blocks = (inGroup + BLOCK - 1) / BLOCK;
        double[][] errors = new double[blocks][];
        Parallel.forSlices(blocks, cancel, block -> {
            int first = group * inGroup + block * BLOCK;
            int count = Math.min(BLOCK, inGroup - block * BLOCK);
            FeedbackBlock rows = new FeedbackBlock(matrix, first, count);
            rows.round(order, factor, codes, cancel);
            errors[block] = rows.choose(hessian, codes);
        });
        double[] sums = new double[3];
        for (double[] error : errors) {
            for (int i = 0; i < sums.length; i++) {
                sums[i] += error[i];
            }
        }
        return sums;
    }
}
