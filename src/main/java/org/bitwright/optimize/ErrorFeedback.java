package org.bitwright.optimize;

import org.bitwright.quant.Grid;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;
import org.bitwright.task.Progress;

/**
 * Rounds the weights of every output channel one after the other and moves what each leaves over onto those that follow,
 * weighted by the inverse Hessian of the layer's output error (GPTQ: Frantar et al. 2022, GPTQ: Accurate Post-Training
 * Quantization for Generative Pre-trained Transformers, algorithm 1). Any grids; they stay as they are.
 */
final class ErrorFeedback {
    private static final int BLOCK = 8;

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
            double[] hessian = InverseHessian.hessian(rows.rows(), matrix.columns(), rows.inputs()[group], cancel);
            int[] order = InverseHessian.order(hessian, matrix.columns(), heaviestFirst);
            double[] factor = InverseHessian.factor(hessian, matrix.columns(), order, damping);
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
            double[] hessian,
            int[] order,
            double[] factor,
            int[] codes,
            CancelToken cancel) {
        int inGroup = matrix.outputsOfGroup();
        double[][] errors = new double[inGroup][];
        int blocks = (inGroup + BLOCK - 1) / BLOCK;
        Parallel.forSlices(blocks, cancel, block -> {
            for (int o = block * BLOCK; o < Math.min(inGroup, (block + 1) * BLOCK); o++) {
                errors[o] = roundRow(matrix, group * inGroup + o, hessian, order, factor, codes);
            }
        });
        double[] sums = new double[3];
        for (double[] error : errors) {
            for (int i = 0; i < sums.length; i++) {
                sums[i] += error[i];
            }
        }
        return sums;
    }

    /** @return Σ y² without the bias, Σ e² at the nearest levels, Σ e² at the levels that were chosen */
    private static double[] roundRow(
            RoundingMatrix matrix, int row, double[] hessian, int[] order, double[] factor, int[] codes) {
        int columns = matrix.columns();
        int start = row * columns;
        double[] left = new double[columns]; // in the order of rounding
        double[] weight = new double[columns];
        double[] nearest = new double[columns];
        double[] chosen = new double[columns];
        for (int j = 0; j < columns; j++) {
            weight[j] = matrix.weights()[start + j];
            left[j] = matrix.weights()[start + order[j]];
        }
        for (int j = 0; j < columns; j++) {
            int column = order[j];
            Grid grid = matrix.grid(start + column);
            int code = grid.encode((float) left[j]);
            float level = grid.decode(code);
            codes[start + column] = code;
            chosen[column] = level - weight[column];
            nearest[column] = grid.quantize(matrix.weights()[start + column]) - weight[column];
            double error = (left[j] - level) / factor[j * columns + j];
            for (int next = j + 1; next < columns; next++) {
                left[next] -= error * factor[j * columns + next];
            }
        }
        return new double[] {
            halfForm(weight, hessian), halfForm(nearest, hessian), halfForm(chosen, hessian),
        };
    }

    /** ½ dᵀHd: the squared output error that a change d of one row makes on the rows of H. */
    private static double halfForm(double[] d, double[] hessian) {
        double sum = 0;
        for (int i = 0; i < d.length; i++) {
            double product = 0;
            for (int j = 0; j < d.length; j++) {
                product += hessian[i * d.length + j] * d[j];
            }
            sum += d[i] * product;
        }
        return Math.max(0, sum / 2);
    }
}
