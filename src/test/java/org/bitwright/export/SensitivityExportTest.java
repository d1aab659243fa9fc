package org.bitwright.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.bitwright.analysis.PairedTest;
import org.bitwright.analysis.sensitivity.SensitivityCell;
import org.bitwright.analysis.sensitivity.SensitivityResult;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class SensitivityExportTest {
    private static SensitivityNumbers numbers(SensitivityResult result, int cell) {
        return SensitivityNumbers.of(result, result.cells().get(cell)).orElseThrow();
    }

    @Test
    void lossIsTakenOnTheSamplesOfTheCellAlone() {
        SensitivityResult result = Measured.sensitivity();
        // 60 of the first 100 are wrong, where the float network has 10 wrong: 90 % − 40 %.
        SensitivityNumbers partial = numbers(result, 0);
        assertThat(partial.drop()).isCloseTo(0.5, within(1e-12));
        assertThat(partial.complete()).isFalse();
        assertThat(partial.paired()).contains(new PairedTest(50, 0));
        assertThat(partial.isDifferent()).isTrue();
        assertThat(numbers(result, 1).drop()).isZero();
        assertThat(numbers(result, 1).isDifferent()).isFalse();
        // Two samples more are wrong: p = ½.
        assertThat(numbers(result, 4).paired().orElseThrow().p()).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void sparedLayerIsComparedWithThePresentConfiguration() {
        SensitivityNumbers spared = numbers(Measured.sensitivity(), 3);
        // 20 of 200 wrong in place of 40: 10 points come back.
        assertThat(spared.drop()).isCloseTo(-0.1, within(1e-12));
        assertThat(SensitivityMeasure.DROP.text(spared)).isEqualTo("+10.0");
        // KL of 20/200 in place of 4/200 nats; noise of a hundredth of the signal in place of a tenth.
        assertThat(SensitivityMeasure.KL.value(spared)).isCloseTo(80, within(1e-9));
        assertThat(SensitivityMeasure.SQNR.value(spared)).isCloseTo(10, within(1e-9));
    }

    @Test
    void cellsWithoutReferenceSayNothing() {
        SensitivityResult result = Measured.sensitivity(
                Measured.labelled(1, 10, 0, 0),
                Optional.empty(),
                List.of(
                        Measured.spared("a", Measured.labelled(1, 10, 0, 0)),
                        Measured.cell("a", Measured.TENSOR, 2, Measured.labelled(0, 0, 0, 0))),
                10);
        for (SensitivityCell cell : result.cells()) {
            assertThat(SensitivityNumbers.of(result, cell)).isEmpty();
        }
    }

    @Test
    void measureFollowsTheData() {
        assertThat(SensitivityMeasure.usual(Measured.labelled(1, 10, 0, 0))).isEqualTo(SensitivityMeasure.DROP);
        assertThat(SensitivityMeasure.usual(Measured.unlabelled(10, 0, 0))).isEqualTo(SensitivityMeasure.KL);
        assertThat(SensitivityMeasure.usual(Measured.unlabelled(10, Double.NaN, 0)))
                .isEqualTo(SensitivityMeasure.SQNR);
    }

    @Test
    void heatRisesWithTheHarm() {
        SensitivityResult result = Measured.sensitivity();
        for (SensitivityMeasure measure : SensitivityMeasure.values()) {
            assertThat(measure.heat(numbers(result, 0)))
                    .as("%s", measure)
                    .isGreaterThan(measure.heat(numbers(result, 2)))
                    .isLessThanOrEqualTo(1);
            assertThat(measure.heat(numbers(result, 2))).isGreaterThan(measure.heat(numbers(result, 1)));
            assertThat(measure.heat(numbers(result, 1))).isBetween(0.0, 0.5);
        }
        assertThat(SensitivityMeasure.DROP.heat(numbers(result, 1))).isZero();
    }

    @Test
    void pictureHasACellAMeasurementAndAFrameWhereThereIsNone() throws Exception {
        Document svg = Pictures.parse(SensitivitySvg.write(Measured.sensitivity(), "a <b>"));
        assertThat(Pictures.texts(svg, "title")).contains("a <b>");
        // Two layers by four columns and the spared one; five are measured.
        assertThat(Pictures.elements(svg, "rect", "rule")).hasSize(2 * 5 - 5);
        assertThat(Pictures.texts(svg, "text"))
                .contains("conv<1>", "=fc", "per tensor, minmax, symmetric", "in float")
                .contains("≈50.0", "0.00", "10.0", "+10.0", "1.00", "2 bits", "8 bits");
        assertThat(Pictures.texts(svg, "title"))
                .contains("conv<1>, per tensor, minmax, symmetric, 2 bits: 40.00 % (30.94–49.80), KL 0.5000, SQNR 0 dB,"
                        + " p = 1.776e-15, n = 100");
    }

    @Test
    void unlabelledPictureTellsOfDivergence() throws Exception {
        SensitivityResult result = Measured.sensitivity(
                Measured.unlabelled(100, 0, 0),
                Optional.empty(),
                List.of(Measured.cell("a", Measured.TENSOR, 2, Measured.unlabelled(100, 1.234, 0.01))),
                100);
        Document svg = Pictures.parse(SensitivitySvg.write(result, "t"));
        assertThat(Pictures.texts(svg, "text")).contains("12.3").doesNotContain("in float");
    }

    @Test
    void darkReadersGetDarkColours() {
        String svg = SensitivitySvg.write(Measured.sensitivity(), "t");
        int dark = svg.indexOf("prefers-color-scheme:dark");
        assertThat(svg.indexOf(".h20{fill:" + HeatPalette.colour(1, false))).isBetween(0, dark);
        assertThat(svg.indexOf(".h20{fill:" + HeatPalette.colour(1, true))).isGreaterThan(dark);
    }

    @Test
    void inkStandsOutFromEveryColour() {
        for (int step = 0; step <= HeatPalette.STEPS; step++) {
            double heat = (double) step / HeatPalette.STEPS;
            assertThat(contrast(heat, false)).as("light %d", step).isGreaterThan(4.5);
            assertThat(contrast(heat, true)).as("dark %d", step).isGreaterThan(4.5);
        }
    }

    /** WCAG 2's contrast. */
    private static double contrast(double heat, boolean dark) {
        double colour = luminance(HeatPalette.colour(heat, dark));
        double ink = luminance(HeatPalette.ink(heat, dark));
        return (Math.max(colour, ink) + 0.05) / (Math.min(colour, ink) + 0.05);
    }

    private static double luminance(String colour) {
        int rgb = Integer.parseInt(colour.substring(1), 16);
        double sum = 0;
        double[] weights = {0.0722, 0.7152, 0.2126};
        for (int i = 0; i < 3; i++) {
            double share = (rgb >> 8 * i & 0xFF) / 255.0;
            sum += weights[i] * (share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4));
        }
        return sum;
    }

    @Test
    void colourGetsFartherFromTheGroundStepByStep() {
        for (int step = 1; step <= HeatPalette.STEPS; step++) {
            double low = (step - 1.0) / HeatPalette.STEPS;
            double high = (double) step / HeatPalette.STEPS;
            assertThat(luminance(HeatPalette.colour(high, false)))
                    .isLessThan(luminance(HeatPalette.colour(low, false)));
            assertThat(luminance(HeatPalette.colour(high, true)))
                    .isGreaterThan(luminance(HeatPalette.colour(low, true)));
        }
    }

    @Test
    void tableHoldsEveryDigit() {
        String[] lines = SensitivityCsv.write(Measured.sensitivity()).split("\r\n");
        assertThat(lines).hasSize(1 + 2 + 5);
        int columns = lines[0].split(",").length;
        for (String line : lines) {
            assertThat(line.split(",", -1)).as(line).hasSize(columns);
        }
        assertThat(lines[1]).startsWith("float,,,,,,,0.95,").endsWith(",search");
        assertThat(lines[2]).startsWith("present,,,,,,,0.8,").contains(",160,200,0.8,0.1,10.0,");
        assertThat(lines[3])
                .startsWith("alone,conv<1>,int,tensor,minmax,symmetric,2,0.4,")
                .contains(",40,100,0.4,0.5,0.0,0.5,")
                .endsWith(",true,false,true,0.5,search");
        assertThat(lines[6]).startsWith("spared,conv<1>,float,,,,32,0.9,");
        assertThat(lines[7]).as("no formula for a spreadsheet").startsWith("alone,'=fc,");
    }
}
