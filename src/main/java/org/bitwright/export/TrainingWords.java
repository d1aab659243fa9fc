package org.bitwright.export;

/** The words on the curves of training, so that the picture speaks the user's language. */
public record TrainingWords(
        String loss, String accuracy, String epoch, String training, String validation, String best) {
    public static final TrainingWords ENGLISH =
            new TrainingWords("loss", "accuracy (%)", "epoch", "training", "validation", "best epoch");
}
