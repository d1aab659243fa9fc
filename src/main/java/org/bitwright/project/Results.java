package org.bitwright.project;

import org.bitwright.model.Model;

/**
 * All that was measured on the present data. It is dropped with them; what depends on calibration data is dropped with
 * these. Thread-safe.
 */
final class Results {
    private final Measurements measurements;
    private final Explored explored;

    Results(Model model) {
        explored = new Explored(model);
        measurements = new Measurements(model, explored::searched);
    }

    Measurements measurements() {
        return measurements;
    }

    Explored explored() {
        return explored;
    }

    void clear() {
        measurements.clear();
        explored.clear();
    }

    void dropCalibrated() {
        measurements.dropCalibrated();
        explored.dropCalibrated();
    }

    /** Takes over what a file holds. */
    void restore(SavedResults saved) {
        saved.measurements().forEach(measurements::put);
        saved.sweep().ifPresent(measurements::sweep);
        explored.restore(saved.halves(), saved.sensitivities(), saved.search());
    }

    /** Whether there is something that took long: a sweep, a measurement of sensitivity, a search. */
    boolean tookLong() {
        return measurements.sweep().isPresent()
                || explored.lastSensitivity().isPresent()
                || explored.search().isPresent();
    }

    /** Number of measured configurations and of all that took long. */
    int count() {
        return measurements.all().size()
                + (measurements.sweep().isPresent() ? 1 : 0)
                + explored.sensitivities().size()
                + (explored.search().isPresent() ? 1 : 0);
    }

    /** All of a moment. */
    record Present(long revision, SavedResults all) {}

    /** Keeps others from adding anything meanwhile: what searches measure comes too fast for asking afterwards. */
    Present present() {
        // In the order in which measurements ask for what was searched.
        synchronized (measurements) {
            synchronized (explored) {
                return new Present(revision(), SavedResults.of(this));
            }
        }
    }

    /** Changes whenever something is added or dropped. */
    long revision() {
        return measurements.revision() + explored.revision();
    }
}
