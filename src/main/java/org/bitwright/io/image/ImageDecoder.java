package org.bitwright.io.image;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;

/**
 * Decodes PNG and JPEG files to the numbers that they store: no colour profile is applied, no rotation, and transparency
 * is left out, as training code that uses Pillow does.
 */
final class ImageDecoder {
    private static final String HEADLESS = "java.awt.headless";

    /** Images of more bytes are decoded one at a time. */
    private static final long LARGE = 32L << 20;

    private static final Object LARGE_ONES = new Object();

    static {
        // Pixels need no display, and on some systems opening one disturbs the window's toolkit.
        if (System.getProperty(HEADLESS) == null) {
            System.setProperty(HEADLESS, "true");
        }
    }

    private ImageDecoder() {}

    /** @throws InvalidFileException if the file is damaged, or too large */
    static Pixels decode(Path path) throws IOException {
        ImageHeader header = ImageHeader.read(path);
        if ((long) header.width() * header.height() * header.bytesPerPixel() < LARGE) {
            return pixels(path, header);
        }
        synchronized (LARGE_ONES) {
            return pixels(path, header);
        }
    }

    private static Pixels pixels(Path path, ImageHeader header) throws IOException {
        try {
            BufferedImage image = image(path, header);
            return image.getColorModel() instanceof IndexColorModel model
                    ? indexed(image.getRaster(), model)
                    : plain(path, image.getRaster());
        } catch (InvalidFileException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // Java's decoders throw whatever a damaged file leads them to.
            throw new InvalidFileException(path, Phrase.of("the image is damaged"), e);
        }
    }

    private static BufferedImage image(Path path, ImageHeader header) throws IOException {
        Iterator<ImageReader> readers =
                ImageIO.getImageReadersByFormatName(header.format().name().toLowerCase(Locale.ROOT));
        if (!readers.hasNext()) {
            throw new InvalidFileException(path, Phrase.of("this Java has no decoder for %s images", header.format()));
        }
        ImageReader reader = readers.next();
        try (ImageInputStream in = new FileImageInputStream(path.toFile())) {
            reader.setInput(in, true, true);
            BufferedImage image = reader.read(0);
            if (image.getWidth() != header.width() || image.getHeight() != header.height()) {
                throw new InvalidFileException(path, Phrase.of("its size differs from the one in its header"));
            }
            return image;
        } finally {
            reader.dispose();
        }
    }

    private static Pixels indexed(Raster raster, IndexColorModel model) {
        int width = raster.getWidth();
        int height = raster.getHeight();
        int[] row = new int[width];
        byte[] values = new byte[width * height * 3];
        for (int y = 0, at = 0; y < height; y++) {
            raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, 0, row);
            for (int index : row) {
                int known = Math.min(index, model.getMapSize() - 1);
                values[at++] = (byte) model.getRed(known);
                values[at++] = (byte) model.getGreen(known);
                values[at++] = (byte) model.getBlue(known);
            }
        }
        return new Pixels(width, height, 3, values);
    }

    /** The samples themselves: a colour model would bend gray values by a gamma. */
    private static Pixels plain(Path path, Raster raster) throws IOException {
        int bands = raster.getNumBands();
        int channels = bands <= 2 ? 1 : 3;
        int bits = raster.getSampleModel().getSampleSize(0);
        if (bands > 4 || bits != 8 && bits != 16) {
            throw new InvalidFileException(path, Phrase.of("%s channels of %s bits are not supported", bands, bits));
        }
        int width = raster.getWidth();
        int height = raster.getHeight();
        int[] row = new int[width];
        byte[] values = new byte[width * height * channels];
        for (int y = 0; y < height; y++) {
            for (int channel = 0; channel < channels; channel++) {
                raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, channel, row);
                for (int x = 0; x < width; x++) {
                    values[(y * width + x) * channels + channel] = (byte) (row[x] >> bits - 8);
                }
            }
        }
        return new Pixels(width, height, channels, values);
    }
}
