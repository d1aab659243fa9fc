package org.bitwright.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.bitwright.analysis.Accuracy;
import org.bitwright.training.GradientRounding;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class GradientWidthsTest {
    private static GradientWidth width(String run, Optional<GradientRounding> how, int correct, boolean complete) {
        return new GradientWidth(run, how, new Accuracy(correct, 100), 2, 3, 1.5, complete);
    }

    private static Optional<GradientRounding> rounding(int bits, boolean stochastic, boolean feedback) {
        return Optional.of(new GradientRounding(bits, stochastic, feedback));
    }

    private static List<GradientWidth> widths() {
        return List.of(
                width("full", Optional.empty(), 95, true),
                width("=8", rounding(8, true, false), 94, true),
                width("2", rounding(2, true, false), 80, false),
                width("4, fed back", rounding(4, false, true), 90, true));
    }

    @Test
    void everyWayOfRoundingIsALineFromNarrowToWide() throws Exception {
        assertThat(GradientWidthsSvg.lines(widths()).values())
                .extracting(line -> line.stream().map(GradientWidth::bits).toList())
                .containsExactly(List.of(2, 8), List.of(4));
        Document svg = Pictures.parse(GradientWidthsSvg.write(widths(), "<digits> & more", GradientWidthWords.ENGLISH));
        assertThat(Pictures.elements(svg, "path", "line l0")).hasSize(2); // the line and its legend
        assertThat(Pictures.elements(svg, "path", "band s0")).hasSize(1);
        assertThat(Pictures.elements(svg, "path", "line whisker l1"))
                .as("of a run alone")
                .hasSize(1);
        assertThat(svg.getElementsByTagName("title").item(0).getTextContent()).isEqualTo("<digits> & more");
    }

    @Test
    void fullPrecisionIsALineWithItsInterval() throws Exception {
        Document svg = Pictures.parse(GradientWidthsSvg.write(widths(), "t", GradientWidthWords.ENGLISH));
        assertThat(Pictures.elements(svg, "path", "float")).hasSize(1);
        assertThat(Pictures.elements(svg, "rect", "full")).hasSize(1);
        Document without =
                Pictures.parse(GradientWidthsSvg.write(widths().subList(1, 4), "t", GradientWidthWords.ENGLISH));
        assertThat(Pictures.elements(without, "path", "float")).isEmpty();
        assertThat(Pictures.elements(without, "rect", "full")).isEmpty();
    }

    @Test
    void aRunThatIsNotAtItsEndIsHollow() throws Exception {
        Document svg = Pictures.parse(GradientWidthsSvg.write(widths(), "t", GradientWidthWords.ENGLISH));
        assertThat(Pictures.elements(svg, "circle", "part l0")).hasSize(1);
        assertThat(Pictures.elements(svg, "circle", "s0"))
                .as("the other run and the legend")
                .hasSize(2);
    }

    @Test
    void waysOfRoundingHaveNames() {
        assertThat(GradientWidthWords.ENGLISH.series().apply(new GradientRounding(2, true, false)))
                .isEqualTo("stochastic");
        assertThat(GradientWidthWords.ENGLISH.series().apply(new GradientRounding(2, false, true)))
                .isEqualTo("nearest, error feedback");
    }

    @Test
    void allDigitsAreWritten() {
        List<String> lines = GradientWidthsCsv.write(widths()).lines().toList();
        assertThat(lines).hasSize(5);
        assertThat(lines.get(0))
                .isEqualTo("run,bits,rounding,error_feedback,top1,low95,high95,correct,samples,epoch,epochs,seconds,"
                        + "complete");
        Accuracy full = new Accuracy(95, 100);
        assertThat(lines.get(1)).isEqualTo("full,32,,,0.95," + full.low() + "," + full.high() + ",95,100,2,3,1.5,true");
        assertThat(lines.get(2)).as("no formula for a spreadsheet").startsWith("'=8,8,stochastic,false,0.94,");
        assertThat(lines.get(3)).endsWith(",false");
        assertThat(lines.get(4)).startsWith("\"4, fed back\",4,nearest,true,0.9,");
    }
}
