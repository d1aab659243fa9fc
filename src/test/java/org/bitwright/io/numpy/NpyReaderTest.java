package org.bitwright.io.numpy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bitwright.io.numpy.NpyFiles.floats;
import static org.bitwright.io.numpy.NpyFiles.header;
import static org.bitwright.io.numpy.NpyFiles.npy;
import static org.bitwright.io.numpy.NpyFiles.write;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.bitwright.fuzz.BadFile;
import org.bitwright.fuzz.Tally;
import org.bitwright.model.ElementType;
import org.bitwright.model.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(Tally.class)
class NpyReaderTest {
    @TempDir
    Path folder;

    @Test
    void readsLittleAndBigEndianAlike() throws IOException {
        NumericArray little = read(npy(header("<f4", false, "(2, 2)"), floats(ByteOrder.LITTLE_ENDIAN, 1, 2, 3, 4)));
        NumericArray big = read(npy(header(">f4", false, "(2, 2)"), floats(ByteOrder.BIG_ENDIAN, 1, 2, 3, 4)));

        assertThat(all(little)).containsExactly(1, 2, 3, 4);
        assertThat(all(big)).containsExactly(1, 2, 3, 4);
        assertThat(big.shape()).isEqualTo(Shape.of(2, 2));
    }

    @Test
    void fortranOrderIsReadInRowMajorOrder() throws IOException {
        // np.asfortranarray([[1, 2, 3], [4, 5, 6]]) stores its columns after each other.
        byte[] columns = floats(ByteOrder.LITTLE_ENDIAN, 1, 4, 2, 5, 3, 6);

        assertThat(all(read(npy(header("<f4", true, "(2, 3)"), columns)))).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void fortranOrderOfThreeAxes() throws IOException {
        // Element (i, j, k) of a 2 × 2 × 2 array lies at i + 2j + 4k; its row-major index is 4i + 2j + k.
        byte[] stored = floats(ByteOrder.LITTLE_ENDIAN, 0, 4, 2, 6, 1, 5, 3, 7);

        assertThat(all(read(npy(header("<f4", true, "(2, 2, 2)"), stored)))).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void everyNumberTypeKeepsItsValues() throws IOException {
        assertThat(all(read(npy(header("|u1", false, "(2,)"), new byte[] {0, (byte) 255}))))
                .containsExactly(0, 255);
        assertThat(all(read(npy(header("|i1", false, "(2,)"), new byte[] {127, -128}))))
                .containsExactly(127, -128);
        assertThat(all(read(npy(header("|b1", false, "(2,)"), new byte[] {0, 1}))))
                .containsExactly(0, 1);
        assertThat(all(read(npy(header("<u2", false, "(1,)"), new byte[] {(byte) 0xFF, (byte) 0xFF}))))
                .containsExactly(65535);
        assertThat(all(read(npy(header(">i2", false, "(1,)"), new byte[] {(byte) 0xFF, (byte) 0xFE}))))
                .containsExactly(-2);
        assertThat(all(read(npy(header("<f2", false, "(1,)"), new byte[] {0x00, 0x3E}))))
                .containsExactly(1.5f);
        assertThat(all(read(npy(header("<i8", false, "(2,)"), NpyFiles.longs(-3, 1L << 40)))))
                .containsExactly(-3, 1L << 40);
        byte[] pi = ByteBuffer.allocate(8).putDouble(Math.PI).array();
        assertThat(all(read(npy(header(">f8", false, "(1,)"), pi)))).containsExactly((float) Math.PI);
    }

    @Test
    void readsScalarsEmptyArraysAndVersionTwo() throws IOException {
        assertThat(read(npy(header("<f4", false, "()"), floats(ByteOrder.LITTLE_ENDIAN, 7)))
                        .valueAt(0))
                .isEqualTo(7);
        assertThat(read(npy(header("<f4", false, "(0, 3)"), new byte[0])).shape())
                .isEqualTo(Shape.of(0, 3));

        byte[] one = npy(header("|u1", false, "(1,)"), new byte[] {9});
        byte[] two = new byte[one.length + 2];
        System.arraycopy(one, 0, two, 0, 10);
        System.arraycopy(one, 10, two, 12, one.length - 10);
        two[6] = 2;
        assertThat(all(read(two))).containsExactly(9);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{'descr': '|O', 'fortran_order': False, 'shape': (1,)}; Python objects",
                "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,)}; several fields",
                "{'descr': '<c8', 'fortran_order': False, 'shape': (1,)}; '<c8'",
                "{'descr': '<U3', 'fortran_order': False, 'shape': (1,)}; '<U3'",
                "{'descr': '', 'fortran_order': False, 'shape': (1,)}; ''",
                "{'descr': '<f4', 'fortran_order': 0, 'shape': (1,)}; neither True nor False",
                "{'descr': '<f4', 'fortran_order': False}; missing",
                "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (1,)}; twice",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,)}; no extent",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (1+1,)}; missing",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,)}; no extent",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296)}; more numbers",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (1,)} import os; follows",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'x': 'y'}; unknown key",
                "__import__('os').system('true'); '{' is missing",
                "{'descr; does not end",
            })
    void headersOutsideTheGrammarAreRefused(String header, String reason) {
        refused(npy(header, new byte[64]), "a.npy", reason);
    }

    @Test
    void shapeThatAsksForMoreThanTheFileHoldsIsRefusedBeforeAllocation() throws IOException {
        refused(npy(header("<f4", false, "(1000000, 1000)"), new byte[4]), "4000000000 bytes", "only 4");
    }

    @Test
    void headerThatClaimsGigabytesIsRefusedBeforeAllocation() throws IOException {
        byte[] file = new byte[64];
        System.arraycopy(npy("", new byte[0]), 0, file, 0, 6);
        file[6] = 2;
        file[11] = 0x7F;

        refused(file, "longer than");
    }

    @Test
    void truncatedAndUnknownVersionsAreRefused() throws IOException {
        byte[] whole = npy(header("<f4", false, "(1,)"), new byte[4]);
        byte[] cut = java.util.Arrays.copyOf(whole, 30);
        byte[] future = whole.clone();
        future[6] = 9;

        refused(cut, "cut off");
        refused(future, "version 9");
        refused(new byte[3], "does not begin");
    }

    @Test
    void typeIsKept() throws IOException {
        assertThat(read(npy(header("<u4", false, "(1,)"), new byte[] {-1, -1, -1, -1}))
                        .type())
                .isEqualTo(ElementType.UINT32);
        assertThat(read(npy(header("<u8", false, "(1,)"), NpyFiles.longs(-1))).valueAt(0))
                .isEqualTo(0x1p64);
    }

    private NumericArray read(byte[] bytes) throws IOException {
        return NpyReader.read(write(folder, "a.npy", bytes));
    }

    private static float[] all(NumericArray array) {
        float[] values = new float[(int) array.shape().elements()];
        array.readFloats(0, values, 0, values.length);
        return values;
    }

    private void refused(byte[] bytes, String... words) {
        BadFile.refused("NPY", write(folder, "a.npy", bytes), NpyReader::read, words);
    }
}
