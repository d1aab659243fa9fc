package org.bitwright.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bitwright.analysis.Accuracy;
import org.bitwright.export.ConfigJson;
import org.bitwright.model.Layer;
import org.bitwright.optimize.ImprovedLayer;
import org.bitwright.optimize.ImprovementKind;
import org.bitwright.optimize.ImprovementOptions;
import org.bitwright.project.ImprovementResult;
import org.bitwright.project.Measurement;
import org.bitwright.project.Project;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How weights are improved after the configuration is chosen, and the report of it. */
final class ImproveOptions {
    @Option(
            names = "--improve",
            paramLabel = "KIND[,KIND…]",
            split = ",",
            hideParamSyntax = true,
            converter = KindConverter.class,
            description = "Improve all layers on the calibration data, in the order given: fold (batch"
                    + " normalizations; needs no data), equalize, bias-correction, adaround, gptq.")
    private List<ImprovementKind> kinds = List.of();

    @Option(names = "--seed", paramLabel = "N", description = "Seed of what --improve draws at random (default: 1).")
    private Optional<Long> seed = Optional.empty();

    /** Makes the improved configuration the project's, step by step, and reports what each step gained. */
    void applyTo(Project project, WorkCommand command, Progress progress, CancelToken cancel)
            throws IOException, InferenceException {
        if (kinds.isEmpty()) {
            return;
        }
        if (project.dataSets().calibration().isEmpty() && kinds.stream().anyMatch(ImprovementKind::needsCalibration)) {
            throw command.usage("--improve needs --calibration-data, or --calibration to take it from --data");
        }
        ImprovementOptions options = ImprovementOptions.defaults();
        List<String> all = project.model().layers().stream().map(Layer::name).toList();
        ArrayNode improvements = command.result.putArray("improvements");
        for (ImprovementKind kind : kinds) {
            ImprovementResult result = project.improve(
                    kind, all, seed.isPresent() ? options.withSeed(seed.get()) : options, progress, cancel);
            project.edit(kind.id(), result.config());
            improvements.add(json(result));
            command.say(text(result));
        }
    }

    private static ObjectNode json(ImprovementResult result) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("kind", result.improvement().kind().id());
        ArrayNode layers = node.putArray("layers");
        for (ImprovedLayer layer : result.improvement().layers()) {
            ObjectNode entry = layers.addObject().put("name", layer.name());
            ConfigJson.put(entry, "output_sqnr_db_before", layer.before().sqnrDb());
            ConfigJson.put(entry, "output_sqnr_db_after", layer.after().sqnrDb());
            if (!layer.isChanged()) {
                entry.put("note", layer.note().toString());
            }
        }
        result.before().flatMap(Measurement::accuracy).ifPresent(accuracy -> node.put("top1_before", accuracy.top1()));
        result.after().flatMap(Measurement::accuracy).ifPresent(accuracy -> {
            node.put("top1_after", accuracy.top1());
            node.put("samples", accuracy.samples());
        });
        return node;
    }

    private static String text(ImprovementResult result) {
        TextTable table = new TextTable("lrrl", "layer", "output SQNR dB", "then", "");
        for (ImprovedLayer layer : result.improvement().layers()) {
            table.row(
                    layer.name(),
                    Figures.rounded(layer.before().sqnrDb()),
                    Figures.rounded(layer.after().sqnrDb()),
                    layer.note());
        }
        List<String> lines = new ArrayList<>(List.of(result.improvement().kind().id() + ":", table.toString()));
        Optional<Accuracy> before = result.before().flatMap(Measurement::accuracy);
        Optional<Accuracy> after = result.after().flatMap(Measurement::accuracy);
        if (before.isPresent() && after.isPresent()) {
            lines.add("top-1 " + Figures.of(before.get()) + ", then " + Figures.of(after.get()) + " of "
                    + after.get().samples() + " samples");
        }
        return String.join(System.lineSeparator(), lines);
    }

    static final class KindConverter implements ITypeConverter<ImprovementKind> {
        @Override
        public ImprovementKind convert(String text) {
            return ImprovementKind.of(text)
                    .orElseThrow(() -> new TypeConversionException("there is no improvement '" + text
                            + "'; there are: "
                            + Arrays.stream(ImprovementKind.values())
                                    .map(ImprovementKind::id)
                                    .collect(Collectors.joining(", "))));
        }
    }
}
