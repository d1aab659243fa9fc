package org.bitwright.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.bitwright.training.EpochRecord;
import org.bitwright.training.Validation;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class TrainingFilesTest {
    private static final List<TrainingCurve> CURVES = List.of(
            new TrainingCurve(
                    "=4 <bits>",
                    List.of(
                            epoch(1, 0.5, 700, Optional.of(new Validation.Score(0.4, 80, 100))),
                            epoch(2, 0.25, 800, Optional.of(new Validation.Score(0.5, 75, 100)))),
                    1),
            new TrainingCurve(
                    "diverged",
                    List.of(epoch(1, 3, 100, Optional.empty()), epoch(2, Double.NaN, 90, Optional.empty())),
                    1));

    private static EpochRecord epoch(int number, double loss, int correct, Optional<Validation.Score> held) {
        return new EpochRecord(number, 0.001, loss, correct, 1000, held, 2, 0.125, List.of());
    }

    @Test
    void csvHasALineAnEpochWithAllDigits() {
        assertThat(TrainingCsv.write(CURVES).lines())
                .containsExactly(
                        "run,epoch,best,rate,training_loss,training_accuracy,training_correct,training_samples,"
                                + "validation_loss,validation_accuracy,validation_correct,validation_samples,seconds,sparsity",
                        "'=4 <bits>,1,true,0.001,0.5,0.7,700,1000,0.4,0.8,80,100,2.0,0.125",
                        "'=4 <bits>,2,false,0.001,0.25,0.8,800,1000,0.5,0.75,75,100,2.0,0.125",
                        "diverged,1,true,0.001,3.0,0.1,100,1000,,,,,2.0,0.125",
                        "diverged,2,false,0.001,,0.09,90,1000,,,,,2.0,0.125");
    }

    @Test
    void drawingIsWellFormedAndBreaksLinesAtWhatIsNoNumber() throws Exception {
        String svg = TrainingSvg.write(CURVES, "a & b");
        Document parsed = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
        assertThat(parsed.getElementsByTagName("title").item(0).getTextContent())
                .isEqualTo("a & b");
        assertThat(svg)
                .contains("=4 &lt;bits&gt;, epoch 1: loss 0.4000", "accuracy (%)", "validation")
                .doesNotContain("NaN");
        // Of the second run the loss has one place; its line goes nowhere from there.
        assertThat(svg.lines()
                        .filter(line -> line.contains("class=\"line trained l1\""))
                        .findFirst()
                        .orElseThrow())
                .doesNotContain("L");
    }

    @Test
    void ringsAreAroundTheEpochsThatAreKept() {
        long rings = TrainingSvg.write(CURVES, "")
                .lines()
                .filter(line -> line.contains("class=\"kept\""))
                .count();
        // Two runs in two plots, and the legend's.
        assertThat(rings).isEqualTo(5);
    }
}
