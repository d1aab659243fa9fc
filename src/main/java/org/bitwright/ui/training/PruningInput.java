package org.bitwright.ui.training;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.beans.Observable;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import org.bitwright.training.Pruning;
import org.bitwright.training.TrainingPlan;
import org.bitwright.ui.common.Texts;

/** Which weights become zero for good. */
final class PruningInput implements InputGroup {
    private static final double USUAL_SPARSITY = 0.8;

    final BooleanProperty chosen = new SimpleBooleanProperty();
    /** Per cent of weights. */
    final NumberInput sparsity = NumberInput.below(0, 100);

    final NumberInput begin = NumberInput.range(0, TrainingPlan.MOST_EPOCHS);
    final NumberInput end = NumberInput.above(0, TrainingPlan.MOST_EPOCHS);
    /** Where other shares become zero. */
    final LayerShares others;

    private final NumberInput epochs;

    /**
     * @param epochs of the run, which pruning ends in
     * @param layers names of all
     */
    PruningInput(Optional<Pruning> pruning, NumberInput epochs, List<String> layers) {
        this.epochs = epochs;
        chosen.set(pruning.isPresent());
        sparsity.setShare(pruning.map(Pruning::sparsity).orElse(USUAL_SPARSITY));
        begin.set(pruning.map(Pruning::begin).orElse(0.0));
        end.set(pruning.map(Pruning::end).orElse(Math.max(1, epochs.value().orElse(1) / 2)));
        others = new LayerShares(layers, pruning.map(Pruning::layers).orElse(Map.of()));
    }

    /** What is wrong beside numbers that cannot be what they are. */
    Optional<String> fault() {
        return chosen.get() ? spanFault().or(others::fault) : Optional.empty();
    }

    /** Why pruning cannot end where it does, beside what its number may be alone. */
    Optional<String> spanFault() {
        if (!chosen.get() || begin.value().isEmpty() || end.value().isEmpty()) {
            return Optional.empty();
        }
        if (end.number() <= begin.number()) {
            return Optional.of(Texts.get("planFault.pruningOrder"));
        }
        return epochs.value().isPresent() && end.number() > epochs.number()
                ? Optional.of(
                        Texts.get("planFault.pruningEnd", epochs.textProperty().get()))
                : Optional.empty();
    }

    @Override
    public List<NumberInput> counting() {
        return chosen.get() ? List.of(sparsity, begin, end) : List.of();
    }

    @Override
    public List<Observable> watched() {
        return List.of(
                chosen,
                sparsity.textProperty(),
                others.textProperty(),
                begin.textProperty(),
                end.textProperty(),
                epochs.textProperty());
    }

    Optional<Pruning> pruning() {
        return chosen.get()
                ? Optional.of(new Pruning(sparsity.share(), others.shares(), begin.number(), end.number()))
                : Optional.empty();
    }
}
