package org.bitwright.io.hdf5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bitwright.io.hdf5.Hdf5Node.array;
import static org.bitwright.io.hdf5.Hdf5Node.floats;
import static org.bitwright.io.hdf5.Hdf5Node.group;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bitwright.model.ElementType;
import org.bitwright.model.OpenedFile;
import org.bitwright.model.Shape;
import org.bitwright.model.TensorBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Hdf5FileTest {
    private static final byte[] FLOAT = Hdf5Types.floating(4, false);

    @TempDir
    private Path folder;

    private Hdf5Group open(byte[] file) throws IOException {
        OpenedFile opened = OpenedFile.of(Files.write(folder.resolve("a.h5"), file));
        return Hdf5File.open(opened.path(), "", opened.slice(0, opened.size()));
    }

    private static byte[] bytes(Hdf5Object array) throws IOException {
        TensorBytes stored = ((Hdf5Dataset) array).numbers(1 << 20).bytes();
        ByteBuffer all = ByteBuffer.allocate((int) stored.size());
        stored.read(0, all);
        return all.array();
    }

    private static byte[] counted(int count) {
        byte[] data = new byte[count];
        for (int i = 0; i < count; i++) {
            data[i] = (byte) (i * 37 + 11);
        }
        return data;
    }

    @Test
    void numbersOfEveryTypeComeOutBitForBitAndLittleEndian() throws IOException {
        Hdf5Node root = group();
        for (int width : new int[] {2, 4, 8}) {
            root.with("f" + width, array(Hdf5Types.floating(width, false), counted(6 * width), 3, 2));
            root.with("F" + width, array(Hdf5Types.floating(width, true), counted(6 * width), 3, 2));
            root.with("i" + width, array(Hdf5Types.integer(width, true, true), counted(6 * width), 6));
            root.with("u" + width, array(Hdf5Types.integer(width, false, false), counted(6 * width), 6));
        }
        Hdf5Group read = open(Hdf5Files.write(root));
        assertThat(read.names()).hasSize(12);
        for (int width : new int[] {2, 4, 8}) {
            byte[] turned = counted(6 * width);
            for (int i = 0; i < turned.length; i += width) {
                for (int part = 0; part < width / 2; part++) {
                    byte other = turned[i + part];
                    turned[i + part] = turned[i + width - 1 - part];
                    turned[i + width - 1 - part] = other;
                }
            }
            assertThat(bytes(read.child("f" + width).orElseThrow())).isEqualTo(counted(6 * width));
            assertThat(bytes(read.child("u" + width).orElseThrow())).isEqualTo(counted(6 * width));
            assertThat(bytes(read.child("F" + width).orElseThrow())).isEqualTo(turned);
            assertThat(bytes(read.child("i" + width).orElseThrow())).isEqualTo(turned);
        }
        assertThat(((Hdf5Dataset) read.child("F2").orElseThrow()).type())
                .isEqualTo(new Hdf5Type.Number(ElementType.FLOAT16, ByteOrder.BIG_ENDIAN));
        assertThat(((Hdf5Dataset) read.child("f8").orElseThrow()).shape()).isEqualTo(Shape.of(3, 2));
    }

    @Test
    void truthValuesAndBrainFloatsAreToldFromOtherTypes() throws IOException {
        Hdf5Group read = open(Hdf5Files.write(group().with("b", array(Hdf5Types.truth(), new byte[] {1, 0, 1}, 3))
                .with("n", array(Hdf5Types.floating(2, false, 8, 7, 127), new byte[4], 2))
                .with("x", array(Hdf5Types.floating(4, false, 9, 22, 255), new byte[4], 1))
                .with("o", array(Hdf5Types.opaque(2), new byte[4], 2))));
        assertThat(((Hdf5Dataset) read.child("b").orElseThrow()).type())
                .isEqualTo(new Hdf5Type.Number(ElementType.BOOL, ByteOrder.LITTLE_ENDIAN));
        assertThat(((Hdf5Dataset) read.child("n").orElseThrow()).type())
                .isEqualTo(new Hdf5Type.Number(ElementType.BFLOAT16, ByteOrder.LITTLE_ENDIAN));
        assertThat(((Hdf5Dataset) read.child("x").orElseThrow()).type()).isInstanceOf(Hdf5Type.Other.class);
        assertThat(((Hdf5Dataset) read.child("o").orElseThrow()).type()).isEqualTo(new Hdf5Type.Opaque(2));
    }

    @Test
    void chunksArePutTogetherWhateverTheyWerePackedBy() throws IOException {
        byte[] data = counted(7 * 5 * 3 * 4);
        Hdf5Group read = open(Hdf5Files.write(group().with(
                        "plain", array(FLOAT, data, 7, 5, 3).chunked(3, 2, 3))
                .with("packed", array(FLOAT, data, 7, 5, 3).chunked(4, 5, 2).packed())
                .with(
                        "summed",
                        array(FLOAT, data, 7, 5, 3).chunked(7, 5, 3).packed().summed())
                .with("compact", array(FLOAT, data, 7, 5, 3).compact())
                .with(
                        "turned",
                        array(Hdf5Types.floating(4, true), new byte[] {1, 2, 3, 4}, 1)
                                .chunked(1))));
        for (String name : List.of("plain", "packed", "summed", "compact")) {
            assertThat(bytes(read.child(name).orElseThrow())).as(name).isEqualTo(data);
        }
        assertThat(bytes(read.child("turned").orElseThrow())).containsExactly(4, 3, 2, 1);
    }

    @Test
    void whatWasNeverWrittenHoldsTheFillValue() throws IOException {
        Hdf5Group read = open(Hdf5Files.write(
                group().with("zero", array(FLOAT, new byte[8], 2).unwritten())
                        .with(
                                "given",
                                array(FLOAT, new byte[8], 2)
                                        .unwritten()
                                        .message(
                                                0x05, (byte) 2, (byte) 2, (byte) 2, (byte) 1, (byte) 4, (byte) 0,
                                                (byte) 0, (byte) 0, (byte) 1, (byte) 2, (byte) 3, (byte) 4))));
        assertThat(bytes(read.child("zero").orElseThrow())).containsOnly(0).hasSize(8);
        assertThat(bytes(read.child("given").orElseThrow())).containsExactly(1, 2, 3, 4, 1, 2, 3, 4);
    }

    @Test
    void textsAreReadWhetherTheyLieInTheHeaderOrInAHeap() throws IOException {
        Hdf5Group read = open(Hdf5Files.write(group().texts("names", "dense", "conv2d_1", "")
                .freeTexts("version", "2.12.0")
                .freeTexts("several", "ä", "", "third")));
        assertThat(read.texts("names")).contains(List.of("dense", "conv2d_1", ""));
        assertThat(read.text("version")).contains("2.12.0");
        assertThat(read.texts("several")).contains(List.of("ä", "", "third"));
        assertThat(read.texts("missing")).isEmpty();
    }

    @Test
    void thePartsOfAnArrayReadTheSameAsTheWhole() throws IOException {
        byte[] data = counted(6 * 8);
        Hdf5Group read = open(Hdf5Files.write(group().with("a", array(Hdf5Types.floating(8, true), data, 6))));
        byte[] whole = bytes(read.child("a").orElseThrow());
        TensorBytes stored =
                ((Hdf5Dataset) read.child("a").orElseThrow()).numbers(0).bytes();
        for (int from = 0; from < whole.length; from += 5) {
            ByteBuffer part = ByteBuffer.allocate(Math.min(7, whole.length - from));
            stored.read(from, part);
            assertThat(part.array()).isEqualTo(java.util.Arrays.copyOfRange(whole, from, from + part.capacity()));
        }
    }

    @Test
    void anotherReaderFindsTheSameInWhatTheTestsWrite() throws IOException {
        Path file = Files.write(
                folder.resolve("b.h5"),
                Hdf5Files.write(group().texts("names", "one", "two")
                        .with(
                                "g/w",
                                floats(new float[] {1, -2.5f, 3e-30f, 4, 5, 6}, 2, 3)
                                        .chunked(2, 2)
                                        .packed())));
        try (HdfFile other = new HdfFile(file)) {
            assertThat((float[][]) other.getDatasetByPath("g/w").getData())
                    .isDeepEqualTo(new float[][] {{1, -2.5f, 3e-30f}, {4, 5, 6}});
            assertThat((String[]) other.getAttribute("names").getData()).containsExactly("one", "two");
        }
    }

    @Test
    void entriesInAHeapAreFoundAndAnotherReaderAgrees() throws IOException {
        for (int count : new int[] {1, 2, 9, 39}) {
            Hdf5Node large = group().dense();
            for (int i = 0; i < count; i++) {
                large.with("entry " + i, floats(new float[] {i, -i}, 2));
            }
            byte[] file = Hdf5Files.write(group().with("large", large));
            Hdf5Group read = (Hdf5Group) open(file).child("large").orElseThrow();
            assertThat(read.names()).hasSize(count);
            try (HdfFile other = new HdfFile(Files.write(folder.resolve("dense.h5"), file))) {
                for (int i = 0; i < count; i++) {
                    assertThat(ByteBuffer.wrap(bytes(read.child("entry " + i).orElseThrow()))
                                    .order(ByteOrder.LITTLE_ENDIAN)
                                    .getFloat(4))
                            .isEqualTo(-i);
                    assertThat((float[])
                                    other.getDatasetByPath("large/entry " + i).getData())
                            .containsExactly(i, -i);
                }
            }
        }
    }

    @Test
    void whatAnotherWriterWroteInTheNewerFormIsRead() throws IOException {
        Path file = folder.resolve("new.h5");
        float[][] weights = {{0.1f, -0.2f, Float.MIN_VALUE}, {1e30f, -0.0f, 7}};
        double[] many = new double[1000];
        for (int i = 0; i < many.length; i++) {
            many[i] = Math.sin(i);
        }
        try (WritableHdfFile written = HdfFile.write(file)) {
            WritableGroup group = written.putGroup("layers");
            for (int i = 0; i < 20; i++) {
                group.putDataset("w" + i, weights).putAttribute("name", "layer " + i);
            }
            written.putDataset("many", many);
        }
        OpenedFile opened = OpenedFile.of(file);
        Hdf5Group root = Hdf5File.open(file, "", opened.slice(0, opened.size()));
        Hdf5Group layers = (Hdf5Group) root.child("layers").orElseThrow();
        assertThat(layers.names()).hasSize(20);
        for (String name : layers.names()) {
            Hdf5Dataset read = (Hdf5Dataset) layers.child(name).orElseThrow();
            assertThat(read.shape()).isEqualTo(Shape.of(2, 3));
            assertThat(ByteBuffer.wrap(bytes(read))
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .asFloatBuffer())
                    .isEqualTo(java.nio.FloatBuffer.wrap(new float[] {0.1f, -0.2f, Float.MIN_VALUE, 1e30f, -0.0f, 7}));
            assertThat(read.text("name")).contains("layer " + name.substring(1));
        }
        ByteBuffer all =
                ByteBuffer.wrap(bytes(root.child("many").orElseThrow())).order(ByteOrder.LITTLE_ENDIAN);
        for (double value : many) {
            assertThat(all.getDouble()).isEqualTo(value);
        }
    }

    /** Bob Jenkins gives these results with the function (lookup3.c, driver5). */
    @Test
    void theChecksumIsTheKnownOne() {
        byte[] text = "Four score and seven years ago".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        assertThat(Checksum.of(new byte[0], 0)).isEqualTo(0xdeadbeef);
        assertThat(Checksum.of(text, 30)).isEqualTo(0x17770551);
    }
}
