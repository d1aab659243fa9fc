package org.bitwright.project;

import org.bitwright.model.Phrase;

/** What a file is to a project that names it. */
public enum FileRole {
    MODEL(Phrase.of("model")),
    GRAPH(Phrase.of("graph of the model")),
    EVALUATION(Phrase.of("evaluation data")),
    EVALUATION_LABELS(Phrase.of("labels of the evaluation data")),
    CALIBRATION(Phrase.of("calibration data")),
    CALIBRATION_LABELS(Phrase.of("labels of the calibration data")),
    TRAINING(Phrase.of("training data")),
    TRAINING_LABELS(Phrase.of("labels of the training data"));

    private final Phrase words;

    FileRole(Phrase words) {
        this.words = words;
    }

    /** Without an article. */
    public Phrase words() {
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
