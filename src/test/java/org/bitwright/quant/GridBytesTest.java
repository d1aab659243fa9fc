package org.bitwright.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class GridBytesTest {
    private static final NumberFormat MXFP4 = new NumberFormat.Microscaling(FloatType.E2M1);

    private static String hex(NumberFormat format, boolean zeroPoints, Grid... grids) {
        return HexFormat.of().formatHex(new GridBytes(format, zeroPoints).encode(List.of(grids)));
    }

    private static List<Grid> decoded(NumberFormat format, boolean zeroPoints, int granules, String hex) {
        return new GridBytes(format, zeroPoints).decode(HexFormat.of().parseHex(hex), granules);
    }

    /** 0.5 is 3f000000, 2 is 40000000; zero points 5, 10 and 15 less qmin 0 in 4 bits, the first one lowest: a5 0f. */
    @Test
    void scalesComeFirstThenPackedZeroPoints() {
        NumberFormat int4 = NumberFormat.uniform(4, Scheme.ASYMMETRIC);
        UniformGrid a = new UniformGrid(0.5f, 5, 0, 15);
        UniformGrid b = new UniformGrid(2, 10, 0, 15);
        UniformGrid c = new UniformGrid(2, 15, 0, 15);

        assertThat(hex(int4, true, a, b, c)).isEqualTo("0000003f" + "00000040" + "00000040" + "a50f");
        assertThat(decoded(int4, true, 3, "0000003f0000004000000040a50f")).containsExactly(a, b, c);
    }

    /** −3 less −128 is 125. */
    @Test
    void signedZeroPointsCountFromTheLowestCode() {
        NumberFormat int8 = NumberFormat.uniform(8, Scheme.SYMMETRIC);
        UniformGrid grid = new UniformGrid(1, -3, -128, 127);

        assertThat(hex(int8, true, grid)).isEqualTo("0000803f7d");
        assertThat(decoded(int8, true, 1, "0000803f7d")).containsExactly(grid);
    }

    /** 1 is exponent 127, 2^−127 is 0, 2^127 is 254. */
    @Test
    void sharedExponentsAreE8M0() {
        FloatGrid one = new FloatGrid(FloatType.E2M1, 1, true);
        FloatGrid least = new FloatGrid(FloatType.E2M1, 0x1p-127f, true);
        FloatGrid most = new FloatGrid(FloatType.E2M1, 0x1p127f, true);

        assertThat(hex(MXFP4, false, one, least, most)).isEqualTo("7f00fe");
        assertThat(decoded(MXFP4, false, 3, "7f00fe")).containsExactly(one, least, most);
        assertThatThrownBy(() -> decoded(MXFP4, false, 1, "ff")).hasMessageContaining("NaN");
    }

    /** E4M3: 1 is 38, 448 is 7e, 0 is 00; 7f is NaN, b8 is −1. */
    @Test
    void blockScalesAreE4M3BehindTheTensorsScale() {
        NumberFormat nvfp4 = new NumberFormat.NvFp4();
        NvFp4Grid one = new NvFp4Grid(0.5f, 1);
        NvFp4Grid most = new NvFp4Grid(0.5f, 448);
        NvFp4Grid none = new NvFp4Grid(0.5f, 0);

        assertThat(hex(nvfp4, false, one, most, none)).isEqualTo("0000003f" + "387e00");
        assertThat(decoded(nvfp4, false, 3, "0000003f387e00")).containsExactly(one, most, none);
        assertThatThrownBy(() -> decoded(nvfp4, false, 1, "0000003f7f")).hasMessageContaining("scale");
        assertThatThrownBy(() -> decoded(nvfp4, false, 1, "0000003fb8")).hasMessageContaining("scale");
        assertThatThrownBy(() -> decoded(nvfp4, false, 1, "0000c07f38")).hasMessageContaining("scale");
    }

    @Test
    void codebooksAreTheirCentroids() {
        NumberFormat codebook = new NumberFormat.Codebook(1);
        TableGrid grid = new TableGrid(LevelTable.of(-1, 0.5f), 1);

        assertThat(hex(codebook, false, grid)).isEqualTo("000080bf0000003f");
        assertThat(decoded(codebook, false, 1, "000080bf0000003f")).containsExactly(grid);
        assertThatThrownBy(() -> decoded(codebook, false, 1, "0000003f000080bf"))
                .hasMessageContaining("rise");
    }

    @Test
    void halfFloatsHaveNothing() {
        NumberFormat half = new NumberFormat.HalfFloat(FloatType.FLOAT16, false);
        FloatGrid grid = new FloatGrid(FloatType.FLOAT16, 1, false);

        assertThat(hex(half, false, grid)).isEmpty();
        assertThat(decoded(half, false, 1, "")).containsExactly(grid);
    }

    @Test
    void ternaryIsItsAlpha() {
        NumberFormat ternary = new NumberFormat.Ternary();

        assertThat(hex(ternary, false, new TernaryGrid(0.3f, 0.5f))).isEqualTo("0000003f");
        assertThat(decoded(ternary, false, 1, "0000003f").get(0).decode(-1)).isEqualTo(-0.5f);
    }

    @Test
    void whatNoGridCanHaveIsRefused() {
        NumberFormat int8 = NumberFormat.uniform(8, Scheme.SYMMETRIC);
        NumberFormat int4 = NumberFormat.uniform(4, Scheme.ASYMMETRIC);
        assertThatThrownBy(() -> decoded(int8, false, 1, "0000c07f")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> decoded(int8, false, 1, "000080bf")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> decoded(int8, false, 1, "0000803f00")).hasMessageContaining("5 bytes");
        assertThatThrownBy(() -> decoded(int8, false, 2, "0000803f")).hasMessageContaining("2 grids take 8");
        assertThatThrownBy(() -> decoded(int4, true, 1, "0000803fa5")).hasMessageContaining("not filled with zeros");
        assertThatThrownBy(() -> decoded(NumberFormat.binary(), false, 1, "000080ff"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
