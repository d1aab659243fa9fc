package org.bitwright.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.bitwright.export.AtomicFile;
import org.bitwright.model.DenseStack;
import org.bitwright.model.JoinedPair;
import org.bitwright.project.Project;
import org.bitwright.project.join.JoinProposal;
import org.bitwright.project.join.StackProposal;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a network of a file of weights, or shows how it would be made. */
@Command(
        name = "join",
        description = "Joins weights without a network to one and writes it as ONNX. Without --output it shows which"
                + " tensors become which constants of the graph, or which dense layers there could be.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  bitwright join model.pth --graph simple-model.onnx",
            "  bitwright join model.pth --stack fc1.weight,relu,fc2.weight --output model.onnx"
        })
final class JoinCommand extends WorkCommand {
    @Parameters(
            index = "0",
            paramLabel = "WEIGHTS",
            description = "A file of weights (.pth, .pt, .safetensors or its index.json, .npz, .npy, .h5, .keras,"
                    + " .tflite).")
    @SuppressWarnings("NullAway.Init")
    private Path weights;

    @Mixin
    private final JoinOptions options = new JoinOptions();

    @Option(
            names = {"--output", "-o"},
            paramLabel = "FILE",
            description = "The ONNX file to write.")
    private Optional<Path> output = Optional.empty();

    @Override
    void work(Progress progress, CancelToken cancel) throws Exception {
        options.check(this);
        if (output.isPresent() && !options.areGiven()) {
            throw usage("--output needs the network: --graph FILE or --stack LAYERS");
        }
        if (output.isPresent()) {
            AtomicFile.checkTarget(output.get());
        }
        result.put("weights", weights.toString());
        Project project = Project.create(weights);
        if (options.graph.isPresent()) {
            tell(project.joining().proposeJoin(options.graph.get()));
        } else {
            tell(project.joining().proposeStack());
        }
        if (output.isEmpty()) {
            project.close();
            return;
        }
        try (Project joined = options.join(project, this)) {
            joined.joining().saveNetwork(output.get());
        }
        result.put("written", output.get().toString());
        say("wrote " + output.get());
    }

    private void tell(JoinProposal proposal) throws WorkException {
        List<JoinedPair> pairs = options.pairs(proposal, this);
        List<String> faults = options.faults(proposal, pairs);
        PairReport report = new PairReport(proposal, pairs);
        report.put(result);
        put(result, "faults", faults);
        say(report.text());
        tellFaults(faults);
    }

    private void tell(StackProposal proposal) throws WorkException {
        DenseStack stack =
                options.stack.isPresent() ? StackOption.stack(options.stack.get(), proposal) : proposal.stack();
        List<String> faults = proposal.faults(stack);
        StackReport report = new StackReport(proposal, stack);
        report.put(result);
        put(result, "faults", faults);
        say(report.text());
        tellFaults(faults);
    }

    private void tellFaults(List<String> faults) {
        if (output.isEmpty()) {
            faults.forEach(fault -> say("fault: " + fault));
        }
    }

    /** A list of names in a report. */
    static void put(ObjectNode node, String name, List<String> texts) {
        ArrayNode list = node.putArray(name);
        texts.forEach(list::add);
    }
}
