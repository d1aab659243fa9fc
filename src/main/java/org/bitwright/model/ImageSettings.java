package org.bitwright.model;

import java.util.OptionalInt;

/**
 * How image files become samples. Size, number of channels and the place of their axis follow the network's input.
 *
 * @param shorterSide what the shorter side is resized to before the centre is cut out; at least what the network takes;
 *     empty for just that
 */
public record ImageSettings(Fit fit, OptionalInt shorterSide, ChannelOrder order) {
    private static final ImageSettings USUAL = new ImageSettings(Fit.CROP, OptionalInt.empty(), ChannelOrder.RGB);

    public ImageSettings {
        if (shorterSide.isPresent() && shorterSide.getAsInt() < 1) {
            throw new RefusedException(Phrase.of("the shorter side must be 1 or more, not %s", shorterSide.getAsInt()));
        }
    }

    /** What is done with an image of other proportions. */
    public enum Fit {
        /** Resized by its shorter side, then the centre is cut out. */
        CROP,
        /** Resized to exactly what is wanted, whatever that does to its proportions. */
        STRETCH
    }

    /** Which channel comes first in a colour image. */
    public enum ChannelOrder {
        RGB,
        BGR
    }

    /** The whole shorter side, cropped, red first. */
    public static ImageSettings usual() {
        return USUAL;
    }
}
