package org.bitwright.training.graph.rule;

import org.bitwright.model.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Takes the mean from each row, divides by its standard deviation, multiplies by a gain and adds an offset (Ba et al.,
 * "Layer normalization", 2016). Inputs: x, gain and, perhaps, offset.
 *
 * @param rows number of rows
 * @param count length of a row, of the gain and of the offset
 * @param epsilon added to the variance
 */
public record LayerNormalization(Shape result, int rows, int count, double epsilon) implements Rule {

    @Override
    public String name() {
        return "layer normalization";
    }

    @Override
    public void forward(float[][] inputs, float[] result) {
        float[] x = inputs[0];
        float[] gain = inputs[1];
        float[] offset = inputs.length > 2 ? inputs[2] : new float[count];
        for (int row = 0; row < rows; row++) {
            int first = row * count;
            double mean = mean(x, first);
            float scale = (float) scale(x, first, mean);
            float shift = (float) (-mean * scale);
            for (int i = 0; i < count; i++) {
                result[first + i] = (x[first + i] * scale + shift) * gain[i] + offset[i];
            }
        }
    }

    private double mean(float[] x, int first) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += x[first + i];
        }
        return sum / count;
    }

    private double scale(float[] x, int first, double mean) {
        double squares = 0;
        for (int i = 0; i < count; i++) {
            double difference = x[first + i] - mean;
            squares += difference * difference;
        }
        return 1 / Math.sqrt(squares / count + epsilon);
    }

    @Override
    public void backward(float[][] inputs, float[] result, float[] gradient, @Nullable float[][] byInputs) {
        float[] x = inputs[0];
        float[] gain = inputs[1];
        double[] byGain = new double[count];
        double[] byOffset = new double[count];
        for (int row = 0; row < rows; row++) {
            int first = row * count;
            double mean = mean(x, first);
            double scale = scale(x, first, mean);
            double sum = 0;
            double product = 0;
            for (int i = 0; i < count; i++) {
                double normal = (x[first + i] - mean) * scale;
                double slope = gradient[first + i];
                byGain[i] += slope * normal;
                byOffset[i] += slope;
                sum += slope * gain[i];
                product += slope * gain[i] * normal;
            }
            float[] byX = byInputs[0];
            for (int i = 0; i < count && byX != null; i++) {
                double normal = (x[first + i] - mean) * scale;
                byX[first + i] =
                        (float) (scale * (gradient[first + i] * gain[i] - sum / count - normal * product / count));
            }
        }
        put(byGain, byInputs[1]);
        if (inputs.length > 2) {
            put(byOffset, byInputs[2]);
        }
    }

    private static void put(double[] sums, float @Nullable [] into) {
        if (into != null) {
            for (int i = 0; i < sums.length; i++) {
                into[i] = (float) sums[i];
            }
        }
    }
}
