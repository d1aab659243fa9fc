package org.bitwright.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.bitwright.analysis.Accuracy;
import org.bitwright.analysis.ActivationSeries;
import org.bitwright.analysis.SweepPlan;
import org.bitwright.analysis.SweepPoint;
import org.bitwright.analysis.SweepResult;
import org.bitwright.analysis.SweepSeries;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.FormatFamily;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Scheme;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class AccuracyChartSvgTest {
    private static final SweepSeries TENSOR =
            new SweepSeries(Granularity.TENSOR, Calibrator.minMax(), Scheme.SYMMETRIC);
    private static final SweepSeries CHANNEL = new SweepSeries(Granularity.CHANNEL, Calibrator.mse(), Scheme.SYMMETRIC);

    @Test
    void pictureIsWellFormedAndHasOneLineASeries() throws Exception {
        Document svg = Pictures.parse(AccuracyChartSvg.write(result(), "LeNet <5> & \"MNIST\""));
        assertThat(Pictures.elements(svg, "path", "line l0")).hasSize(2); // the line and its legend
        assertThat(Pictures.elements(svg, "path", "line l1")).hasSize(2);
        assertThat(Pictures.elements(svg, "path", "float")).hasSize(1);
        assertThat(svg.getElementsByTagName("title").item(0).getTextContent()).isEqualTo("LeNet <5> & \"MNIST\"");
    }

    @Test
    void aFormatOfOneWidthIsADotWithItsInterval() throws Exception {
        SweepSeries fp8 =
                new SweepSeries(FormatFamily.FP8_E4M3, Granularity.TENSOR, Calibrator.minMax(), Scheme.SYMMETRIC);
        SweepSeries mxfp8 =
                new SweepSeries(FormatFamily.MXFP8_E4M3, Granularity.group(32), Calibrator.minMax(), Scheme.SYMMETRIC);
        Accuracy accuracy = new Accuracy(90, 100);
        List<SweepPoint> points = List.of(
                new SweepPoint(8, fp8, accuracy, 100, 1, true), new SweepPoint(8, mxfp8, accuracy, 100, 1, true));
        Document svg = Pictures.parse(AccuracyChartSvg.write(Optional.empty(), points, "t", SweepWords.ENGLISH));
        assertThat(Pictures.elements(svg, "path", "line l0"))
                .as("no line, and none in the legend")
                .isEmpty();
        assertThat(Pictures.elements(svg, "path", "line whisker l0")).hasSize(1);
        assertThat(Pictures.elements(svg, "circle", "s0"))
                .as("the dot and its legend")
                .hasSize(2);
        double left = SweepPlaces.of(points.get(0), List.of(fp8, mxfp8));
        double right = SweepPlaces.of(points.get(1), List.of(fp8, mxfp8));
        assertThat(left).as("beside each other around 8").isLessThan(8).isCloseTo(16 - right, within(1e-9));
        assertThat(SweepWords.ENGLISH.series().apply(mxfp8)).isEqualTo("mxfp8-e4m3");
        assertThat(SweepWords.ENGLISH.series().apply(fp8)).isEqualTo("fp8-e4m3, per tensor, minmax");
    }

    @Test
    void tableNamesTheFormatAndLeavesOutWhatHasNoMeaning() {
        SweepSeries nf4 =
                new SweepSeries(FormatFamily.NF4, Granularity.group(64), Calibrator.minMax(), Scheme.SYMMETRIC);
        List<SweepPoint> points = List.of(
                new SweepPoint(4, nf4, new Accuracy(9, 10), 100, 1, true),
                new SweepPoint(8, CHANNEL, new Accuracy(10, 10), 200, 1, true));
        String[] rows = SweepCsv.write(Optional.empty(), points).split("\r\n");
        assertThat(rows[0]).startsWith("format,granularity,calibrator,scheme,bits,top1");
        assertThat(rows[1]).startsWith("nf4,group:64,,,4,0.9,");
        assertThat(rows[2]).startsWith("int,channel,mse,symmetric,8,1.0,");
    }

    @Test
    void linesOfActivationsSayHowThoseAreQuantized() {
        ActivationSeries mse = new ActivationSeries(Scheme.SYMMETRIC, Calibrator.mse());
        SweepSeries alone = SweepSeries.ofActivations(FormatFamily.INT, mse);
        SweepSeries both = CHANNEL.with(ActivationSeries.usual());
        SweepSeries fp8 = SweepSeries.ofActivations(FormatFamily.FP8_E4M3, ActivationSeries.usual());
        List<SweepPoint> points = List.of(
                new SweepPoint(4, alone, new Accuracy(9, 10), 100, 1, true),
                new SweepPoint(8, both, new Accuracy(10, 10), 200, 1, true),
                new SweepPoint(8, fp8, new Accuracy(10, 10), 200, 1, true));
        String[] rows = SweepCsv.write(Optional.empty(), points).split("\r\n");
        assertThat(rows[0]).endsWith(",complete,part,activation_calibrator,activation_scheme");
        assertThat(rows[1]).startsWith("int,,,,4,0.9,").endsWith(",true,a,mse,symmetric");
        assertThat(rows[2]).startsWith("int,channel,mse,symmetric,8,1.0,").endsWith(",true,wa,minmax,asymmetric");
        assertThat(rows[3]).startsWith("fp8-e4m3,,,,8,1.0,").endsWith(",true,a,minmax,");
        assertThat(points.stream().map(SweepPoint::series).map(SweepWords.ENGLISH.series()))
                .containsExactly(
                        "activations: mse, symmetric",
                        "per channel, mse, symmetric; activations: minmax, asymmetric",
                        "activations: fp8-e4m3, minmax");
    }

    @Test
    void partialPointsAreHollow() throws Exception {
        Document svg = Pictures.parse(AccuracyChartSvg.write(result(), "t"));
        assertThat(Pictures.elements(svg, "polygon", "part l1")).hasSize(1);
        assertThat(Pictures.elements(svg, "circle", "part l0")).isEmpty();
    }

    @Test
    void darkReadersGetDarkColours() {
        String svg = AccuracyChartSvg.write(result(), "t");
        int dark = svg.indexOf("prefers-color-scheme:dark");
        assertThat(svg.indexOf("#0072B2")).isPositive().isLessThan(dark);
        assertThat(svg.indexOf("#4FA8E0")).isGreaterThan(dark);
    }

    @Test
    void chartWithoutPointsHasItsAxes() throws Exception {
        Document svg = Pictures.parse(AccuracyChartSvg.write(Optional.empty(), List.of(), "t", SweepWords.ENGLISH));
        assertThat(Pictures.elements(svg, "path", "rule")).isNotEmpty();
    }

    @Test
    void axesHoldEveryIntervalAndPlaceBitsEvenly() {
        AccuracyAxes axes =
                AccuracyAxes.fitting(List.of(new Accuracy(100, 1000), new Accuracy(990, 1000)), 100, 50, 320, 200);
        assertThat(axes.low()).isLessThanOrEqualTo(new Accuracy(100, 1000).low());
        assertThat(axes.high()).isEqualTo(1.0);
        assertThat(axes.x(1)).isCloseTo(110, within(1e-9)); // 16 columns of 20, centred
        assertThat(axes.x(16)).isCloseTo(410, within(1e-9));
        assertThat(axes.y(axes.high())).isEqualTo(50);
        assertThat(axes.y(axes.low())).isEqualTo(250);
    }

    @Test
    void csvHoldsEveryDigitAndTheFloatRow() {
        String[] lines = SweepCsv.write(result()).split("\r\n");
        assertThat(lines).hasSize(5);
        assertThat(lines[1]).startsWith("float,,,,32,0.99,").endsWith(",990,1000,,,true,,,");
        assertThat(lines[2]).startsWith("int,tensor,minmax,symmetric,2,0.1,").endsWith(",100,1000,500,0.25,true,w,,");
        assertThat(lines[4]).startsWith("int,channel,mse,symmetric,4,0.96,").endsWith(",96,100,900,0.1,false,w,,");
    }

    @Test
    void formatsOfOneWidthHaveNoScheme() {
        SweepSeries fp8 =
                new SweepSeries(FormatFamily.FP8_E4M3, Granularity.group(32), Calibrator.minMax(), Scheme.SYMMETRIC);
        SweepPoint point = new SweepPoint(8, fp8, new Accuracy(97, 100), 700, 0.5, true);
        String[] lines = SweepCsv.write(Optional.empty(), List.of(point)).split("\r\n");
        assertThat(lines[0]).startsWith("format,granularity,calibrator,scheme,bits,top1,");
        assertThat(lines[1]).startsWith("fp8-e4m3,group:32,minmax,,8,0.97,");
    }

    private static SweepResult result() {
        List<SweepPoint> points = List.of(
                new SweepPoint(2, TENSOR, new Accuracy(100, 1000), 500, 0.25, true),
                new SweepPoint(8, TENSOR, new Accuracy(989, 1000), 2000, 0.25, true),
                new SweepPoint(4, CHANNEL, new Accuracy(96, 100), 900, 0.1, false));
        SweepPlan plan = new SweepPlan(List.of(TENSOR, CHANNEL), List.of(2, 4, 8), List.of(), QuantConfig.empty());
        return new SweepResult(plan, new Accuracy(990, 1000), points, 0.2);
    }
}
