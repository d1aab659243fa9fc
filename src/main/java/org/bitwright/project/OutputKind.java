package org.bitwright.project;

import org.bitwright.model.Model;
import org.bitwright.model.Operator;

/** What the first output of a network that tells classes apart holds. */
enum OutputKind {
    LOGITS,
    PROBABILITIES,
    LOG_PROBABILITIES;

    /** Smallest probability that is told from none: float32 has no finer ones near it. */
    private static final double LEAST = Float.MIN_NORMAL;

    static OutputKind of(Model model) {
        String output = model.outputs().get(0).name();
        return model.operators().stream()
                .filter(operator -> operator.outputs().contains(output))
                .map(Operator::type)
                .findFirst()
                .map(type -> switch (type) {
                    case "Softmax" -> PROBABILITIES;
                    case "LogSoftmax" -> LOG_PROBABILITIES;
                    default -> LOGITS;
                })
                .orElse(LOGITS);
    }

    /**
     * Mean cross-entropy of the first samples in nats; NaN for none.
     *
     * @param outputs sample by sample, one number a class
     */
    double crossEntropy(float[] outputs, int[] labels, int samples) {
        int classes = samples == 0 ? 0 : outputs.length / samples;
        double sum = 0;
        for (int sample = 0; sample < samples; sample++) {
            int first = sample * classes;
            double own = outputs[first + labels[sample]];
            sum += switch (this) {
                case LOGITS -> logSum(outputs, first, classes) - own;
                case PROBABILITIES -> -Math.log(Math.max(LEAST, own));
                case LOG_PROBABILITIES -> -own;
            };
        }
        return sum / samples;
    }

    /** log Σ exp(y), shifted by the greatest so that nothing overflows. */
    private static double logSum(float[] outputs, int first, int classes) {
        double greatest = Double.NEGATIVE_INFINITY;
        for (int i = first; i < first + classes; i++) {
            greatest = Math.max(greatest, outputs[i]);
        }
        double sum = 0;
        for (int i = first; i < first + classes; i++) {
            sum += Math.exp(outputs[i] - greatest);
        }
        return greatest + Math.log(sum);
    }
}
