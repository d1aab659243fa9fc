package org.bitwright.training;

/** Loss and right answers of the last steps of an epoch, and of all of them. */
final class RecentSteps {
    private static final int WINDOW = 50;

    private final double[] losses = new double[WINDOW];
    private final int[] correct = new int[WINDOW];
    private final int[] counts = new int[WINDOW];
    private int steps;
    private double lossSum;
    private int correctSum;
    private int samples;

    void clear() {
        steps = 0;
        lossSum = 0;
        correctSum = 0;
        samples = 0;
    }

    void add(double meanLoss, int right, int count) {
        losses[steps % WINDOW] = meanLoss * count;
        correct[steps % WINDOW] = right;
        counts[steps % WINDOW] = count;
        steps++;
        lossSum += meanLoss * count;
        correctSum += right;
        samples += count;
    }

    /** Mean over the last steps. */
    double recentLoss() {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < Math.min(steps, WINDOW); i++) {
            sum += losses[i];
            count += counts[i];
        }
        return sum / count;
    }

    /** Share of right answers in the last steps. */
    double recentAccuracy() {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < Math.min(steps, WINDOW); i++) {
            sum += correct[i];
            count += counts[i];
        }
        return sum / count;
    }

    /** Mean over the epoch. */
    double loss() {
        return lossSum / samples;
    }

    int correct() {
        return correctSum;
    }

    int samples() {
        return samples;
    }
}
