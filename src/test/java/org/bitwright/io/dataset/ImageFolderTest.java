package org.bitwright.io.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bitwright.io.image.ImageFiles.plain;
import static org.bitwright.io.image.ImageFiles.write;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.bitwright.fuzz.BadFile;
import org.bitwright.fuzz.Tally;
import org.bitwright.model.DataSource;
import org.bitwright.model.Dataset;
import org.bitwright.model.ElementType;
import org.bitwright.model.ImageSettings;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Preprocessing;
import org.bitwright.model.SampleInput;
import org.bitwright.model.Shape;
import org.bitwright.model.ValueInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Tally.class)
class ImageFolderTest {
    @TempDir
    Path folder;

    @Test
    void subFoldersAreClassesAndTakeTurns() throws IOException {
        image("dog/b.png", 3);
        image("dog/a.PNG", 2);
        image("cat/x.png", 1);
        image("cat/y.jpg", 9);
        image("cat/z.png", 4);
        Files.createDirectories(folder.resolve("bird"));
        Files.createDirectories(folder.resolve(".git"));
        Files.writeString(folder.resolve("cat/notes.txt"), "no image");
        Files.writeString(folder.resolve("README"), "no class");

        Dataset data = read(folder);

        assertThat(data.classes()).containsExactly("bird", "cat", "dog");
        assertThat(data.labels().orElseThrow()).containsExactly(1, 2, 1, 2, 1);
        assertThat(IntStream.range(0, data.size()).mapToObj(data::sampleName).map(name -> name.replace('\\', '/')))
                .containsExactly("cat/x.png", "dog/a.PNG", "cat/y.jpg", "dog/b.png", "cat/z.png");
        assertThat(data.inputs()).containsExactly(new SampleInput("x", ElementType.UINT8, Shape.of(1, 2, 2)));
        float[] values = new float[9];
        data.read(3, 2, values, 1);
        assertThat(values).containsExactly(0, 3, 3, 3, 3, 4, 4, 4, 4);
        long[] integers = new long[4];
        data.readLongs(0, 0, 1, integers, 0);
        assertThat(integers).containsExactly(1, 1, 1, 1);
        assertThat(DatasetReader.defaultScale(folder)).isEqualTo(1 / 255f);
        assertThat(DatasetReader.findLabels(folder)).isEmpty();
    }

    @Test
    void imagesAloneHaveNoLabelsUnlessAFileHasThem() throws IOException {
        image("images/a.png", 1);
        image("images/b.png", 2);
        Path labels = Files.writeString(folder.resolve("labels.csv"), "file,label\na.png,7\nb.png,3\n");

        assertThat(read(folder.resolve("images")).labels()).isEmpty();
        assertThat(DatasetReader.read(
                                source(folder.resolve("images")).withLabels(Optional.of(labels)), List.of(input()))
                        .labels()
                        .orElseThrow())
                .containsExactly(7, 3);
    }

    @Test
    void fewBrokenImagesAreNamedAndLeftOut() throws IOException {
        for (int i = 0; i < 30; i++) {
            image("a/" + i + ".png", i);
        }
        Files.writeString(folder.resolve("a/odd.png"), "this is no image at all");

        Dataset data = read(folder);

        assertThat(data.size()).isEqualTo(30);
        assertThat(data.notes()).singleElement().asString().contains("odd.png").contains("no PNG or JPEG");
    }

    @Test
    void manyBrokenImagesAreRefused() throws IOException {
        image("a/good.png", 1);
        Files.writeString(folder.resolve("a/one.png"), "this is no image at all");
        Files.writeString(folder.resolve("a/two.png"), "this is no image at all");

        refused(folder, "2 of its 3 images cannot be read", "one.png");
    }

    @Test
    void looseImagesBesideClassesAreRefused() throws IOException {
        image("a/good.png", 1);
        image("loose.png", 1);

        refused(folder, "'loose.png'", "sub-folders");
    }

    @Test
    void anImageThatTurnsOutBrokenIsNamedWhenItIsRead() throws IOException {
        image("a/good.png", 1);
        Path file = image("a/late.png", 1);
        Dataset data = read(folder);
        byte[] bytes = Files.readAllBytes(file);
        bytes[50] ^= 0x55;
        Files.write(file, bytes);

        assertThatThrownBy(() -> data.read(1, 1, new float[4], 0)).hasMessageContaining("late.png");
    }

    @Test
    void theDigestChangesWithAnImage() throws IOException {
        Path file = image("a/a.png", 1);
        String before = read(folder).digest();
        assertThat(read(folder).digest()).isEqualTo(before);
        write(plain(4, 4, 0x050505), "png", file);

        assertThat(read(folder).digest()).isNotEqualTo(before);
    }

    @Test
    void networksOfAnySizeAskForTheirAxes() throws IOException {
        image("a/a.png", 1);
        ValueInfo open = new ValueInfo(
                "x", ElementType.FLOAT32, List.of(-1L, 3L, -1L, -1L), List.of("n", "", "height", "width"));

        assertThatThrownBy(() -> DatasetReader.read(source(folder), List.of(open)))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("tell the extents of its axes height, width");
        assertThat(DatasetReader.openAxes(source(folder), List.of(open))).containsExactly("height", "width");
        assertThatThrownBy(() -> DatasetReader.read(
                        source(folder), List.of(new ValueInfo("t", ElementType.INT64, List.of(-1L, 10L)))))
                .hasMessageContaining("no input that takes images");
    }

    @Test
    void aShorterSideThatIsTooSmallIsRefused() throws IOException {
        image("a/a.png", 1);
        DataSource small = source(folder)
                .withImages(
                        new ImageSettings(ImageSettings.Fit.CROP, OptionalInt.of(1), ImageSettings.ChannelOrder.RGB));

        assertThatThrownBy(() -> DatasetReader.read(small, List.of(input())))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("shorter side of 1");
    }

    private Path image(String name, int gray) {
        String format = name.endsWith("jpg") ? "jpg" : "png";
        return write(plain(4, 4, gray << 16 | gray << 8 | gray), format, folder.resolve(name));
    }

    private static DataSource source(Path path) {
        return new DataSource(path, Optional.empty(), Preprocessing.scaled(1), OptionalInt.empty());
    }

    private static ValueInfo input() {
        return new ValueInfo("x", ElementType.FLOAT32, List.of(-1L, 1L, 2L, 2L));
    }

    private static Dataset read(Path path) throws IOException {
        return DatasetReader.read(source(path), List.of(input()));
    }

    private static void refused(Path path, String... words) {
        BadFile.refused("images", path, ImageFolderTest::read, words);
    }
}
