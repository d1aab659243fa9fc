package org.bitwright.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.bitwright.export.CodedFile;
import org.bitwright.model.Edge;
import org.bitwright.model.Layer;
import org.bitwright.model.Model;
import org.bitwright.model.StoredGrid;
import org.bitwright.model.StoredWeight;
import org.bitwright.model.Tensor;
import org.bitwright.model.ValueInfo;
import org.bitwright.model.WeightFile;
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
                    project.layers().weights(layer.name(), project.config().of(layer.name()), cancel);
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
        putValues("inputs", model.inputs());
        putValues("outputs", model.outputs());
        say(model.fileName() + ": " + model.format() + (project.hasNetwork() ? ", opset " + model.opset() : "") + ", "
                + model.parameters() + " parameters, " + Figures.bytes(model.bytes()));
        model.inputs().forEach(input -> say("input  " + text(input)));
        model.outputs().forEach(output -> say("output " + text(output)));
        say(model.layers().isEmpty() ? "It has no layer that can be quantized." : table.toString());
        project.joining().weightFile().ifPresent(this::tellTensors);
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

    /** Whatever the file of weights holds: biases, statistics and counters too. */
    private void tellTensors(WeightFile file) {
        ArrayNode tensors = result.putArray("tensors");
        TextTable table = new TextTable("llll", "tensor", "type", "shape", "stored as");
        for (StoredWeight weight : file.weights()) {
            Tensor tensor = weight.tensor();
            String type = tensor.type().name().toLowerCase(Locale.ROOT);
            ObjectNode node = tensors.addObject().put("name", tensor.name());
            node.put("type", type);
            ArrayNode shape = node.putArray("shape");
            Arrays.stream(tensor.shape().toArray()).forEach(shape::add);
            weight.grid().ifPresent(grid -> node.put("code_bits", grid.bits()).put("scales", grid.scales().length));
            table.row(
                    tensor.name(),
                    type,
                    tensor.shape(),
                    weight.grid().map(InspectCommand::text).orElse(""));
        }
        say(table.toString());
    }

    private static String text(StoredGrid grid) {
        return (grid.signed() ? "int" : "uint") + grid.bits() + ", "
                + (grid.isPerTensor() ? "one scale" : grid.scales().length + " scales along axis " + grid.axis());
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

    private void putValues(String name, List<ValueInfo> values) {
        ArrayNode list = result.putArray(name);
        for (ValueInfo value : values) {
            ObjectNode node = list.addObject();
            node.put("name", value.name());
            node.put("type", type(value));
            ArrayNode shape = node.putArray("shape");
            for (int axis = 0; axis < value.extents().size(); axis++) {
                if (value.extents().get(axis) == ValueInfo.FREE) {
                    shape.add(value.axis(axis));
                } else {
                    shape.add(value.extents().get(axis));
                }
            }
        }
    }

    /** Free axes by the names that {@code --axis} takes. */
    private static String text(ValueInfo value) {
        List<String> axes = new ArrayList<>();
        for (int axis = 0; axis < value.extents().size(); axis++) {
            boolean free = value.extents().get(axis) == ValueInfo.FREE;
            axes.add(free ? value.axis(axis) : String.valueOf(value.extents().get(axis)));
        }
        return value.name() + ": " + type(value) + " " + (axes.isEmpty() ? "scalar" : String.join(" × ", axes));
    }

    private static String type(ValueInfo value) {
        return value.type().name().toLowerCase(Locale.ROOT);
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
