package org.bitwright.io.image;

import static org.bitwright.io.image.ImageFiles.gray;
import static org.bitwright.io.image.ImageFiles.pattern;
import static org.bitwright.io.image.ImageFiles.write;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.FileImageOutputStream;
import org.bitwright.fuzz.ByteMutation;
import org.bitwright.fuzz.FuzzTarget;
import org.bitwright.fuzz.Mutation;
import org.bitwright.fuzz.MutationTest;
import org.bitwright.fuzz.Wrapped;
import org.bitwright.model.ImageSettings;

class ImageMutationTest extends MutationTest {

    @Override
    protected List<FuzzTarget> targets(Path folder) throws IOException {
        return List.of(
                target(
                        "PNG",
                        "damaged.png",
                        file(pattern(12, 9), "png", folder),
                        file(gray(4, 1, 2, 3, 4, 5, 6, 7, 8), "png", folder),
                        file(new BufferedImage(7, 5, BufferedImage.TYPE_BYTE_INDEXED), "png", folder),
                        file(new BufferedImage(7, 5, BufferedImage.TYPE_USHORT_GRAY), "png", folder),
                        file(new BufferedImage(7, 5, BufferedImage.TYPE_4BYTE_ABGR), "png", folder)),
                target(
                        "JPEG",
                        "damaged.jpg",
                        file(pattern(19, 11), "jpg", folder),
                        file(gray(4, 1, 2, 3, 4, 5, 6, 7, 8), "jpg", folder),
                        progressive(folder)));
    }

    private static FuzzTarget target(String reader, String name, byte[]... seeds) {
        Mutation bytes = ByteMutation.with(
                "IHDR", "IDAT", "PLTE", "tRNS", "iCCP", "zTXt", "\u00ff\u00c0", "\u00ff\u00da", "\u00ff\u00d9");
        ImageReading reading = new ImageReading(
                new ImageTarget("x", 3, 8, 8, false),
                new ImageSettings(ImageSettings.Fit.CROP, OptionalInt.empty(), ImageSettings.ChannelOrder.RGB));
        return new FuzzTarget(
                reader,
                name,
                List.of(seeds),
                Mutation.oneOf(bytes, Wrapped.head(64, bytes), Wrapped.head(400, bytes)),
                reading::read);
    }

    private static byte[] file(BufferedImage image, String format, Path folder) throws IOException {
        return Files.readAllBytes(write(image, format, folder.resolve("seed." + format)));
    }

    private static byte[] progressive(Path folder) throws IOException {
        Path file = folder.resolve("progressive.jpg");
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam settings = writer.getDefaultWriteParam();
        settings.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
        try (FileImageOutputStream out = new FileImageOutputStream(file.toFile())) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(pattern(33, 20), null, null), settings);
        } finally {
            writer.dispose();
        }
        return Files.readAllBytes(file);
    }
}
