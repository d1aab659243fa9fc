package org.bitwright.ui.app;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.scene.control.Label;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.bitwright.analysis.Accuracy;
import org.bitwright.export.BrokenRules;
import org.bitwright.export.ExportResult;
import org.bitwright.export.ExportTarget;
import org.bitwright.export.FileResults;
import org.bitwright.export.Parity;
import org.bitwright.onnx.OptimizedGraph;
import org.bitwright.onnx.OptimizedGraph.Kernel;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.RuleTexts;
import org.bitwright.ui.common.Texts;

/** What was written: how the file itself does, how near it is to the simulation, what runs in integers, what it lost. */
final class ExportWindow {
    private static final int ROUNDS_ACTIVATIONS = 4;

    private final ExportResult result;
    private Optional<ResultDialog> shown = Optional.empty();

    ExportWindow(ExportResult result) {
        this.result = result;
    }

    /** @param measureSpeed measures how fast the file is */
    void show(Stage owner, Runnable measureSpeed) {
        ResultDialog dialog = new ResultDialog(
                owner,
                "export-result",
                Texts.bind("export.done"),
                Texts.bind("exportResult.heading", String.valueOf(result.path().getFileName())));
        if (result.graph().isPresent()) {
            dialog.button("export-speed", Texts.bind("action.MEASURE_SPEED"), measureSpeed);
        }
        shown = Optional.of(dialog);
        dialog.show(this::content, () -> shown = Optional.empty());
    }

    void close() {
        shown.ifPresent(ResultDialog::close);
    }

    private VBox content() {
        TabPane details = new TabPane(losses());
        details.setId("export-details");
        details.getStyleClass().add("dense");
        details.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
        integers().ifPresent(graph -> details.getTabs().add(operators(graph)));
        if (sentences().isEmpty()) {
            details.getSelectionModel().selectLast();
        }
        VBox.setVgrow(details, Priority.ALWAYS);
        VBox content = new VBox(figures(), details);
        content.getStyleClass().add("dialog-lines");
        return content;
    }

    private GridPane figures() {
        GridPane figures = ResultDialog.figures();
        result.results().ifPresent(found -> accuracy(figures, found));
        parity(figures);
        integers()
                .ifPresent(graph -> ResultDialog.figure(
                        figures, "export-kernels", Texts.get("exportResult.kernels"), kernels(graph)));
        ResultDialog.figure(
                figures,
                "export-file",
                Texts.get("exportResult.file"),
                Texts.get("export.written", String.valueOf(result.path()), Numbers.bytes(result.bytes())));
        return figures;
    }

    private static void accuracy(GridPane figures, FileResults found) {
        String samples = Numbers.count(found.samples());
        found.accuracy().ifPresent(accuracy -> ResultDialog.figure(
                        figures,
                        "export-accuracy",
                        Texts.get("exportResult.accuracy"),
                        Texts.get("exportResult.accuracyOf", withInterval(accuracy), samples))
                .getStyleClass()
                .add("figure"));
        ResultDialog.figure(
                figures,
                "export-beside-float",
                Texts.get("exportResult.besideFloat"),
                Texts.get(
                        "exportResult.besideFloatOf",
                        Numbers.percent(found.agreement()),
                        samples,
                        Numbers.decibels(found.outputSqnrDb().orElse(Double.NaN)),
                        Numbers.cosine(found.outputCosine().orElse(Double.NaN))));
    }

    private static String withInterval(Accuracy accuracy) {
        return Numbers.percent(accuracy.top1()) + " ± " + Numbers.points((accuracy.high() - accuracy.low()) / 2);
    }

    private void parity(GridPane figures) {
        String name = Texts.get("exportResult.parity");
        if (result.check().isPresent()) {
            ResultDialog.figure(
                    figures, "export-parity", name, parity(result.check().get()));
        } else if (result.target() == ExportTarget.QDQ || result.target() == ExportTarget.SIMULATED) {
            ResultDialog.figure(figures, "export-parity", name, Texts.get("export.noParity"));
        }
    }

    private static String parity(Parity parity) {
        String samples = Texts.get(
                parity.calibration() ? "exportResult.calibrationSamples" : "exportResult.evaluationSamples",
                Numbers.count(parity.samples()));
        String text = Texts.get(
                "exportResult.parityOf",
                Numbers.shortText(parity.maxDifference()),
                Numbers.percent(parity.agreement()),
                samples);
        return parity.exactDifference().isEmpty()
                ? text
                : text + "\n"
                        + Texts.get(
                                "exportResult.exact",
                                Numbers.shortText(parity.exactDifference().getAsDouble()));
    }

    /** How the operators of a network with integers are computed; simulated weights are floats everywhere. */
    private Optional<OptimizedGraph> integers() {
        return result.graph().filter(graph -> result.target() == ExportTarget.QDQ);
    }

    static String kernels(OptimizedGraph graph) {
        String text = Texts.get(
                "exportResult.kernelsOf",
                Numbers.count(graph.count(OptimizedGraph.Numbers.INTEGER)),
                Numbers.count(graph.kernels().size()),
                Numbers.count(graph.count(OptimizedGraph.Numbers.NARROW_WEIGHTS)),
                Numbers.count(graph.count(OptimizedGraph.Numbers.FLOAT)));
        return graph.accuracyLevel().isEmpty()
                ? text
                : text + "\n" + level(graph.accuracyLevel().getAsInt());
    }

    /** What the accuracy level of products with narrow weights comes to. */
    private static String level(int level) {
        return Texts.get(
                level == ROUNDS_ACTIVATIONS ? "exportResult.levelRounds" : "exportResult.level", String.valueOf(level));
    }

    private Tab losses() {
        List<String> losses = sentences();
        SentenceList list = new SentenceList("export-losses", losses);
        Label none = new Label(Texts.get("exportResult.noLosses"));
        none.getStyleClass().add("muted");
        list.setPlaceholder(none);
        return new Tab(Texts.get("exportResult.losses", Numbers.count(losses.size())), list);
    }

    private List<String> sentences() {
        BrokenRules broken = result.broken();
        String target = Texts.get("target." + broken.target().name());
        return Stream.concat(
                        broken.notes().stream()
                                .map(note -> Texts.get("exportResult.broken", target, RuleTexts.sentence(note))),
                        result.losses().stream().map(Texts::of))
                .toList();
    }

    private static Tab operators(OptimizedGraph graph) {
        FigureTable<Kernel> table = new FigureTable<Kernel>("export-operators")
                .text("exportResult.operator", Kernel::operator, 1.4)
                .text("exportResult.type", Kernel::type, 0.7)
                .text("exportResult.kernel", Kernel::kernel, 1.1)
                .text(
                        "exportResult.computes",
                        kernel -> Texts.get("exportNumbers." + kernel.numbers().name()),
                        0.9)
                .text("exportResult.reason", kernel -> Texts.of(kernel.reason()), 2.4);
        table.getItems().setAll(graph.kernels());
        return new Tab(
                Texts.get(
                        "exportResult.operators", Numbers.count(graph.kernels().size())),
                table);
    }
}
