package org.bitwright.project;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.project.Problem.Kind;
import org.bitwright.project.Problem.Severity;
import org.bitwright.quant.ActivationConfig;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Rounding;
import org.bitwright.quant.TensorConfig;

/**
 * What of a project still holds with a model that has changed: choices, where they fit. Weights that were changed, and
 * codes that were assigned, were made from the old weights; what was measured was measured on the old network. Used by one
 * thread.
 */
final class FittingWork {
    private static final int MOST_NAMES = 5;

    private final OnnxDocument document;
    private final Predicate<String> sameWeights;
    private final Set<String> dropped = new TreeSet<>();
    private final Set<String> unchanged = new TreeSet<>();

    /**
     * With another network.
     *
     * @param sameWeights whether a layer's weights, as a name says, are the very ones that it had
     */
    FittingWork(OnnxDocument document, Predicate<String> sameWeights) {
        this.document = document;
        this.sameWeights = sameWeights;
    }

    /** @param notes takes what is said of it */
    static SavedWork of(SavedWork work, OnnxDocument document, List<Problem> notes) {
        FittingWork fitting = new FittingWork(document, name -> false);
        QuantConfig config = fitting.config(work.config());
        List<Variant> variants = work.variants().stream()
                .map(variant -> new Variant(variant.name(), fitting.config(variant.config())))
                .toList();
        fitting.tell(notes);
        int runs = work.training().runs().size();
        if (runs > 0) {
            notes.add(Problem.ofProject(Severity.WARNING, Kind.RUNS_DROPPED, runs));
        }
        return work.withChoices(config, variants)
                .withTraining(new SavedTraining(work.training().data(), List.of()));
    }

    /** Says what did not hold of all the configurations that were asked about. */
    void tell(List<Problem> notes) {
        tell(notes, Kind.CHOICES_DROPPED, dropped);
        tell(notes, Kind.WEIGHT_CHANGES_DROPPED, unchanged);
    }

    private static void tell(List<Problem> notes, Kind kind, Set<String> names) {
        if (!names.isEmpty()) {
            List<String> first = new ArrayList<>(names).subList(0, Math.min(names.size(), MOST_NAMES));
            notes.add(Problem.ofProject(
                    Severity.WARNING,
                    kind,
                    names.size(),
                    String.join(", ", first) + (names.size() > MOST_NAMES ? ", …" : "")));
        }
    }

    /** What of a configuration holds. */
    QuantConfig config(QuantConfig config) {
        Map<String, TensorConfig> layers = new LinkedHashMap<>();
        config.layers().forEach((name, choice) -> {
            TensorConfig kept = withoutChanges(name, choice);
            if (fits(QuantConfig.of(Map.of(name, kept)))) {
                layers.put(name, kept);
            } else {
                dropped.add(name);
            }
        });
        Map<String, ActivationConfig> activations = new LinkedHashMap<>();
        config.activations().forEach((edge, choice) -> {
            if (fits(QuantConfig.empty().withActivation(edge, choice))) {
                activations.put(edge, choice);
            } else {
                dropped.add(edge);
            }
        });
        return QuantConfig.of(layers, activations, config.target());
    }

    private TensorConfig withoutChanges(String name, TensorConfig choice) {
        boolean assigned = choice.rounding() instanceof Rounding.Assigned;
        if (!assigned && choice.overlay().isEmpty() || sameWeights.test(name)) {
            return choice;
        }
        unchanged.add(name);
        TensorConfig rounded = assigned ? choice.withRounding(Rounding.HALF_EVEN) : choice;
        return rounded.withOverlay(Optional.empty());
    }

    private boolean fits(QuantConfig config) {
        return ConfigFit.misfit(document, config).isEmpty();
    }
}
