package org.bitwright.training;

/** Hears of a run on the thread that trains: it returns at once, or training waits. */
public interface TrainingListener {
    /** A few times a second. */
    void step(StepReport report);

    /** After each epoch, with what the run could go on from. */
    void epoch(EpochRecord record, Checkpoint checkpoint);

    static TrainingListener none() {
        return new TrainingListener() {
            @Override
            public void step(StepReport report) {}

            @Override
            public void epoch(EpochRecord record, Checkpoint checkpoint) {}
        };
    }
}
