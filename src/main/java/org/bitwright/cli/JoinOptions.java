package org.bitwright.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bitwright.model.JoinedPair;
import org.bitwright.model.ModelSource;
import org.bitwright.project.Project;
import org.bitwright.project.join.JoinProposal;
import org.bitwright.project.join.StackProposal;
import picocli.CommandLine.Option;

/** What network a file of weights belongs to. */
final class JoinOptions {
    @Option(
            names = "--graph",
            paramLabel = "FILE",
            description = "Join weights without a network to this ONNX file: tensors go to the constants of the same"
                    + " name, else of the same shape ('join' shows which).")
    Optional<Path> graph = Optional.empty();

    @Option(
            names = "--pair",
            paramLabel = "INITIALIZER=TENSOR",
            description =
                    "Give a constant of --graph this tensor, repeatable; TENSOR^T gives it transposed, and nothing"
                            + " after = lets it keep the graph's own numbers.")
    List<String> pairs = new ArrayList<>();

    @Option(
            names = "--keep-missing",
            description = "Constants of --graph that no tensor is for keep the graph's own numbers.",
            showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER)
    boolean keepMissing;

    @Option(
            names = "--stack",
            paramLabel = "LAYERS",
            description =
                    "Make a stack of dense layers of weights without a network: names of tensors, and between them"
                            + " what the sums go through (relu, leaky-relu, sigmoid, tanh, gelu, softmax; nothing where none is"
                            + " named), as fc1.weight,relu,fc2.weight. Biases are found by name; NAME^T is stored the other way.")
    Optional<String> stack = Optional.empty();

    boolean areGiven() {
        return graph.isPresent() || stack.isPresent();
    }

    /** @throws picocli.CommandLine.ParameterException if options do not go together */
    void check(WorkCommand command) {
        if (graph.isPresent() && stack.isPresent()) {
            throw command.usage("--graph and --stack name two networks; one is needed");
        }
        if (graph.isEmpty() && (!pairs.isEmpty() || keepMissing)) {
            throw command.usage("--pair and --keep-missing need --graph");
        }
    }

    /**
     * The project of the joined weights; the given one is closed.
     *
     * @throws WorkException if they cannot be joined so
     */
    Project join(Project weights, WorkCommand command) throws IOException, WorkException {
        try (weights) {
            return weights.joining().joined(source(weights, command));
        }
    }

    private ModelSource source(Project weights, WorkCommand command) throws IOException, WorkException {
        if (stack.isPresent()) {
            StackProposal proposal = weights.joining().proposeStack();
            var chosen = StackOption.stack(stack.get(), proposal);
            refuse(proposal.faults(chosen), weights);
            return proposal.source(chosen);
        }
        JoinProposal proposal = weights.joining().proposeJoin(graph.orElseThrow());
        List<JoinedPair> chosen = pairs(proposal, command);
        refuse(faults(proposal, chosen), weights);
        warn(proposal, chosen, command);
        return proposal.source(chosen);
    }

    /** What is proposed, but for what the user says. */
    List<JoinedPair> pairs(JoinProposal proposal, WorkCommand command) throws WorkException {
        List<JoinedPair> chosen = new ArrayList<>(proposal.pairs());
        for (String text : pairs) {
            PairOption pair = PairOption.parse(text, proposal)
                    .orElseThrow(() -> command.usage("--pair takes INITIALIZER=TENSOR, not '" + text + "'"));
            Optional<JoinedPair> said = pair.pair(proposal);
            // what the user gives elsewhere is no longer free
            chosen.removeIf(other -> other.initializer().equals(pair.initializer())
                    || said.filter(taken -> taken.tensor().equals(other.tensor()))
                            .isPresent());
            said.ifPresent(chosen::add);
        }
        return chosen;
    }

    /** Constants that the user leaves as they are need no tensor. */
    List<String> faults(JoinProposal proposal, List<JoinedPair> chosen) {
        List<String> left = pairs.stream()
                .filter(text -> text.endsWith("="))
                .map(text -> text.substring(0, text.length() - 1))
                .toList();
        boolean allSaid = left.containsAll(proposal.missing(chosen));
        return proposal.faults(chosen, keepMissing || allSaid);
    }

    private static void warn(JoinProposal proposal, List<JoinedPair> chosen, WorkCommand command) {
        long guessed = proposal.rows().stream()
                .filter(row ->
                        row.isGuess() && row.proposed().filter(chosen::contains).isPresent())
                .count();
        if (guessed > 0) {
            command.warn("bitwright: " + guessed + " tensors are paired in the order of the file with constants of the"
                    + " same shape, which is a guess; 'bitwright join' shows them, --pair sets them");
        }
        proposal.notes(chosen).forEach(note -> command.warn("bitwright: " + note));
    }

    private static void refuse(List<String> faults, Project weights) throws WorkException {
        if (!faults.isEmpty()) {
            throw new WorkException(weights.model().fileName() + " cannot be joined so: " + String.join(" ", faults));
        }
    }
}
