package org.bitwright.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.bitwright.model.Glob;
import org.bitwright.model.Model;
import org.bitwright.training.Pruning;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which weights become zero for good. */
final class PruningOptions {
    @Option(
            names = "--prune",
            paramLabel = "S",
            converter = ShareOption.class,
            description = "Make the smallest weights zero, this share of every layer at the end, such as 90%%.")
    private Optional<Double> share = Optional.empty();

    @Option(
            names = "--prune-layer",
            paramLabel = "GLOB=S",
            description = "Another share for the layers whose names match, repeatable, later ones win.")
    private Map<String, String> layers = new LinkedHashMap<>();

    @Option(names = "--prune-begin", paramLabel = "EPOCH", description = "When pruning begins, in epochs (default: 0).")
    private Optional<Double> begin = Optional.empty();

    @Option(
            names = "--prune-end",
            paramLabel = "EPOCH",
            description = "When the share is reached (default: after half of the epochs).")
    private Optional<Double> end = Optional.empty();

    /** @throws IllegalArgumentException if a share or a time is none, or no layer matches */
    Optional<Pruning> pruning(Model model, int epochs, WorkCommand command) {
        if (share.isEmpty() && layers.isEmpty()) {
            if (begin.isPresent() || end.isPresent()) {
                throw command.usage("--prune-begin and --prune-end need --prune or --prune-layer");
            }
            return Optional.empty();
        }
        Map<String, Double> shares = new LinkedHashMap<>();
        layers.forEach((glob, text) ->
                new Glob(glob).layersOf(model).forEach(layer -> shares.put(layer, share(glob, text, command))));
        double from = begin.orElse(0.0);
        return Optional.of(new Pruning(
                share.orElse(0.0), shares, from, end.orElseGet(() -> Math.max(epochs / 2.0, (from + epochs) / 2))));
    }

    private static double share(String glob, String text, WorkCommand command) {
        try {
            return new ShareOption().convert(text);
        } catch (TypeConversionException e) {
            throw command.usage("--prune-layer " + glob + ": " + e.getMessage());
        }
    }
}
