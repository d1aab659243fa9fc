package org.bitwright.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.bitwright.analysis.Accuracy;
import org.bitwright.analysis.PairedTest;
import org.bitwright.analysis.search.ModelCheck;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class FrontExportTest {
    private static FrontPoint point(String name, long bytes, int correct, boolean front, int uniform, boolean chosen) {
        return new FrontPoint(
                name,
                bytes,
                new Accuracy(correct, 1000),
                front,
                uniform == 0 ? OptionalInt.empty() : OptionalInt.of(uniform),
                chosen,
                Optional.of(new PairedTest(970 - correct, 0)));
    }

    private static List<FrontPoint> points() {
        return List.of(
                point("2 bits", 20_000, 600, true, 2, false),
                point("4 bits", 40_000, 930, false, 4, false),
                point("8 bits", 80_000, 970, true, 8, false),
                point("m<1>", 39_000, 965, true, 0, true),
                point("m2", 50_000, 940, false, 0, false));
    }

    @Test
    void pictureMarksUniformOnesAndJoinsTheFront() throws Exception {
        Document svg =
                Pictures.parse(FrontSvg.write(points(), Optional.of(new Accuracy(972, 1000)), "t", FrontWords.ENGLISH));
        // Squares: three uniform ones, one of them beaten, and the legend's.
        assertThat(Pictures.elements(svg, "polygon", "s1")).hasSize(2 + 1);
        assertThat(Pictures.elements(svg, "polygon", "s1 beaten")).hasSize(1);
        assertThat(Pictures.elements(svg, "circle", "s0 beaten")).hasSize(1);
        assertThat(Pictures.elements(svg, "polygon", "s3"))
                .as("the one spoken of and its legend")
                .hasSize(2);
        assertThat(Pictures.texts(svg, "text")).contains("4", "8", "20 KB", "float 97.20 %", "found");
        String stair = Pictures.elements(svg, "path", "line front l0").get(0).getAttribute("d");
        assertThat(stair.chars().filter(c -> c == 'V')).as("two steps up").hasSize(2);
        assertThat(Pictures.texts(svg, "title"))
                .anyMatch(tip -> tip.startsWith("m<1>: 39 KB, 96.50 % (95.17–97.47), n = 1000, not different"))
                .anyMatch(tip -> tip.startsWith("4 bits: 40 KB, 93.00 %") && tip.contains(", different from float"));
    }

    @Test
    void whatIsFarWorseStandsAtTheLowerEdgeWithItsNumber() throws Exception {
        Document svg = Pictures.parse(FrontSvg.write(points(), Optional.empty(), "t", FrontWords.ENGLISH));
        // 60 % is far below the 97 % of the best; 93 % is not.
        assertThat(Pictures.texts(svg, "text")).contains("2 ↓ 60 %", "4", "8").doesNotContain("60", "2");
        assertThat(Pictures.elements(svg, "path", "line whisker l1"))
                .as("of 8 bits")
                .hasSize(1);
        assertThat(Pictures.elements(svg, "path", "line whisker beaten l1"))
                .as("of 4 bits")
                .hasSize(1);
    }

    @Test
    void halfTheSizeIsTheSameStepEverywhere() {
        SizeAxis axis = SizeAxis.fitting(List.of(10_000L, 160_000L), 100, 400);
        double step = axis.x(80_000) - axis.x(40_000);
        assertThat(axis.x(160_000) - axis.x(80_000)).isCloseTo(step, within(1e-9));
        assertThat(axis.x(10_000)).isGreaterThan(100);
        assertThat(axis.x(160_000)).isLessThan(500);
        assertThat(axis.bytes(axis.x(12_345))).isCloseTo(12_345, within(1e-6));
        assertThat(axis.ticks()).startsWith(10_000L, 15_000L).endsWith(150_000L).isSorted();
    }

    @Test
    void oneSizeAloneStillHasAnAxis() {
        SizeAxis axis = SizeAxis.fitting(List.of(5000L), 0, 100);
        assertThat(axis.x(5000)).isCloseTo(50, within(1e-9));
        assertThat(axis.ticks()).contains(5000L);
    }

    @Test
    void chartWithoutPointsHasItsAxes() throws Exception {
        Document svg = Pictures.parse(FrontSvg.write(List.of(), Optional.empty(), "t", FrontWords.ENGLISH));
        assertThat(Pictures.elements(svg, "path", "rule")).isNotEmpty();
        assertThat(Pictures.elements(svg, "path", "line front l0"))
                .as("its legend")
                .hasSize(1);
    }

    @Test
    void tableHoldsThePairedTest() {
        String[] lines = FrontCsv.write(points(), true).split("\r\n");
        assertThat(lines[0]).startsWith("name,weight_bytes,top1,low95");
        // 5 samples to 0: p = 2/32.
        assertThat(lines[4]).startsWith("m<1>,39000,0.965,").endsWith(",965,1000,true,,true,5,0,0.0625,false");
        assertThat(lines[2])
                .startsWith("4 bits,40000,0.93,")
                .endsWith(",true")
                .contains(",930,1000,false,4,false,40,0,");
        assertThat(FrontCsv.write(List.of(), false)).startsWith("name,weight_bytes,agreement,");
    }

    @Test
    void checkOfTheModelDrawsWhatHasALogarithm() throws Exception {
        ModelCheck check = new ModelCheck(
                List.of(
                        new ModelCheck.Pair(0.001, 0.002),
                        new ModelCheck.Pair(1, 10),
                        new ModelCheck.Pair(0.1, 0),
                        new ModelCheck.Pair(0.01, 0.02)),
                0.8);
        Document svg = Pictures.parse(ModelCheckSvg.write(check, "t"));
        List<Double> across = Pictures.elements(svg, "circle", "s0").stream()
                .map(circle -> Double.valueOf(circle.getAttribute("cx")))
                .toList();
        assertThat(across).hasSize(3);
        // 0.001, 0.01 and 1: the second is a third of the way.
        assertThat(across.get(2) - across.get(0)).isCloseTo((across.get(1) - across.get(0)) / 3, within(0.2));
        assertThat(Pictures.texts(svg, "text")).contains("predicted", "measured", "0.01", "1");
    }
}
