package org.bitwright.training;

import org.bitwright.model.Phrase;

/**
 * Random changes of training samples that have a height and a width (their last two axes).
 *
 * @param shift most pixels by which a sample moves along each axis; what comes in is what the image's corner holds
 * @param flip whether half of the samples are mirrored left to right
 */
public record Augmentation(int shift, boolean flip) {
    public Augmentation {
        TrainingPlan.require(shift >= 0 && shift <= 64, Phrase.of("samples shift by 0 to 64 pixels, not %s", shift));
    }

    public static Augmentation none() {
        return new Augmentation(0, false);
    }

    public boolean isNone() {
        return shift == 0 && !flip;
    }
}
