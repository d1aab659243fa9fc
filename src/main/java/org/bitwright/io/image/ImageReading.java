package org.bitwright.io.image;

import java.io.IOException;
import java.nio.file.Path;
import org.bitwright.model.ImageSettings;
import org.bitwright.model.Phrase;
import org.bitwright.model.RefusedException;

/** Makes image files into samples: decoded, resized, cropped, in the order of axes and channels that is wanted. */
public final class ImageReading {
    private final ImageTarget target;
    private final ImageSettings settings;

    /** @throws IllegalArgumentException if the shorter side is less than what is cut out */
    public ImageReading(ImageTarget target, ImageSettings settings) {
        this.target = target;
        this.settings = settings;
        int least = Math.max(target.height(), target.width());
        if (settings.fit() == ImageSettings.Fit.CROP && settings.shorterSide().orElse(least) < least) {
            throw new RefusedException(Phrase.of(
                    "the shorter side of %s is less than the %s × %s pixels that are cut out",
                    settings.shorterSide().getAsInt(), target.width(), target.height()));
        }
    }

    /**
     * Looks whether a file is a whole image, without decoding it.
     *
     * @throws org.bitwright.model.InvalidFileException if not; the message names it
     */
    public static void check(Path file) throws IOException {
        ImageHeader.read(file);
    }

    /**
     * The bytes of a sample, 0…255, in the shape of the target.
     *
     * @throws org.bitwright.model.InvalidFileException if the file cannot be decoded
     */
    public byte[] read(Path file) throws IOException {
        Pixels fitted = fitted(ImageDecoder.decode(file));
        return arranged(fitted.withChannels(target.channels()));
    }

    private Pixels fitted(Pixels image) {
        int width = target.width();
        int height = target.height();
        if (settings.fit() == ImageSettings.Fit.STRETCH) {
            return Resampling.resize(image, width, height);
        }
        // Without a shorter side of its own the image just covers what is cut out.
        double cover = Math.max((double) width / image.width(), (double) height / image.height());
        double factor = settings.shorterSide().isPresent()
                ? (double) settings.shorterSide().getAsInt() / Math.min(image.width(), image.height())
                : cover;
        long wide = Math.max(width, (long) (image.width() * factor + 1e-9));
        long high = Math.max(height, (long) (image.height() * factor + 1e-9));
        // Half pixels go to the even side, as in torchvision's CenterCrop.
        long left = (long) Math.rint((wide - width) / 2.0);
        long top = (long) Math.rint((high - height) / 2.0);
        return Resampling.resize(image, wide, high, left, top, width, height);
    }

    private byte[] arranged(Pixels image) {
        int channels = image.channels();
        boolean reversed = channels == 3 && settings.order() == ImageSettings.ChannelOrder.BGR;
        if (target.channelsLast() && !reversed) {
            return image.values();
        }
        int pixels = image.width() * image.height();
        byte[] values = new byte[pixels * channels];
        for (int pixel = 0; pixel < pixels; pixel++) {
            for (int channel = 0; channel < channels; channel++) {
                int from = pixel * channels + (reversed ? 2 - channel : channel);
                int to = target.channelsLast() ? pixel * channels + channel : channel * pixels + pixel;
                values[to] = image.values()[from];
            }
        }
        return values;
    }
}
