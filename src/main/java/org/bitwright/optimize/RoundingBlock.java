package org.bitwright.optimize;

import org.bitwright.quant.UniformGrid;
import org.bitwright.task.CancelToken;

/**
 * Some output channels of one group while their rounding is learned. An entry w with scale s lies between the levels
 * s·⌊w/s⌋ and s·(⌊w/s⌋ + 1); a rectified sigmoid h(v) in 0…1 says how far up it stands, and v is what is learned.
 */
final class RoundingBlock {
    private static final float STRETCH_HIGH = 1.1f;
    private static final float STRETCH_LOW = -0.1f;

    /** The stretched sigmoid of ±ln 11 is 1 and 0: beyond, an entry is settled. */
    private static final float SETTLED = (float) Math.log(11);

    private static final double MOMENT = 0.9;
    private static final double SQUARED_MOMENT = 0.999;
    private static final double TINY = 1e-8;

    private final RoundingMatrix matrix;
    private final LearnedRoundingOptions options;
    private final int rows;
    private final float[] inputs;
    private final int first;
    private final int outputs;
    private final int columns;
    private final int entries;

    private final float[] scale;
    private final float[] floor; // steps from zero of the lower level, before clamping
    private final float[] low;
    private final float[] high;
    private final float[] v;
    private final float[] moment;
    private final float[] squaredMoment;
    private final float[] soft; // ŵ with h between 0 and 1
    private final float[] slope; // dŵ/dv
    private final float[] nearest;
    private final float[] hard;
    private final float[] unit; // of the error of a channel: what one entry rounded at random costs

    private float[] target = {};
    private float[] bias = {};
    private boolean rectified;

    RoundingBlock(
            RoundingMatrix matrix, int rows, float[] inputs, int first, int outputs, LearnedRoundingOptions options) {
        this.matrix = matrix;
        this.options = options;
        this.rows = rows;
        this.inputs = inputs;
        this.first = first;
        this.outputs = outputs;
        columns = matrix.columns();
        entries = outputs * columns;
        scale = new float[entries];
        floor = new float[entries];
        low = new float[entries];
        high = new float[entries];
        v = new float[entries];
        moment = new float[entries];
        squaredMoment = new float[entries];
        soft = new float[entries];
        slope = new float[entries];
        nearest = new float[entries];
        hard = new float[entries];
        unit = new float[outputs];
        for (int i = 0; i < entries; i++) {
            begin(i);
        }
        units();
    }

    private void begin(int i) {
        float weight = matrix.weights()[first * columns + i];
        UniformGrid grid = (UniformGrid) matrix.grid(first * columns + i);
        scale[i] = grid.scale();
        low[i] = grid.qmin() - grid.zeroPoint();
        high[i] = grid.qmax() - grid.zeroPoint();
        nearest[i] = grid.quantize(weight);
        float steps = Math.max(low[i], Math.min(high[i], weight / grid.scale()));
        // at the upper end the two levels are the last two
        floor[i] = Math.min((float) Math.floor(steps), high[i] - 1);
        float share = Math.max(0.01f, Math.min(0.99f, steps - floor[i]));
        v[i] = (float) -Math.log((STRETCH_HIGH - STRETCH_LOW) / (share - STRETCH_LOW) - 1);
    }

    /** Mean over a channel's entries of s²/12 · mean x²: the squared error that one entry rounded at random makes. */
    private void units() {
        double[] squares = new double[columns];
        for (int row = 0; row < rows; row++) {
            for (int k = 0; k < columns; k++) {
                double x = inputs[row * columns + k];
                squares[k] += x * x;
            }
        }
        for (int o = 0; o < outputs; o++) {
            double sum = 0;
            for (int k = 0; k < columns; k++) {
                double step = scale[o * columns + k];
                sum += step * step / 12 * squares[k] / rows;
            }
            double mean = sum / columns;
            unit[o] = mean > Float.MIN_NORMAL ? (float) mean : 1f;
        }
    }

    /** Sets what the channels should give: columns {@code first} … of an array of all channels. */
    void target(float[] allOutputs, float[] allBias, boolean throughRelu) {
        target = new float[rows * outputs];
        bias = new float[outputs];
        rectified = throughRelu;
        System.arraycopy(allBias, first, bias, 0, outputs);
        for (int row = 0; row < rows; row++) {
            for (int o = 0; o < outputs; o++) {
                float y = allOutputs[row * matrix.outputs() + first + o];
                target[row * outputs + o] = throughRelu ? Math.max(0, y) : y;
            }
        }
    }

    /** @return Σ y², Σ e² at the nearest levels, and Σ e² at the levels that were chosen */
    double[] learn(CancelToken cancel) {
        int batch = Math.min(options.batch(), rows);
        float[] x = new float[batch * columns];
        float[] y = new float[batch * outputs];
        float[] gradient = new float[entries];
        int at = 0;
        for (int iteration = 0; iteration < options.iterations(); iteration++) {
            cancel.throwIfCancelled();
            soften();
            System.arraycopy(inputs, at * columns, x, 0, x.length);
            Blas.timesTransposed(batch, outputs, columns, x, soft, y);
            outputGradient(y, at, batch);
            Blas.transposedTimes(batch, outputs, columns, y, x, gradient);
            step(gradient, iteration);
            at = at + 2 * batch <= rows ? at + batch : 0;
        }
        return choose(cancel);
    }

