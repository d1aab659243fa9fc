package org.bitwright.project;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.bitwright.export.CodedFile;
import org.bitwright.export.DecodedModel;
import org.bitwright.export.ExportSource;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.ModelSource;
import org.bitwright.model.WeightFile;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OnnxWriter;
import org.bitwright.project.join.JoinProposal;
import org.bitwright.project.join.StackProposal;
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
                        "",
                        "it holds a network already, so that its weights need not be joined to one"));
    }

    /**
     * A new project of the joined weights. The choices made for a tensor, in the present configuration and in variants,
     * are those of the layer that it becomes.
     *
     * @throws InvalidFileException if they cannot be joined so
     */
    public Project joined(ModelSource source) throws IOException {
        OpenedModel joined = OpenedModel.open(source);
        if (project.hasNetwork()) {
            return Project.create(joined);
        }
        CarriedChoices choices =
                new CarriedChoices(source, project.model(), joined.document().model());
        Project made = new Project(joined, choices.carried(project.config()));
        project.variants().all().forEach(variant -> made.variants()
                .add(variant.name(), choices.carried(variant.config())));
        made.training().findLeft();
        made.saving().differs();
        return made;
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
