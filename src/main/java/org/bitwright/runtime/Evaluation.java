package org.bitwright.runtime;

import java.util.Arrays;
import java.util.Objects;

/**
 * What a network did on samples {@code first} … {@code first + predictions.length − 1} of a data set.
 *
 * @param predictions arg-max class of each sample (the lowest index among equals; −1 where an output is NaN); of one
 *     number 1 for yes and 0 for no
 * @param correct samples whose prediction equals the label; −1 where the data have no labels
 * @param outputs what was read of every sample, row-major, where it was asked for; of the first samples alone where a
 *     caller put parts together; else empty
 * @param keptOutputs number of samples that {@code outputs} are of
 * @param seconds wall time of inference, with session creation
 */
public record Evaluation(int first, int[] predictions, long correct, float[] outputs, int keptOutputs, double seconds) {

    /** Of all samples or, where {@code outputs} is empty, of none. */
    public Evaluation(int first, int[] predictions, long correct, float[] outputs, double seconds) {
        this(first, predictions, correct, outputs, outputs.length == 0 ? 0 : predictions.length, seconds);
    }

    /** This and what was evaluated on the samples that follow; only the outputs of this are kept. */
    public Evaluation followedBy(Evaluation next) {
        int[] all = Arrays.copyOf(predictions, samples() + next.samples());
        System.arraycopy(next.predictions, 0, all, samples(), next.samples());
        long both = correct < 0 ? -1 : correct + next.correct;
        return new Evaluation(first, all, both, outputs, keptOutputs, seconds + next.seconds);
    }

    /** The same with the outputs of both, where those of this were kept whole. */
    public Evaluation followedWholeBy(Evaluation next) {
        Evaluation both = followedBy(next);
        if (keptOutputs < samples()) {
            return both;
        }
        float[] all = Arrays.copyOf(outputs, outputs.length + next.outputs.length);
        System.arraycopy(next.outputs, 0, all, outputs.length, next.outputs.length);
        return new Evaluation(first, both.predictions, both.correct, all, keptOutputs + next.keptOutputs, both.seconds);
    }

    public Evaluation withoutOutputs() {
        return new Evaluation(first, predictions, correct, new float[0], 0, seconds);
    }

    /**
     * Of some of these samples, with the outputs that were kept of them; how many answers are correct is not known.
     *
     * @param from position of the first of them among all samples of the data
     */
    public Evaluation part(int from, int count) {
        Objects.checkFromIndexSize(from - first, count, samples());
        int at = from - first;
        int kept = Math.max(0, Math.min(count, keptOutputs - at));
        int length = keptOutputs == 0 ? 0 : outputs.length / keptOutputs;
        float[] keptValues = kept == 0 ? new float[0] : Arrays.copyOfRange(outputs, at * length, (at + kept) * length);
        return new Evaluation(from, Arrays.copyOfRange(predictions, at, at + count), -1, keptValues, kept, 0);
    }

    public int samples() {
        return predictions.length;
    }
}
