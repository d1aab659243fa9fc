package org.bitwright.io.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bitwright.io.image.ImageFiles.gray;
import static org.bitwright.io.image.ImageFiles.pattern;
import static org.bitwright.io.image.ImageFiles.plain;
import static org.bitwright.io.image.ImageFiles.write;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import java.util.OptionalInt;
import org.bitwright.fuzz.BadFile;
import org.bitwright.fuzz.Tally;
import org.bitwright.model.ImageSettings.ChannelOrder;
import org.bitwright.model.ImageSettings.Fit;
import org.bitwright.model.ImageSettings;
import org.bitwright.model.InvalidFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Expected pixels were computed with Pillow 12.3 (resize with BILINEAR, crop, convert) unless worked out here. */
@ExtendWith(Tally.class)
class ImageReadingTest {
    private static final ImageSettings STRETCH = new ImageSettings(Fit.STRETCH, OptionalInt.empty(), ChannelOrder.RGB);

    @TempDir
    Path folder;

    @Test
    void shrinkingWeighsEveryPixelThatIsCovered() throws IOException {
        int[] pixels = read(pattern(7, 5), target(3, 2, 3, true), STRETCH);

        assertClose(pixels, 91, 150, 120, 145, 151, 103, 142, 93, 150, 157, 93, 123, 115, 127, 134, 118, 165, 113);
    }

    @Test
    void growingIsBilinear() throws IOException {
        int[] pixels = read(pattern(7, 5), target(3, 9, 10, true), STRETCH);

        int[] fifthRow = {
            118, 201, 28, 138, 221, 48, 164, 183, 74, 190, 30, 100, 216, 43, 126, 152, 69, 152, 12, 95, 178, 38, 121,
            204, 64, 147, 230, 84, 167, 250
        };
        assertClose(Arrays.copyOfRange(pixels, 4 * 30, 5 * 30), fifthRow);
    }

    /** torchvision: Resize(4) makes 5 × 4 of 7 × 5, CenterCrop(3) begins at column 1 and row 0 (0.5 goes to even). */
    @Test
    void theShorterSideIsResizedAndTheCentreCutOut() throws IOException {
        ImageSettings settings = new ImageSettings(Fit.CROP, OptionalInt.of(4), ChannelOrder.RGB);

        assertClose(read(pattern(7, 5), target(3, 3, 3, true), settings), new int[] {
            73, 156, 175, 126, 197, 71, 179, 113, 89, 142, 165, 52, 175, 143, 105, 141, 75, 158, 210, 85, 120, 122, 90,
            173, 60, 143, 161
        });
    }

    @Test
    void withoutAShorterSideTheImageJustCoversTheTarget() throws IOException {
        // Nothing is resized: columns 1 to 5 of 7.
        int[] pixels = read(pattern(7, 5), target(1, 5, 5, false), ImageSettings.usual());

        assertThat(Arrays.copyOfRange(pixels, 5, 10)).containsExactly(134, 171, 208, 95, 132);
    }

    @Test
    void colourBecomesGrayByItsLuminance() throws IOException {
        assertThat(read(pattern(7, 5), target(1, 5, 7, false), STRETCH))
                .startsWith(read(pattern(7, 5), target(1, 5, 7, true), STRETCH))
                .contains(127, 134, 171, 208, 95, 132, 93);
    }

    @Test
    void grayIsReadAsStoredAndFillsAllChannels() throws IOException {
        assertThat(read(gray(2, 0, 100, 128, 255), target(1, 2, 2, false), STRETCH))
                .containsExactly(0, 100, 128, 255);
        assertThat(read(gray(2, 0, 100, 128, 255), target(3, 2, 2, false), STRETCH))
                .containsExactly(0, 100, 128, 255, 0, 100, 128, 255, 0, 100, 128, 255);
    }

