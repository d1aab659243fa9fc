package org.bitwright.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.bitwright.analysis.Accuracy;
import org.bitwright.analysis.DataPart;
import org.bitwright.analysis.PairedTest;
import org.bitwright.analysis.search.Budget;
import org.bitwright.analysis.search.ModelCheck;
import org.bitwright.analysis.search.SearchAdvice;
import org.bitwright.export.ReportExploration.Choice;
import org.bitwright.export.ReportExploration.Found;
import org.bitwright.export.ReportExploration.Named;
import org.bitwright.export.ReportExploration.OnPart;
import org.bitwright.task.CancelToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

class ReportExplorationTest {
    @TempDir
    private Path folder;

    private static FrontPoint point(String name, long bytes, boolean front, int uniform, boolean chosen, int only) {
        return new FrontPoint(
                name,
                bytes,
                new Accuracy(990 - only, 1000),
                front,
                uniform == 0 ? OptionalInt.empty() : OptionalInt.of(uniform),
                chosen,
                Optional.of(new PairedTest(only, 0)));
    }

    private static Found found(boolean present) {
        return new Found(
                SearchWords.of(new Budget.AverageBits(4)),
                "2–8 bits, 3.95 on average",
                30_000,
                3.95,
                "refined",
                40,
                present,
                List.of(
                        new OnPart(
                                DataPart.ALL, new Accuracy(985, 1000), new Accuracy(990, 1000), new PairedTest(5, 0)),
                        new OnPart(
                                DataPart.REPORT, new Accuracy(490, 500), new Accuracy(496, 500), new PairedTest(6, 0))),
                List.of(new Choice("conv<1>", "int, 4 bits, per channel")),
                List.of(SearchWords.of(new SearchAdvice.TooFewSamples(0.005, 500, 12_345), new Budget.AverageBits(4))));
    }

    private static ReportExploration exploration(boolean present) {
        return new ReportExploration(
                Optional.of(Measured.sensitivity()),
                List.of(
                        point("2 bits", 16_000, true, 2, false, 100),
                        point("passed over", 25_000, false, 0, false, 90),
                        point("mixed", 30_000, true, 0, true, 5),
                        point("8 bits", 60_000, true, 8, false, 0)),
                Optional.of(new Accuracy(990, 1000)),
                Optional.of(found(present)),
                Optional.of(
                        new ModelCheck(List.of(new ModelCheck.Pair(0.1, 0.2), new ModelCheck.Pair(0.2, 0.1)), 0.8765)),
                List.of(new Named("a<b", "4 bits", 31_000, Optional.empty())));
    }

    private Document write(ReportExploration exploration) throws Exception {
        Path file = folder.resolve("r.html");
        ReportFacts facts =
                new ReportFacts(Optional.empty(), Optional.empty(), List.of(), List.of(), List.of(), exploration);
        new ReportExport(facts).write(ParameterSources.lenet(), file, CancelToken.none());
        return Pictures.parse(Files.readString(file));
    }

    @Test
    void foundConfigurationIsToldWithTheHalfThatNothingWasChosenOn() throws Exception {
        Document page = write(exploration(false));
        assertThat(Pictures.texts(page, "p"))
                .anyMatch(
                        text -> text.startsWith("Under a budget of at most 4 bits a weight on average: 2–8 bits, 3.95")
                                && text.contains("The configuration of this report is another one."));
        assertThat(Pictures.texts(page, "td"))
                .contains("report half: no choice was made on it", "98.00\u00a0% (96.36–98.91)", "99.20\u00a0%")
                // 5 to 0: p = 2/32; 6 to 0: 2/64.
                .contains("not different (p = 0.0625)", "different (p = 0.0313)");
        assertThat(Pictures.texts(page, "td")).contains("conv<1>", "int, 4 bits, per channel");
        assertThat(Pictures.texts(page, "li"))
                .contains("500 samples are too few to tell a loss of 0.50 % from chance; 12,345 would do.");
    }

    @Test
    void layersOfThePresentConfigurationAreNotToldTwice() throws Exception {
        Document page = write(exploration(true));
        assertThat(Pictures.texts(page, "p"))
                .anyMatch(text -> text.contains("It is the configuration of this report."));
        assertThat(Pictures.texts(page, "summary")).doesNotContain("What it chose for each layer");
    }

    @Test
    void tableOfTheFrontLeavesOutWhatIsNeitherOnItNorUniform() throws Exception {
        Document page = write(exploration(false));
        assertThat(Pictures.texts(page, "td")).contains("2 bits", "mixed", "8 bits", "front, found");
        assertThat(Pictures.texts(page, "td")).doesNotContain("passed over");
        assertThat(Pictures.texts(page, "title")).anyMatch(tip -> tip.startsWith("passed over: 25 KB, 90.00 %"));
        assertThat(Pictures.texts(page, "td")).contains("a<b", "31.0 KB");
    }

    @Test
    void modelIsCheckedByRanks() throws Exception {
        assertThat(Pictures.texts(write(exploration(false)), "p"))
                .anyMatch(text -> text.contains("On 2 random configurations") && text.endsWith("measured is 0.8765."));
    }

    @Test
    void sensitivityIsAMapWithItsNumbers() throws Exception {
        Document page = write(exploration(false));
        assertThat(Pictures.texts(page, "h2")).contains("What each layer alone costs");
        assertThat(Pictures.texts(page, "summary")).contains("The numbers (5)");
        assertThat(Pictures.texts(page, "p"))
                .anyMatch(text -> text.contains("on 200 samples of the half of the data that choices are made on")
                        && text.contains("left in float"));
        assertThat(Pictures.texts(page, "td")).contains("alone in float", "40.00\u00a0% (30.94–49.80)");
    }

    @Test
    void whatWasNotMeasuredIsNotMentioned() throws Exception {
        Document page = write(ReportExploration.none());
        assertThat(Pictures.texts(page, "h2"))
                .doesNotContain(
                        "What the search found",
                        "Whether the error model predicts",
                        "Size and accuracy",
                        "Variants",
                        "What each layer alone costs");
    }
}
