package org.bitwright.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.bitwright.analysis.Accuracy;
import org.bitwright.analysis.SweepPlan;
import org.bitwright.analysis.SweepPoint;
import org.bitwright.analysis.SweepResult;
import org.bitwright.analysis.SweepSeries;
import org.bitwright.export.ErrorBarsSvg.Bar;
import org.bitwright.export.ReportFacts.WrittenFile;
import org.bitwright.model.Phrase;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.onnx.OptimizedGraph;
import org.bitwright.onnx.OptimizedGraph.Kernel;
import org.bitwright.onnx.OptimizedGraph.Numbers;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Rounding;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.target.ActivationPlan;
import org.bitwright.quant.target.Quantizer;
import org.bitwright.quant.target.RuleNote;
import org.bitwright.quant.target.TargetRule;
import org.bitwright.runtime.BatchLatency;
import org.bitwright.runtime.Latency;
import org.bitwright.runtime.LatencyComparison;
import org.bitwright.task.CancelToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ReportExportTest {
    @TempDir
    Path folder;

    private String written = "";

    private Document write(ExportSource source, ReportFacts facts) throws Exception {
        Path file = folder.resolve("r.html");
        assertThat(new ReportExport(facts).write(source, file, CancelToken.none()))
                .isEmpty();
        written = Files.readString(file);
        return parse(written);
    }

    private static Document parse(String page) throws Exception {
        DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        builder.setEntityResolver((publicId, systemId) -> {
            throw new IOException("nothing is loaded from elsewhere: " + systemId);
        });
        return builder.parse(new InputSource(new ByteArrayInputStream(page.getBytes(StandardCharsets.UTF_8))));
    }

    private static List<Element> elements(Document page, String tag, String css) {
        NodeList found = page.getElementsByTagName(tag);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            Element element = (Element) found.item(i);
            if (css.isEmpty() || element.getAttribute("class").equals(css)) {
                elements.add(element);
            }
        }
        return elements;
    }

    private static List<String> texts(Document page, String tag, String css) {
        return elements(page, tag, css).stream().map(Element::getTextContent).toList();
    }

    private static ReportFacts facts() {
        SweepSeries series = new SweepSeries(Granularity.CHANNEL, Calibrator.mse(), Scheme.SYMMETRIC);
        SweepPlan plan = new SweepPlan(List.of(series), List.of(4), List.of(), QuantConfig.empty());
        SweepResult sweep = new SweepResult(
                plan, new Accuracy(99, 100), List.of(new SweepPoint(4, series, new Accuracy(95, 100), 10, 1, true)), 1);
        ExportResult export = new ExportResult(
                ExportTarget.SIMULATED,
                Path.of("out", "m<1>.onnx"),
                1234,
                BrokenRules.NONE,
                List.of(Phrase.verbatim("'a&b' loses <something>.")),
                OptionalDouble.of(0.25),
                77,
                Optional.of(new Parity(0.25, 0.5, 77, "images.gz", true, OptionalDouble.empty())),
                Optional.empty(),
                Optional.empty());
        return new ReportFacts(
                Optional.of("bitwright quantize 'a<b.onnx'"),
                Optional.of(sweep),
                List.of(new ReportFacts.Warning("warning", "conv1: <b>weights</b> are NaN")),
                List.of(new WrittenFile(export, Optional.empty())),
                List.of(new ReportFacts.DataFile("evaluation", "images.gz", "abc123", 100)));
    }

    @Test
    void pageTellsWhatWasMeasured() throws Exception {
        ExportSource source = ParameterSources.lenet();
        Document page = write(ParameterSources.with(ExportSources.withResults(source), source.plan()), facts());
        assertThat(texts(page, "div", "number")).contains("99.00\u00a0%", "98.00\u00a0%", "97.00\u00a0%");
        // Wilson intervals of 98 of 100: 93.00 … 99.45, as any calculator of them tells.
        assertThat(texts(page, "div", "more")).anyMatch(text -> text.contains("93.00–99.45\u00a0%, 100 samples"));
        assertThat(texts(page, "div", "name")).contains("Accuracy quantized (simulated)");
        assertThat(texts(page, "td", "name")).contains("conv1/Conv", "fc3/Gemm", "/Relu_2_output_0");
        assertThat(elements(page, "rect", "bar")).as("one a quantized layer").hasSize(4);
        assertThat(texts(page, "pre", "")).contains("bitwright quantize 'a<b.onnx'");
        assertThat(texts(page, "dd", "")).anyMatch(text -> text.contains("abc123") && text.contains("100 samples"));
        assertThat(texts(page, "li", "warning")).containsExactly("warning: conv1: <b>weights</b> are NaN");
        assertThat(texts(page, "h3", "")).containsExactly("m<1>.onnx (simulated, 1.2 KB)");
        assertThat(texts(page, "p", ""))
                .anyMatch(text -> text.contains("at most 0.2500") && text.contains("77 samples"));
        assertThat(texts(page, "li", "")).contains("'a&b' loses <something>.");
        assertThat(elements(page, "circle", "s0"))
                .as("the point of the sweep and its legend")
                .hasSize(2);
    }

    @Test
    void fileThatWasRunSpeaksForItself() throws Exception {
        OptimizedGraph graph = new OptimizedGraph(
                List.of(
                        new Kernel("c", "Conv", "QLinearConv", Numbers.INTEGER, Phrase.NONE),
                        new Kernel(
                                "g",
                                "Gemm",
                                "",
                                Numbers.FLOAT,
                                Phrase.verbatim("is computed in floats: its output is not rounded"))),
                new TreeMap<>(Map.of("QLinearConv", 1)),
                0,
                OptionalInt.empty());
        FileResults results = new FileResults(
                Optional.of(new Accuracy(96, 100)), 0.95, OptionalDouble.of(30), OptionalDouble.of(0.999), 100, "t10k");
        ExportResult export = new ExportResult(
                ExportTarget.QDQ,
                Path.of("q.onnx"),
                10,
                BrokenRules.NONE,
                List.of(),
                OptionalDouble.empty(),
                0,
                Optional.empty(),
                Optional.of(graph),
                Optional.of(results));
        LatencyComparison latency = new LatencyComparison(
                "ONNX Runtime 1.2",
                2,
                List.of(new BatchLatency(32, new Latency(0.004, 0.003, 0.005, 9), new Latency(0.002, 0.001, 0.003, 9))),
                graph,
                Optional.empty(),
                List.of(Phrase.verbatim("It is <slow>.")));
        ReportFacts facts = new ReportFacts(
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(new WrittenFile(export, Optional.of(latency))),
                List.of());
        Document page = write(ExportSources.withResults(ParameterSources.lenet()), facts);
        assertThat(texts(page, "div", "name"))
                .contains("Accuracy of q.onnx, run itself", "Same answer as float (q.onnx)")
                .noneMatch(name -> name.contains("simulated"));
        assertThat(texts(page, "div", "number")).contains("96.00\u00a0%", "95.00\u00a0%");
        assertThat(texts(page, "p", ""))
                .anyMatch(text -> text.contains("1 of 2 convolutions and products in integers"))
                .anyMatch(text -> text.contains("top-1 96.00\u00a0%") && text.contains("100 samples of t10k"));
        assertThat(texts(page, "li", ""))
                .contains("'g' is computed in floats: its output is not rounded", "It is <slow>.");
        // 4 ms against 2 ms: twice as fast, and 32 samples in 2 ms are 16,000 a second.
        assertThat(texts(page, "td", "r"))
                .contains("4.000 ms (3.000–5.000)", "2.000 ms (1.000–3.000)", "2.000", "16,000");
    }

    @Test
    void pageNeedsNoOtherFile() throws Exception {
        write(ExportSources.withResults(ParameterSources.lenet()), facts());
        assertThat(written.replace("http://www.w3.org/1999/xhtml", "").replace("http://www.w3.org/2000/svg", ""))
                .doesNotContain("http", "src=", "href", "url(", "@import", "<script");
        assertThat(written).contains("prefers-color-scheme: dark");
    }

    @Test
    void configurationInThePageCanBeOpened() throws Exception {
        ExportSource source = ParameterSources.lenet();
        Document page = write(source, ReportFacts.none());
        String json = ((Element) elements(page, "details", "").get(0))
                .getElementsByTagName("pre")
                .item(0)
                .getTextContent();
        Path file = Files.writeString(folder.resolve("c.json"), json);
        ConfigImport read = ConfigFiles.onto(
                source.document(),
                source.layers(),
                next -> ActivationPlan.none(),
                QuantConfig.empty(),
                file,
                CancelToken.none());
        assertThat(read.sameModel()).isTrue();
        assertThat(read.config().layers()).containsAllEntriesOf(source.config().layers());
        JsonNode model = new ObjectMapper().readTree(json).get("model");
        assertThat(texts(page, "dd", ""))
                .anyMatch(text -> text.contains(model.get("sha256").textValue()));
    }

    @Test
    void namesFromTheModelStayTexts() throws Exception {
        Path model = folder.resolve("m.onnx");
        String hostile = "</td><script>alert(1)</script>\u202e\u0007'\"&";
        OnnxModels.opset(13)
                .input("x", -1, 4)
                .weight("w", 4, 2)
                .node("MatMul", "N", "x w", "y")
                .output("y", -1, 2)
                .write(model);
        ExportSource source = ExportSources.of(
                model,
                QuantConfig.empty()
                        .with(
                                "N",
                                ParameterSources.choice(8, Scheme.SYMMETRIC, Granularity.TENSOR)
                                        .withRounding(Rounding.stochastic(42))));
        ActivationPlan plan = new ActivationPlan(
                Map.of(hostile, Quantizer.dynamic()),
                Map.of(),
                Map.of(),
                List.of(new RuleNote(TargetRule.PASS_THROUGH, hostile, List.of("x"))),
                List.of());
        Document page = write(ParameterSources.with(source, plan), ReportFacts.none());
        assertThat(page.getElementsByTagName("script").getLength()).isZero();
        String shown = "</td><script>alert(1)</script>\ufffd\ufffd'\"&";
        assertThat(texts(page, "td", "name")).contains(shown);
        assertThat(texts(page, "li", "")).contains("'" + shown + "' is only moved: it has the parameters of 'x'");
        assertThat(texts(page, "dd", "")).contains("'N' is rounded at random with seed 42");
        assertThat(texts(page, "div", "more")).anyMatch(text -> text.startsWith("not measured"));
    }

    @Test
    void barsAreAsLongAsTheirDecibels() throws Exception {
        Document svg = parse(ErrorBarsSvg.write(
                List.of(new Bar("a", 40, "40 dB"), new Bar("b", 10, "10 dB"), new Bar("c", -3, "−3 dB"))));
        List<Element> bars = elements(svg, "rect", "bar");
        double longest = Double.parseDouble(bars.get(0).getAttribute("width"));
        assertThat(Double.parseDouble(bars.get(1).getAttribute("width"))).isCloseTo(longest / 4, within(0.1));
        assertThat(Double.parseDouble(bars.get(2).getAttribute("width"))).isEqualTo(1);
        assertThat(bars.get(2).getTextContent()).isEqualTo("c: −3 dB");
    }
}
