package org.bitwright.analysis;

import org.bitwright.runtime.Evaluation;

/**
 * How far outputs are from those of the float network: sums over samples.
 *
 * @param divergence Σ KL(p ‖ q) in nats (Kullback and Leibler 1951)
 * @param signal Σ of the squares of the float network's outputs
 * @param noise Σ of the squared differences
 */
record OutputDistance(double divergence, double signal, double noise) {
    /** How far the sum of probabilities may be from 1: single precision, and outputs that were quantized. */
    private static final double SUM_TOLERANCE = 1e-3;

    /**
     * Logarithm of the smallest normal float32, in place of that of any smaller q: where a softmax in float32 says 0,
     * the divergence stays finite, and that of one sample is at most 87.4 nats.
     */
    private static final double LEAST_LOG = Math.log(Float.MIN_NORMAL);

    static OutputDistance of(Evaluation reference, Evaluation candidate) {
        int kept = Math.min(reference.keptOutputs(), candidate.keptOutputs());
        if (kept == 0) {
            return new OutputDistance(reference.samples() == 0 ? 0 : Double.NaN, 0, 0);
        }
        int length = reference.outputs().length / reference.keptOutputs();
        if (candidate.outputs().length / candidate.keptOutputs() != length) {
            throw new IllegalArgumentException("outputs of different sizes");
        }
        OutputDistance sum = new Rows(reference.outputs(), candidate.outputs(), length, kept).sum();
        double scale = (double) reference.samples() / kept;
        return new OutputDistance(sum.divergence * scale, sum.signal * scale, sum.noise * scale);
    }

    private OutputDistance plus(OutputDistance other) {
        return new OutputDistance(divergence + other.divergence, signal + other.signal, noise + other.noise);
    }

    /** The outputs of both networks, {@code length} numbers a sample. */
    private static final class Rows {
        private final float[] reference;
        private final float[] candidate;
        private final int length;
        private final int samples;
        private final boolean probabilities;
        private final double[] logP;
        private final double[] logQ;

        private Rows(float[] reference, float[] candidate, int length, int samples) {
            this.reference = reference;
            this.candidate = candidate;
            this.length = length;
            this.samples = samples;
            this.logP = new double[length];
            this.logQ = new double[length];
            this.probabilities = areProbabilities();
        }

        private OutputDistance sum() {
            OutputDistance sum = new OutputDistance(0, 0, 0);
            for (int sample = 0; sample < samples; sample++) {
                if (isFinite(reference, sample)) {
                    sum = sum.plus(of(sample));
                }
            }
            return sum;
        }

        private OutputDistance of(int sample) {
            boolean answers = isFinite(candidate, sample);
            double signal = 0;
            double noise = 0;
            for (int i = sample * length; i < (sample + 1) * length; i++) {
                signal += (double) reference[i] * reference[i];
                double difference = (double) candidate[i] - reference[i];
                noise += difference * difference;
            }
            return new OutputDistance(divergence(sample, answers), signal, answers ? noise : Double.POSITIVE_INFINITY);
        }

        private double divergence(int sample, boolean answers) {
            if (length < 2) {
                return Double.NaN;
            }
            logarithms(reference, sample, logP);
            if (answers) {
                logarithms(candidate, sample, logQ);
            }
            double sum = 0;
            for (int i = 0; i < length; i++) {
                double p = Math.exp(logP[i]);
                if (p > 0) {
                    sum += p * (logP[i] - (answers ? Math.max(LEAST_LOG, logQ[i]) : LEAST_LOG));
                }
            }
            // Probabilities that sum to 1 only nearly can make it negative, as can the floor of q.
            return Math.max(0, sum);
        }

        /** Of the probabilities that a sample's outputs are, or that their softmax gives. */
        private void logarithms(float[] outputs, int sample, double[] into) {
            int from = sample * length;
            if (probabilities) {
                for (int i = 0; i < length; i++) {
                    into[i] = Math.log(Math.max(0, outputs[from + i]));
                }
                return;
            }
            double largest = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < length; i++) {
                largest = Math.max(largest, outputs[from + i]);
            }
            double sum = 0;
            for (int i = 0; i < length; i++) {
                sum += Math.exp(outputs[from + i] - largest);
            }
            for (int i = 0; i < length; i++) {
                into[i] = outputs[from + i] - largest - Math.log(sum);
            }
        }

        /** Whether the float network ends in a softmax: it then gives probabilities for every sample. */
        private boolean areProbabilities() {
            for (int sample = 0; sample < samples; sample++) {
                double sum = 0;
                for (int i = sample * length; i < (sample + 1) * length; i++) {
                    if (reference[i] < 0) {
                        return false;
                    }
                    sum += reference[i];
                }
                // A sum that is NaN tells nothing: that sample is left out anyway.
                if (Math.abs(sum - 1) > SUM_TOLERANCE) {
                    return false;
                }
            }
            return true;
        }

        private boolean isFinite(float[] outputs, int sample) {
            for (int i = sample * length; i < (sample + 1) * length; i++) {
                if (!Float.isFinite(outputs[i])) {
                    return false;
                }
            }
            return true;
        }
    }
}
