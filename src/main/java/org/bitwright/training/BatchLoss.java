package org.bitwright.training;

import java.util.Arrays;
import java.util.Optional;
import org.bitwright.training.graph.LossGradient;

/**
 * The loss of one batch after the other, by labels, by soft targets or by both: the mean over the batch of
 * {@code (1 − s)·CE(labels) + s·T²·KL(teacher at T ‖ student at T)}. By the outputs z of a sample, with p = softmax(z),
 * its derivative is {@code (1 − s)·(p − label) + s·T·(softmax(z/T) − softmax(teacher/T))}, divided by the samples of the
 * batch. Losses are kept a sample and summed in their order, whatever order shards come in.
 */
final class BatchLoss implements LossGradient {
    private final int classes;
    private final double share;
    private final double temperature;
    private final double[] losses;
    private final boolean[] right;
    private int[] labels = {};
    private float[] teacher = {};
    private int count;

    /** @param batch samples of a batch at most */
    BatchLoss(int batch, int classes, Optional<Distillation> distillation) {
        this.classes = classes;
        this.share = distillation.map(Distillation::share).orElse(0.0);
        this.temperature = distillation.map(Distillation::temperature).orElse(1.0);
        this.losses = new double[batch];
        this.right = new boolean[batch];
    }

    /**
     * Begins a batch.
     *
     * @param batchLabels one a sample; empty where soft targets are all of the loss
     * @param teacherOutputs outputs of the float network, sample by sample; empty without distillation
     */
    void begin(int samples, int[] batchLabels, float[] teacherOutputs) {
        count = samples;
        labels = batchLabels;
        teacher = teacherOutputs;
    }

    /** Mean over the samples of the batch. */
    double mean() {
        double sum = 0;
        for (int sample = 0; sample < count; sample++) {
            sum += losses[sample];
        }
        return sum / count;
    }

    /** Samples whose greatest output (the first of equals) is the label's or, without labels, the teacher's. */
    int correct() {
        int correct = 0;
        for (int sample = 0; sample < count; sample++) {
            correct += right[sample] ? 1 : 0;
        }
        return correct;
    }

    @Override
    public void apply(int first, int samples, float[] outputs, float[] gradient) {
        double[] student = new double[classes];
        double[] wanted = new double[classes];
        for (int sample = 0; sample < samples; sample++) {
            int at = sample * classes;
            int number = first + sample;
            Arrays.fill(gradient, at, at + classes, 0);
            losses[number] = 0;
            if (share < 1) {
                addLabel(number, outputs, at, gradient, student);
            }
            if (share > 0) {
                addTeacher(number, outputs, at, gradient, student, wanted);
            }
            int found = greatest(outputs, at);
            right[number] = found >= 0 && found == answer(number);
        }
    }

    private void addLabel(int number, float[] outputs, int at, float[] gradient, double[] logarithms) {
        logSoftmax(outputs, at, 1, logarithms);
        losses[number] -= (1 - share) * logarithms[labels[number]];
        for (int i = 0; i < classes; i++) {
            double difference = Math.exp(logarithms[i]) - (i == labels[number] ? 1 : 0);
            gradient[at + i] += (float) ((1 - share) * difference / count);
        }
    }

    private void addTeacher(int number, float[] outputs, int at, float[] gradient, double[] student, double[] wanted) {
        logSoftmax(outputs, at, temperature, student);
        logSoftmax(teacher, number * classes, temperature, wanted);
        double divergence = 0;
        for (int i = 0; i < classes; i++) {
            double target = Math.exp(wanted[i]);
            divergence += target == 0 ? 0 : target * (wanted[i] - student[i]);
            gradient[at + i] += (float) (share * temperature * (Math.exp(student[i]) - target) / count);
        }
        losses[number] += share * temperature * temperature * divergence;
    }

    private void logSoftmax(float[] outputs, int at, double divisor, double[] into) {
        double max = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < classes; i++) {
            into[i] = outputs[at + i] / divisor;
            max = Math.max(max, into[i]);
        }
        double sum = 0;
        for (int i = 0; i < classes; i++) {
            sum += Math.exp(into[i] - max);
        }
        double whole = max + Math.log(sum);
        for (int i = 0; i < classes; i++) {
            into[i] -= whole;
        }
    }

    private int answer(int number) {
        return labels.length > 0 ? labels[number] : greatest(teacher, number * classes);
    }

    private int greatest(float[] outputs, int at) {
        int best = 0;
        for (int i = 0; i < classes; i++) {
            if (Float.isNaN(outputs[at + i])) {
                return -1;
            }
            best = outputs[at + i] > outputs[at + best] ? i : best;
        }
        return best;
    }
}
