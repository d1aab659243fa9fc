package org.bitwright.project;

/** What a file is to a project that names it. */
public enum FileRole {
    MODEL("model"),
    GRAPH("graph of the model"),
    EVALUATION("evaluation data"),
    EVALUATION_LABELS("labels of the evaluation data"),
    CALIBRATION("calibration data"),
    CALIBRATION_LABELS("labels of the calibration data"),
    TRAINING("training data"),
    TRAINING_LABELS("labels of the training data");

    private final String words;

    FileRole(String words) {
        this.words = words;
    }

    /** In English, without an article. */
    public String words() {
        return words;
    }

    /** Whether a project can be opened without it; it can never without its model. */
    public boolean canBeLeftOut() {
        return this != MODEL && this != GRAPH;
    }

    boolean isPlural() {
        return !isModel();
    }

    boolean isModel() {
        return this == MODEL || this == GRAPH;
    }
}
