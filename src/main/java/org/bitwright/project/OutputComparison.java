package org.bitwright.project;

import java.util.OptionalDouble;
import org.bitwright.runtime.Evaluation;

/** How the answers of a quantized network differ from the float network's on the same samples. */
final class OutputComparison {
    private OutputComparison() {}

    /** Samples with the same arg-max, as a share of the samples; NaN for no samples. */
    static double agreement(Evaluation reference, Evaluation candidate) {
        long same = 0;
        for (int i = 0; i < reference.samples(); i++) {
            if (reference.predictions()[i] == candidate.predictions()[i]) {
                same++;
            }
        }
        return (double) same / reference.samples();
    }

    /** 10·log10(Σy²/Σ(ŷ − y)²) dB; infinite for equal outputs; empty where outputs were not kept. */
    static OptionalDouble sqnrDb(Evaluation reference, Evaluation candidate) {
        float[] y = reference.outputs();
        float[] candidateY = candidate.outputs();
        if (y.length == 0 || y.length != candidateY.length) {
            return OptionalDouble.empty();
        }
        double signal = 0;
        double noise = 0;
        for (int i = 0; i < y.length; i++) {
            double error = (double) candidateY[i] - y[i];
            signal += (double) y[i] * y[i];
            noise += error * error;
        }
        return OptionalDouble.of(10 * Math.log10(signal / noise));
    }

    /** Cosine of the angle between both outputs, all samples together; empty where outputs were not kept. */
    static OptionalDouble cosine(Evaluation reference, Evaluation candidate) {
        float[] y = reference.outputs();
        float[] candidateY = candidate.outputs();
        if (y.length == 0 || y.length != candidateY.length) {
            return OptionalDouble.empty();
        }
        double product = 0;
        double squares = 0;
        double candidateSquares = 0;
        for (int i = 0; i < y.length; i++) {
            product += (double) y[i] * candidateY[i];
            squares += (double) y[i] * y[i];
            candidateSquares += (double) candidateY[i] * candidateY[i];
        }
        return OptionalDouble.of(product / Math.sqrt(squares * candidateSquares));
    }

    /**
     * Mean over the samples of the cosine between both outputs of a sample: the usual figure for embeddings. Two outputs
     * of zeros agree, one alone has cosine 0.
     */
    static OptionalDouble meanCosine(Evaluation reference, Evaluation candidate) {
        float[] y = reference.outputs();
        float[] candidateY = candidate.outputs();
        int samples = reference.keptOutputs();
        if (y.length == 0 || y.length != candidateY.length) {
            return OptionalDouble.empty();
        }
        int length = y.length / samples;
        double sum = 0;
        for (int sample = 0; sample < samples; sample++) {
            sum += cosine(y, candidateY, sample * length, length);
        }
        return OptionalDouble.of(sum / samples);
    }

    private static double cosine(float[] a, float[] b, int from, int length) {
        double product = 0;
        double squaresA = 0;
        double squaresB = 0;
        for (int i = from; i < from + length; i++) {
            product += (double) a[i] * b[i];
            squaresA += (double) a[i] * a[i];
            squaresB += (double) b[i] * b[i];
        }
        if (squaresA == 0 || squaresB == 0) {
            return squaresA == squaresB ? 1 : 0;
        }
        return product / Math.sqrt(squaresA * squaresB);
    }
}
