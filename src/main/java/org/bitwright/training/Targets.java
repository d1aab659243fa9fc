package org.bitwright.training;

import java.util.Optional;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;

/**
 * What the samples of a batch are to come out as: their labels, and what a teacher says of them. The teacher is asked
 * once a sample, in the order of the data, where samples stay as they are and its answers fit in memory.
 */
final class Targets {
    /** Answers that are kept at most: 256 MB. */
    private static final long MOST_KEPT = 64 << 20;

    private final int[] labels;
    private final int classes;
    private final Optional<Teacher> teacher;
    private final BatchLoss loss;
    private final int[] batchLabels;
    private final float[] batchAnswers;
    private float[] kept = {};

    /** The float network. */
    @FunctionalInterface
    interface Teacher {
        /** Outputs of {@code count} samples, sample by sample. */
        float[] answer(float[] inputs, int count);
    }

    /**
     * @param labels of all data; empty where there are none and soft targets are all of the loss
     * @param classes outputs of a sample
     * @param teacher empty without distillation
     */
    Targets(TrainingPlan plan, int[] labels, int classes, Optional<Teacher> teacher) {
        this.labels = labels;
        this.classes = classes;
        this.teacher = teacher;
        this.loss = new BatchLoss(plan.batch(), classes, plan.distillation());
        this.batchLabels = new int[labels.length == 0 ? 0 : plan.batch()];
        this.batchAnswers = new float[teacher.isEmpty() ? 0 : plan.batch() * classes];
    }

    /** Asks the teacher beforehand, where that is possible. */
    void prepare(Batches batches, CancelToken cancel) throws InferenceException {
        long answers = (long) batches.size() * classes;
        if (teacher.isEmpty() || batches.areChanged() || answers > MOST_KEPT) {
            return;
        }
        float[] all = new float[(int) answers];
        batches.begin(0);
        int at = 0;
        for (int step = 0; step < batches.steps(); step++) {
            cancel.throwIfCancelled();
            int count = batches.count(step);
            float[] answer = teacher.get().answer(batches.inputs(step), count);
            System.arraycopy(answer, 0, all, at, count * classes);
            at += count * classes;
        }
        kept = all;
    }

    /** The loss of a step's samples. */
    BatchLoss begin(Batches batches, int step, float[] inputs) {
        int count = batches.count(step);
        for (int sample = 0; sample < count && labels.length > 0; sample++) {
            batchLabels[sample] = labels[batches.number(step, sample)];
        }
        if (teacher.isPresent()) {
            ask(teacher.get(), batches, step, inputs);
        }
        loss.begin(count, batchLabels, batchAnswers);
        return loss;
    }

    private void ask(Teacher asked, Batches batches, int step, float[] inputs) {
        int count = batches.count(step);
        if (kept.length == 0) {
            System.arraycopy(asked.answer(inputs, count), 0, batchAnswers, 0, count * classes);
            return;
        }
        for (int sample = 0; sample < count; sample++) {
            System.arraycopy(kept, batches.place(step, sample) * classes, batchAnswers, sample * classes, classes);
        }
    }
}
