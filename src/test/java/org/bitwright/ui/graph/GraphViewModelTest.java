package org.bitwright.ui.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.bitwright.analysis.DataPart;
import org.bitwright.analysis.Fidelity;
import org.bitwright.analysis.Outcomes;
import org.bitwright.analysis.SweepSeries;
import org.bitwright.analysis.sensitivity.SensitivityCell;
import org.bitwright.analysis.sensitivity.SensitivityColumn;
import org.bitwright.analysis.sensitivity.SensitivityPlan;
import org.bitwright.analysis.sensitivity.SensitivityResult;
import org.bitwright.export.SensitivityMeasure;
import org.bitwright.project.Project;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.FormatFamily;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.Scheme;
import org.bitwright.ui.common.EdgeRow;
import org.bitwright.ui.common.Heat;
import org.bitwright.ui.common.LayerRow;
import org.bitwright.ui.common.ScriptedDialogs;
import org.bitwright.ui.common.Tasks;
import org.bitwright.ui.common.Workbench;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GraphViewModelTest {
    private final Workbench workbench = new Workbench(Tasks.sameThread(), new ScriptedDialogs());
    private final GraphViewModel model = new GraphViewModel(workbench, Tasks.sameThread());

    @BeforeEach
    void open() throws IOException {
        workbench.show(Project.create(Path.of("sample-models", "residual.onnx")));
    }

    @AfterEach
    void close() {
        workbench.close();
    }

    @Test
    void nothingIsLaidOutBeforeSomeoneLooks() throws IOException {
        assertThat(model.stateProperty().get()).isEqualTo(GraphViewModel.State.NOTHING);
        model.activeProperty().set(true);
        assertThat(model.stateProperty().get()).isEqualTo(GraphViewModel.State.SHOWN);
        DrawnGraph first = graph();
        workbench.show(Project.create(Path.of("sample-models", "lenet5.onnx")));
        assertThat(graph()).isNotSameAs(first);
        workbench.show(Project.create(Path.of("sample-models", "residual.onnx")));
        assertThat(graph()).as("laid out before").isSameAs(first);
        workbench.close();
        assertThat(model.graph()).isEmpty();
        assertThat(model.stateProperty().get()).isEqualTo(GraphViewModel.State.NOTHING);
    }

    @Test
    void aNodeChoosesItsLayerAndTheTableItsNode() {
        look();
        model.choose(node("block2/conv1/Conv"), false);
        assertThat(selected()).containsExactly("block2/conv1/Conv");
        model.choose(node("fc/Gemm"), true);
        assertThat(selected()).containsExactly("block2/conv1/Conv", "fc/Gemm");
        model.choose(node("block2/conv1/Conv"), true);
        assertThat(selected()).containsExactly("fc/Gemm");
        workbench.select(List.of(workbench.row("conv1/Conv").orElseThrow()));
        assertThat(model.isSelected(node("conv1/Conv"))).isTrue();
        assertThat(model.isSelected(node("fc/Gemm"))).isFalse();
        assertThat(model.cursorProperty().get()).hasValue(node("conv1/Conv"));
    }

    @Test
    void whatHoldsNoLayerOnlyGetsTheCursor() {
        look();
        List<String> before = selected();
        int add = graph().before(node("block2/conv1/Conv")).get(0);
        model.choose(add, false);
        assertThat(selected()).isEqualTo(before);
        assertThat(model.cursorProperty().get()).hasValue(add);
    }

    @Test
    void aLinkChoosesItsActivation() {
        look();
        int link = IntStream.range(0, graph().links())
                .filter(i -> graph().node(graph().link(i).from()).name().equals("input"))
                .findFirst()
                .orElseThrow();
        workbench.activations().select(List.of());
        model.chooseLink(link, false);
        assertThat(workbench.activations().selected())
                .extracting(EdgeRow::name)
                .containsExactly(graph().link(link).value());
        assertThat(model.isLinkSelected(link)).isTrue();
        model.chooseLink(link, true);
        assertThat(workbench.activations().selected()).isEmpty();
    }

    @Test
    void theCursorWalksAlongTheLinks() {
        look();
        model.look(OptionalInt.of(node("conv1/Conv")));
        model.move(Direction.DOWN);
        assertThat(cursor().type()).isEqualTo("Relu");
        model.move(Direction.UP);
        assertThat(cursor().name()).isEqualTo("conv1/Conv");
        model.move(Direction.UP);
        assertThat(cursor().kind()).isEqualTo(GraphNode.Kind.INPUT);
        model.move(Direction.UP);
        assertThat(cursor().kind()).as("nothing above").isEqualTo(GraphNode.Kind.INPUT);
    }

    @Test
    void theCursorGoesToTheSideAndBack() {
        look();
        int shortcut = node("block2/shortcut/Conv");
        int beside = node("block2/conv1/Conv");
        boolean right = graph().box(beside).x() > graph().box(shortcut).x();
        model.look(OptionalInt.of(shortcut));
        model.move(right ? Direction.RIGHT : Direction.LEFT);
        assertThat(model.cursorProperty().get()).hasValue(beside);
        model.move(right ? Direction.LEFT : Direction.RIGHT);
        assertThat(model.cursorProperty().get()).hasValue(shortcut);
    }

    @Test
    void hitsAreSteppedThroughInTheOrderOfTheNetworkAndAround() {
        look();
        model.wantedProperty().set("gemm");
        assertThat(model.foundProperty().get().hits()).containsExactly(node("fc/Gemm"));
        model.wantedProperty().set("BLOCK2 conv");
        List<Integer> hits = model.foundProperty().get().hits();
        assertThat(hits).hasSize(3).isSorted();
        assertThat(model.isHit(hits.get(1))).isTrue();
        assertThat(model.isHit(node("fc/Gemm"))).isFalse();
        model.step(1);
        assertThat(model.cursorProperty().get()).hasValue(hits.get(0));
        model.step(-1);
        assertThat(model.cursorProperty().get()).hasValue(hits.get(2));
        model.step(1);
        assertThat(model.cursorProperty().get()).hasValue(hits.get(0));
        model.wantedProperty().set("no such thing");
        model.step(1);
        assertThat(model.foundProperty().get()).isEqualTo(FoundNodes.NONE);
    }

    @Test
    void aLayerIsColouredByItsErrorAsInTheTable() {
        look();
        LayerRow row = workbench.row("conv1/Conv").orElseThrow();
        Tint before = model.tint(node("conv1/Conv"));
        double db = row.quantized().orElseThrow().error().sqnrDb();
        assertThat(before.colour(false)).isEqualTo(Heat.ofSqnr(db));
        workbench.editing().bits(List.of(row), 2);
        Tint after = model.tint(node("conv1/Conv"));
        assertThat(after.harm()).isGreaterThan(before.harm());
        assertThat(NodeWords.of(model, graph(), node("conv1/Conv")).format()).isEqualTo("INT2");
        workbench.editing().family(List.of(row), FormatFamily.FLOAT);
        assertThat(model.tint(node("conv1/Conv")).isThere()).isFalse();
    }

    @Test
    void aColourOfSensitivityNeedsItsMeasurement() {
        look();
        model.colouringProperty().set(Colouring.SENSITIVITY);
        assertThat(model.tint(node("conv1/Conv")).isThere()).isFalse();
    }

    @Test
    void aLayerIsColouredByWhatTheNetworkLosesByItAlone() {
        look();
        model.colouringProperty().set(Colouring.SENSITIVITY);
        LayerRow row = workbench.row("conv1/Conv").orElseThrow();
        workbench.editing().bits(List.of(row), 4);
        SensitivityPlan plan = new SensitivityPlan(
                List.of(new SweepSeries(Granularity.TENSOR, Calibrator.minMax(), Scheme.SYMMETRIC)),
                List.of(4, 8),
                List.of(),
                workbench.configProperty().get(),
                false,
                DataPart.ALL,
                Integer.MAX_VALUE,
                false);
        SensitivityCell narrow = cell("conv1/Conv", plan.columns().get(0), 80);
        SensitivityCell wide = cell("conv1/Conv", plan.columns().get(1), 99);
        workbench
                .sensitivities()
                .show(new SensitivityResult(plan, right(100), Optional.empty(), List.of(narrow, wide), 100, 1, 2));
        Tint tint = model.tint(node("conv1/Conv"));
        assertThat(tint.text()).as("20 of 100 lost at 4 bits").isEqualTo("20.0 pp");
        assertThat(tint.harm()).isCloseTo(SensitivityMeasure.DROP.heat(20), within(1e-12));
        assertThat(NodeWords.all(model, graph(), node("conv1/Conv"))).contains("20.0 pp");
        workbench.editing().bits(List.of(row), 8);
        assertThat(model.tint(node("conv1/Conv")).text()).isEqualTo("1.00 pp");
        assertThat(model.tint(node("fc/Gemm")).isThere()).as("not measured").isFalse();
    }

    private static SensitivityCell cell(String layer, SensitivityColumn column, int right) {
        return new SensitivityCell(layer, Optional.of(column), right(right), true, 1);
    }

    /** On 100 samples. */
    private static Fidelity right(int count) {
        Outcomes outcomes =
                Outcomes.of(IntStream.range(0, 100).map(i -> i < count ? 1 : 0).toArray(), ones());
        return new Fidelity(Optional.of(outcomes), 100, count, 0, 1, 0);
    }

    private static int[] ones() {
        return IntStream.generate(() -> 1).limit(100).toArray();
    }

    @Test
    void harmRunsAgainstTheScaleOfErrorsAndAlongThatOfLosses() {
        assertThat(tint(Colouring.ERROR, 0.75).harm()).isCloseTo(0.25, within(1e-12));
        assertThat(tint(Colouring.ERROR, 1.3).harm()).isZero();
        assertThat(tint(Colouring.ERROR, -0.2).harm()).isEqualTo(1);
        assertThat(tint(Colouring.SENSITIVITY, 0.75).harm()).isEqualTo(0.75);
        assertThat(Tint.NONE.harm()).isNegative();
    }

    @Test
    void anOpenedNodeIsChosenAndShown() {
        look();
        int[] opened = {0};
        model.setOnOpen(() -> opened[0]++);
        model.open(node("fc/Gemm"));
        assertThat(selected()).containsExactly("fc/Gemm");
        assertThat(opened[0]).isEqualTo(1);
        model.open(graph().before(node("block2/conv1/Conv")).get(0));
        assertThat(opened[0]).as("nothing to open").isEqualTo(1);
    }

    @Test
    void longNamesAreShortenedAtTheirBeginning() {
        assertThat(NodeWords.shortened("block2/conv1/Conv")).isEqualTo("block2/conv1/Conv");
        assertThat(NodeWords.shortened("/model/encoder/layers.11/attention/MatMul"))
                .isEqualTo("…ayers.11/attention/MatMul")
                .hasSize(26);
    }

    @Test
    void theSvgPictureIsWellFormedAndHoldsEveryNode() throws Exception {
        look();
        byte[] svg = GraphSvg.of(model, graph(), "<Graph> & more").call();
        var document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new java.io.ByteArrayInputStream(svg));
        // One rectangle a node, and the ground.
        assertThat(document.getElementsByTagName("rect").getLength()).isEqualTo(graph().size() + 1);
        String text = new String(svg, StandardCharsets.UTF_8);
        assertThat(text).contains("block2/shortcut/Conv").contains("INT8").contains("&lt;Graph&gt; &amp; more");
    }

    private static Tint tint(Colouring scale, double place) {
        return new Tint(scale, java.util.OptionalDouble.of(place), "");
    }

    private void look() {
        model.activeProperty().set(true);
    }

    private DrawnGraph graph() {
        return model.graph().orElseThrow();
    }

    private GraphNode cursor() {
        return graph().node(model.cursorProperty().get().orElseThrow());
    }

    private int node(String layer) {
        return IntStream.range(0, graph().size())
                .filter(i -> graph().node(i).layers().contains(layer))
                .findFirst()
                .orElseThrow();
    }

    private List<String> selected() {
        return workbench.selected().stream().map(LayerRow::name).toList();
    }
}
