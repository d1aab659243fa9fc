package org.bitwright.optimize;

import org.bitwright.optimize.RowUpdates.Range;
import org.bitwright.quant.Grid;
import org.bitwright.task.CancelToken;

/**
 * Some output channels while their weights are rounded with error feedback. All take a column together, so that a row of
 * the inverse Hessian's factor is read once for all of them.
 */
final class FeedbackBlock {
    private static final int COLUMNS_BETWEEN_CHECKS = 256;
    private static final int SUMMED_AT_ONCE = 64;

    private final RoundingMatrix matrix;
    private final int first;
    private final int outputs;
    private final int columns;
    private final double[] chosen; // ŵ − w of the levels that were chosen, outputs × columns

    FeedbackBlock(RoundingMatrix matrix, int first, int outputs) {
        this.matrix = matrix;
        this.first = first;
        this.outputs = outputs;
        columns = matrix.columns();
        chosen = new double[outputs * columns];
    }

    /**
     * @param order columns in the order of rounding
     * @param factor of the inverse Hessian, in that order
     * @param codes of the whole matrix; this block's are written
     */
    void round(int[] order, double[][] factor, int[] codes, CancelToken cancel) {
        double[][] left = new double[outputs][columns]; // in the order of rounding
        for (int o = 0; o < outputs; o++) {
            for (int j = 0; j < columns; j++) {
                left[o][j] = matrix.weights()[(first + o) * columns + order[j]];
            }
        }
        for (int j = 0; j < columns; j++) {
            if (j % COLUMNS_BETWEEN_CHECKS == 0) {
                cancel.throwIfCancelled();
            }
            for (int o = 0; o < outputs; o++) {
                int entry = (first + o) * columns + order[j];
                Grid grid = matrix.grid(entry);
                int code = grid.encode((float) left[o][j]);
                float level = grid.decode(code);
                codes[entry] = code;
                chosen[o * columns + order[j]] = (double) level - matrix.weights()[entry];
                handOn(left[o], j, (left[o][j] - level) / factor[j][j], factor[j]);
            }
        }
    }

    private void handOn(double[] left, int j, double error, double[] row) {
        for (int next = j + 1; next < columns; next++) {
            left[next] -= error * row[next];
        }
    }

    /**
     * Gives channels for which feedback did not pay their nearest levels back.
     *
     * @param hessian its upper triangle, in the order of the weights
     * @return Σ y² without the bias, Σ e² at the nearest levels, Σ e² at the levels that stay
     */
    double[] choose(double[][] hessian, int[] codes) {
        double[] weight = new double[chosen.length];
        double[] nearest = new double[chosen.length];
        for (int i = 0; i < chosen.length; i++) {
            float value = matrix.weights()[first * columns + i];
            weight[i] = value;
            nearest[i] = (double) matrix.grid(first * columns + i).quantize(value) - value;
        }
        double[] power = halfForms(weight, hessian);
        double[] atNearest = halfForms(nearest, hessian);
        double[] atChosen = halfForms(chosen, hessian);
        double[] sums = new double[3];
        for (int o = 0; o < outputs; o++) {
            boolean better = atChosen[o] < atNearest[o];
            if (!better) {
                roundToNearest(first + o, codes);
            }
            sums[0] += power[o];
            sums[1] += atNearest[o];
            sums[2] += better ? atChosen[o] : atNearest[o];
        }
        return sums;
    }

    private void roundToNearest(int row, int[] codes) {
        for (int entry = row * columns; entry < (row + 1) * columns; entry++) {
            codes[entry] = matrix.grid(entry).encode(matrix.weights()[entry]);
        }
    }

    /**
     * ½ dHdᵀ of each row d: the squared output error that this change makes on the rows of H.
     *
     * @param hessian its upper triangle
     */
    private double[] halfForms(double[] d, double[][] hessian) {
        int pairs = (outputs + 1) / 2;
        double[][] turned = new double[columns][2 * pairs];
        for (int i = 0; i < d.length; i++) {
            turned[i % columns][i / columns] = d[i];
        }
        double[][] left = new double[2 * pairs][columns]; // −d · (upper triangle of H)
        for (int k = 0; k < columns; k += SUMMED_AT_ONCE) {
            Range summed = new Range(k, Math.min(columns, k + SUMMED_AT_ONCE));
            RowUpdates.subtract(turned, hessian, summed, left, new Range(0, 2 * pairs), new Range(k, columns));
        }
        double[] forms = new double[outputs];
        for (int i = 0; i < d.length; i++) {
            int row = i / columns;
            int column = i % columns;
            forms[row] -= d[i] * (left[row][column] + d[i] * hessian[column][column] / 2);
        }
        return forms;
    }
}