    @Test
    void channelsGoWhereTheNetworkTakesThem() throws IOException {
        BufferedImage image = plain(2, 1, 0x0A141E);
        ImageSettings bgr = new ImageSettings(Fit.STRETCH, OptionalInt.empty(), ChannelOrder.BGR);

        assertThat(read(image, target(3, 1, 2, false), STRETCH)).containsExactly(10, 10, 20, 20, 30, 30);
        assertThat(read(image, target(3, 1, 2, true), STRETCH)).containsExactly(10, 20, 30, 10, 20, 30);
        assertThat(read(image, target(3, 1, 2, false), bgr)).containsExactly(30, 30, 20, 20, 10, 10);
        assertThat(read(image, target(3, 1, 2, true), bgr)).containsExactly(30, 20, 10, 30, 20, 10);
    }

    @Test
    void palettesTransparencyAnd16BitsAreRead() throws IOException {
        IndexColorModel palette =
                new IndexColorModel(1, 2, new byte[] {1, 4}, new byte[] {2, 5}, new byte[] {3, (byte) 200});
        BufferedImage indexed = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY, palette);
        indexed.getRaster().setSample(1, 0, 0, 1);
        BufferedImage transparent = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB);
        transparent.setRGB(0, 0, 0x400A141E);
        BufferedImage deep = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
        deep.getRaster().setSample(0, 0, 0, 0x1234);
        deep.getRaster().setSample(1, 0, 0, 0xFFFF);

        assertThat(read(indexed, target(3, 1, 2, true), STRETCH)).containsExactly(1, 2, 3, 4, 5, 200);
        assertThat(read(transparent, target(3, 1, 1, true), STRETCH)).containsExactly(10, 20, 30);
        assertThat(read(deep, target(1, 1, 2, true), STRETCH)).containsExactly(0x12, 255);
    }

    @Test
    void jpegIsRead() throws IOException {
        Path file = write(plain(40, 30, 0x6496C8), "jpg", folder.resolve("a.jpeg"));
        int[] pixels = ints(new ImageReading(target(3, 8, 8, false), ImageSettings.usual()).read(file));

        for (int channel = 0; channel < 3; channel++) {
            for (int i = 0; i < 64; i++) {
                assertThat(pixels[channel * 64 + i]).isBetween(100 + 50 * channel - 3, 100 + 50 * channel + 3);
            }
        }
    }

    @Test
    void longImagesAreCutOutWithoutBeingResizedWhole() throws IOException {
        // Resized whole it would be 2.2 million pixels wide.
        Path file = write(plain(10_000, 1, 0x010203), "png", folder.resolve("long.png"));

        assertThat(ints(new ImageReading(target(3, 224, 224, true), ImageSettings.usual()).read(file)))
                .hasSize(224 * 224 * 3)
                .startsWith(1, 2, 3, 1, 2, 3);
    }

    @Test
    void aShorterSideBelowTheTargetIsRefused() {
        ImageSettings settings = new ImageSettings(Fit.CROP, OptionalInt.of(200), ChannelOrder.RGB);

        assertThatThrownBy(() -> new ImageReading(target(3, 224, 224, false), settings))
                .hasMessageContaining("shorter side of 200 is less than the 224 × 224 pixels");
    }

    @Test
    void brokenFilesAreRefusedWithAReason() throws IOException {
        byte[] png = Files.readAllBytes(write(pattern(20, 20), "png", folder.resolve("good.png")));
        byte[] jpeg = Files.readAllBytes(write(pattern(20, 20), "jpg", folder.resolve("good.jpg")));

        refused("empty.png", new byte[0], "empty");
        refused("words.jpg", "these are words, nothing else".getBytes(StandardCharsets.UTF_8), "no PNG or JPEG");
        refused("lfs.png", "version https://git-lfs.github.com/spec/v1".getBytes(StandardCharsets.UTF_8), "git lfs");
        refused("cut.png", Arrays.copyOf(png, png.length - 20), "cut off");
        refused("cut.jpg", Arrays.copyOf(jpeg, jpeg.length - 20), "cut off");
        refused("stub.jpg", Arrays.copyOf(jpeg, 30), "JPEG header is damaged");
        refused("huge.png", sized(png, 60_000, 60_000), "60000 × 60000");
        refused("wide.png", sized(png, 1 << 30, 1), "1073741824 × 1");
        refused("none.png", sized(png, 0, 20), "no pixels");
        refused("negative.png", sized(png, -5, 20), "no pixels");
    }

    /** A text chunk of 200 MB in 200 kB, which other decoders unpack. */
    @Test
    void textsPackedIntoAnImageAreNotUnpacked() throws IOException {
        byte[] png = Files.readAllBytes(write(pattern(20, 20), "png", folder.resolve("good.png")));
        ByteArrayOutputStream chunk = new ByteArrayOutputStream();
        chunk.writeBytes("zTXtnote\0\0".getBytes(StandardCharsets.ISO_8859_1));
        try (DeflaterOutputStream packed = new DeflaterOutputStream(chunk)) {
            for (int megabyte = 0; megabyte < 200; megabyte++) {
                packed.write(new byte[1 << 20]);
            }
        }
        CRC32 crc = new CRC32();
        crc.update(chunk.toByteArray());
        int headerEnd = 33;
        ByteBuffer bomb = ByteBuffer.allocate(png.length + chunk.size() + 8);
        bomb.put(png, 0, headerEnd).putInt(chunk.size() - 4).put(chunk.toByteArray()).putInt((int) crc.getValue());
        bomb.put(png, headerEnd, png.length - headerEnd);

        BadFile.read(
                Files.write(folder.resolve("text.png"), bomb.array()),
                file -> new ImageReading(target(3, 8, 8, false), STRETCH).read(file));
    }

    @Test
    void smallFilesOfLargeImagesAreRefused() throws IOException {
        byte[] png = Files.readAllBytes(write(pattern(20, 20), "png", folder.resolve("good.png")));
        refused("pixels.png", sized(png, 9_000, 9_000), "9000 × 9000 pixels are more than can be read");
        byte[] padded = Arrays.copyOf(sized(png, 6_000, 7_500), png.length);
        refused("more.png", padded, "6000 × 7500 pixels are more than can be read");
    }

    @Test
    void damageWithinIsFoundWhenItIsDecoded() throws IOException {
        byte[] png = Files.readAllBytes(write(pattern(20, 20), "png", folder.resolve("good.png")));
        for (int i = 45; i < png.length - 20; i++) {
            png[i] = (byte) (png[i] * 31 + 7);
        }
        Path file = Files.write(folder.resolve("bad.png"), png);
        ImageReading.check(file);

        assertThatThrownBy(() -> new ImageReading(target(3, 8, 8, false), STRETCH).read(file))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("bad.png: the image is damaged");
    }

    /** A PNG header that promises another size. */
    private static byte[] sized(byte[] png, int width, int height) {
        byte[] changed = png.clone();
        ByteBuffer.wrap(changed).putInt(16, width).putInt(20, height);
        return changed;
    }

    private void refused(String name, byte[] bytes, String reason) throws IOException {
        Path file = Files.write(folder.resolve(name), bytes);
        BadFile.refused("images", file, ImageReading::check, reason);
    }

    private int[] read(BufferedImage image, ImageTarget target, ImageSettings settings) throws IOException {
        Path file = write(image, "png", folder.resolve("image.png"));
        return ints(new ImageReading(target, settings).read(file));
    }

    private static ImageTarget target(int channels, int height, int width, boolean channelsLast) {
        return new ImageTarget("x", channels, height, width, channelsLast);
    }

    private static int[] ints(byte[] bytes) {
        int[] values = new int[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            values[i] = bytes[i] & 0xFF;
        }
        return values;
    }

    /** Pillow counts in fixed point, which may round the other way. */
    private static void assertClose(int[] actual, int... expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i]).as("value %d", i).isBetween(expected[i] - 1, expected[i] + 1);
        }
    }
}
