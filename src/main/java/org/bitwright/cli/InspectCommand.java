package org.bitwright.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Arrays;
import org.bitwright.export.CodedFile;
import org.bitwright.model.Edge;
import org.bitwright.model.Layer;
import org.bitwright.model.Model;
import org.bitwright.project.Project;
import org.bitwright.quant.LayerWeights;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Layers, shapes, ranges, sizes. */
@Command(
        name = "inspect",
        description =
                "Shows layers, shapes, ranges and sizes of a model, or the tensors of a file of coded weights (.bwh).",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  bitwright inspect sample-models/lenet5.onnx"})
final class InspectCommand extends WorkCommand {
    @Mixin
    private final WorkSource source = new WorkSource();

    @Option(
            names = "--activations",
            description = "Show the activations that can be quantized besides.",
            showDefaultValue = CommandLine.Help.Visibility.NEVER)
    private boolean activations;

    @Override
    void work(Progress progress, CancelToken cancel) throws Exception {
        if (source.model.isPresent() && CodedFile.isOne(source.model.get())) {
            inspect(CodedFile.read(source.model.get()), cancel);
            return;
        }
        try (Project project = source.open(this)) {
            inspect(project, progress, cancel);
        }
    }

    private void inspect(CodedFile file, CancelToken cancel) throws IOException {
        file.verify(cancel);
        CodedReport report = new CodedReport(file);
        report.put(result);
        say(report.text());
    }

    private void inspect(Project project, Progress progress, CancelToken cancel) throws IOException {
        Model model = project.model();
        result.put("model", model.path().toString());
        result.put("format", model.format());
        result.put("opset", model.opset());
        result.put("parameters", model.parameters());
        result.put("bytes", model.bytes());
        ArrayNode layers = result.putArray("layers");
        TextTable table = new TextTable("lllrrr", "layer", "operator", "shape", "weights", "min", "max");
        int done = 0;
        for (Layer layer : model.layers()) {
            progress.message(layer.name());
            LayerWeights weights =
                    project.weights(layer.name(), project.config().of(layer.name()), cancel);
            layers.add(json(layer, weights));
            table.row(
                    layer.name(),
                    layer.op(),
                    layer.weight().shape(),
                    layer.parameters(),
                    Figures.rounded(weights.histogram().min()),
                    Figures.rounded(weights.histogram().max()));
            progress.update(++done, model.layers().size());
        }
        say(model.fileName() + ": " + model.format() + ", opset " + model.opset() + ", " + model.parameters()
                + " parameters, " + Figures.bytes(model.bytes()));
        say(model.layers().isEmpty() ? "It has no layer that can be quantized." : table.toString());
        if (activations) {
            tellActivations(model);
        }
        if (project.isFromQuantizedFile()) {
            ChoiceReport choices = ChoiceReport.of(project);
            result.set("quantized", choices.json());
            say(choices.text());
        }
        tellProblems(project, progress, cancel);
    }

    private void tellActivations(Model model) {
        ArrayNode edges = result.putArray("activations");
        TextTable table = new TextTable("llll", "activation", "made by", "operator", "taken by");
        for (Edge edge : model.edges()) {
            ObjectNode node = edges.addObject().put("name", edge.name());
            node.put("producer", edge.producer());
            node.put("producer_op", edge.producerType());
            ArrayNode consumers = node.putArray("consumers");
            edge.consumers().forEach(consumers::add);
            table.row(
                    edge.name(),
                    edge.isInput() ? "(input)" : edge.producer(),
                    edge.producerType(),
                    String.join(", ", edge.consumers()));
        }
        say(model.edges().isEmpty() ? "It has no activation that can be quantized." : table.toString());
    }

    private void tellProblems(Project project, Progress progress, CancelToken cancel) {
        ProblemReport problems = ProblemReport.of(project.problems(progress, cancel));
        result.set("problems", problems.json());
        if (!problems.text().isEmpty()) {
            say(problems.text());
        }
    }

    private ObjectNode json(Layer layer, LayerWeights weights) {
        ObjectNode node = result.objectNode();
        node.put("name", layer.name());
        node.put("op", layer.op());
        node.put("weight", layer.weight().name());
        ArrayNode shape = node.putArray("shape");
        Arrays.stream(layer.weight().shape().toArray()).forEach(shape::add);
        node.put("parameters", layer.parameters());
        node.put("min", (double) weights.histogram().min());
        node.put("max", (double) weights.histogram().max());
        return node;
    }
}