    private void soften() {
        for (int i = 0; i < entries; i++) {
            if (Math.abs(v[i]) >= SETTLED) {
                soft[i] = scale[i] * (floor[i] + (v[i] > 0 ? 1 : 0));
                slope[i] = 0;
                continue;
            }
            float sigmoid = (float) (1 / (1 + Math.exp(-v[i])));
            float h = sigmoid * (STRETCH_HIGH - STRETCH_LOW) + STRETCH_LOW;
            soft[i] = scale[i] * (floor[i] + h);
            slope[i] = scale[i] * sigmoid * (1 - sigmoid) * (STRETCH_HIGH - STRETCH_LOW);
        }
    }

    /** Puts the gradient of the error in units with respect to each output in the output's place. */
    private void outputGradient(float[] y, int at, int batch) {
        for (int row = 0; row < batch; row++) {
            for (int o = 0; o < outputs; o++) {
                int i = row * outputs + o;
                float value = y[i] + bias[o];
                boolean dead = rectified && value <= 0;
                float error = (dead ? 0 : value) - target[(at + row) * outputs + o];
                y[i] = dead ? 0 : 2 * error / (unit[o] * batch);
            }
        }
    }

    /** One step of Adam (Kingma and Ba 2015, algorithm 1). */
    private void step(float[] gradient, int iteration) {
        double pressure = options.pressure(iteration);
        double sharpness = options.sharpness(iteration);
        double rate = options.learningRate()
                * Math.sqrt(1 - Math.pow(SQUARED_MOMENT, iteration + 1))
                / (1 - Math.pow(MOMENT, iteration + 1));
        for (int i = 0; i < entries; i++) {
            double g = slope[i] == 0 ? 0 : gradient[i] * slope[i] + towardsLevels(i, pressure, sharpness);
            moment[i] = (float) (MOMENT * moment[i] + (1 - MOMENT) * g);
            squaredMoment[i] = (float) (SQUARED_MOMENT * squaredMoment[i] + (1 - SQUARED_MOMENT) * g * g);
            v[i] -= (float) (rate * moment[i] / (Math.sqrt(squaredMoment[i]) + TINY));
        }
    }

    /** d/dv of the pressure times 1 − |2h − 1|^β. */
    private double towardsLevels(int i, double pressure, double sharpness) {
        if (pressure == 0) {
            return 0;
        }
        double h = soft[i] / scale[i] - floor[i];
        double centred = 2 * h - 1;
        double slopeOfTerm = -2 * sharpness * Math.pow(Math.abs(centred), sharpness - 1) * Math.signum(centred);
        return pressure * slopeOfTerm * slope[i] / scale[i];
    }

    private double[] choose(CancelToken cancel) {
        for (int i = 0; i < entries; i++) {
            float h = v[i] >= 0 ? 1 : 0;
            hard[i] = scale[i] * (floor[i] + h);
        }
        double[] atNearest = errors(nearest, cancel);
        double[] atHard = errors(hard, cancel);
        double[] sums = new double[3];
        for (int o = 0; o < outputs; o++) {
            boolean better = atHard[o] < atNearest[o];
            if (!better) {
                System.arraycopy(nearest, o * columns, hard, o * columns, columns);
            }
            sums[1] += atNearest[o];
            sums[2] += better ? atHard[o] : atNearest[o];
        }
        for (float y : target) {
            sums[0] += (double) y * y;
        }
        return sums;
    }

    /** Σ e² of each channel over all rows. */
    private double[] errors(float[] weights, CancelToken cancel) {
        double[] sums = new double[outputs];
        int batch = Math.min(options.batch(), rows);
        float[] x = new float[batch * columns];
        float[] y = new float[batch * outputs];
        for (int at = 0; at < rows; at += batch) {
            cancel.throwIfCancelled();
            int count = Math.min(batch, rows - at);
            System.arraycopy(inputs, at * columns, x, 0, count * columns);
            Blas.timesTransposed(count, outputs, columns, x, weights, y);
            for (int i = 0; i < count * outputs; i++) {
                float value = y[i] + bias[i % outputs];
                double error = (rectified ? Math.max(0, value) : value) - target[at * outputs + i];
                sums[i % outputs] += error * error;
            }
        }
        return sums;
    }

    /** Writes the codes of the levels that were chosen to their places in the whole matrix. */
    void codesInto(int[] codes) {
        for (int i = 0; i < entries; i++) {
            UniformGrid grid = (UniformGrid) matrix.grid(first * columns + i);
            codes[first * columns + i] = grid.encode(hard[i]);
        }
    }
}
