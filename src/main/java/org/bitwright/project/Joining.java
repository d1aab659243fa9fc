package org.bitwright.project;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bitwright.export.CodedFile;
import org.bitwright.export.DecodedModel;
import org.bitwright.export.ExportSource;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Layer;
import org.bitwright.model.ModelSource;
import org.bitwright.model.Phrase;
import org.bitwright.model.Tensor;
import org.bitwright.model.WeightFile;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OnnxWriter;
import org.bitwright.project.join.JoinProposal;
import org.bitwright.project.join.StackProposal;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.TensorConfig;
import org.bitwright.task.CancelToken;

/** How the weights of a project and a network come together, and what is written of the network that they make. */
public final class Joining {
    private final Project project;

    Joining(Project project) {
        this.project = project;
    }

    /**
     * How the weights of the project's file could take the places of those of a network.
     *
     * @param graph an ONNX file
     * @throws InvalidFileException if it cannot be read, or the project's file holds a network of its own
     */
    public JoinProposal proposeJoin(Path graph) throws IOException {
        return JoinProposal.of(weights(), graph, OpenedModel.graph(graph));
    }

    /**
     * How the weights of the project's file could be a stack of dense layers.
     *
     * @throws InvalidFileException if the project's file holds a network of its own
     */
    public StackProposal proposeStack() throws IOException {
        return StackProposal.of(weights());
    }

    /** The file of weights, where this work began with one: every tensor of it, quantizable or not. */
    public Optional<WeightFile> weightFile() {
        return project.opened().files().weights();
    }

    private WeightFile weights() throws InvalidFileException {
        return project.opened()
                .files()
                .weights()
                .orElseThrow(() -> new InvalidFileException(
                        document().file(),
                        Phrase.of("it holds a network already, so that its weights need not be joined to one")));
    }

    /**
     * A new project of the joined weights. The choices made for a tensor, in the present configuration and in variants,
     * are those of the layer that it becomes. Where the weights are joined to a network already, choices and data are those
     * of this one as far as they hold, and what does not is among the notes of the new one; what was measured does not.
     *
     * @throws InvalidFileException if they cannot be joined so
     */
    public Project joined(ModelSource source) throws IOException {
        OpenedModel joined = OpenedModel.open(source);
        if (project.hasNetwork()) {
            return joinedAgain(joined);
        }
        CarriedChoices choices =
                new CarriedChoices(source, project.model(), joined.document().model());
        Project made = new Project(joined, choices.carried(project.config()));
        project.variants().all().forEach(variant -> made.variants()
                .add(variant.name(), choices.carried(variant.config())));
        made.training().findLeft();
        made.saving().differs(List.of());
        return made;
    }

    private Project joinedAgain(OpenedModel joined) throws IOException {
        Layers same = new Layers(project.opened(), joined);
        FittingWork fitting = new FittingWork(joined.document(), same::isSame);
        List<Problem> notes = new ArrayList<>();
        Project made = new Project(joined, fitting(project.config(), joined, same, fitting));
        boolean complete = false;
        try {
            project.variants().all().forEach(variant -> made.variants()
                    .add(variant.name(), fitting(variant.config(), joined, same, fitting)));
            fitting.tell(notes);
            made.dataSets().follow(project.dataSets(), notes);
            made.training().findLeft();
            made.saving().differs(notes);
            complete = true;
            return made;
        } finally {
            if (!complete) {
                made.close();
            }
        }
    }

    /** Layers that the network before did not have begin as they do in any network. */
    private static QuantConfig fitting(QuantConfig config, OpenedModel joined, Layers same, FittingWork fitting) {
        QuantConfig kept = fitting.config(config);
        Map<String, TensorConfig> layers = new LinkedHashMap<>(joined.config().layers());
        layers.keySet().removeIf(same::isOld);
        layers.putAll(kept.layers());
        return QuantConfig.of(layers, kept.activations(), kept.target());
    }

    /** Of two networks of the same weights. */
    private record Layers(OpenedModel before, OpenedModel after) {
        boolean isOld(String name) {
            return before.document().model().layer(name).isPresent();
        }

        /** Whether a layer has the same weight and bias of the file in both, in the same order. */
        boolean isSame(String name) {
            Optional<Layer> one = before.document().model().layer(name);
            Optional<Layer> other = after.document().model().layer(name);
            return one.isPresent()
                    && other.isPresent()
                    && from(one.get(), before.source()).equals(from(other.get(), after.source()));
        }

        /** Where its numbers come from; nothing that equals anything where that is no file of weights. */
        private static List<Object> from(Layer layer, ModelSource source) {
            if (source instanceof ModelSource.Stacked stacked) {
                return stacked.stack().steps().stream()
                        .filter(step -> step.weight().equals(layer.weight().name()))
                        .map(step -> (Object) List.of(step.weight(), step.bias(), step.transposed()))
                        .toList();
            }
            if (source instanceof ModelSource.Joined joined) {
                String bias = layer.bias().map(Tensor::name).orElse("");
                List<Object> from = new ArrayList<>(List.of(joined.graph()));
                joined.pairs().stream()
                        .filter(pair -> pair.initializer().equals(layer.weight().name())
                                || pair.initializer().equals(bias))
                        .forEach(from::add);
                return from;
            }
            return List.of(new Object());
        }
    }

    /**
     * How much was made of the network as it is and may not hold for another: measured results, runs of training, and
     * layers whose weights were changed, in the configuration or in a variant.
     */
    public int atStake() {
        Set<String> changed = new HashSet<>();
        Stream.concat(
                        Stream.of(project.config()),
                        project.variants().all().stream().map(Variant::config))
                .forEach(config -> config.layers().forEach((layer, choice) -> {
                    if (choice.overlay().isPresent()) {
                        changed.add(layer);
                    }
                }));
        return project.results().count() + project.training().runs().size() + changed.size();
    }

    /**
     * Writes the network with its float weights as ONNX: to a temporary file, flushed, then renamed; weights that do not
     * fit into one file lie beside it.
     *
     * @throws IOException if there is no network, the target is a file of this work, or it cannot be written
     */
    public void saveNetwork(Path onnx) throws IOException {
        NoNetwork.refuseFile(document());
        ExportSource.refuse(onnx, project.inputs());
        OnnxWriter.write(document(), onnx);
    }

    /**
     * Writes the model with the values of a file of coded weights that was made from it: ONNX, or a state dict where
     * there is no network.
     *
     * @throws IOException if they are another model's, or damaged, or the target cannot be written
     */
    public void decode(CodedFile coded, Path target, CancelToken cancel) throws IOException {
        DecodedModel.write(document(), coded, target, cancel);
    }

    private OnnxDocument document() {
        return project.opened().document();
    }
}
