package org.bitwright.ui.training;

import java.util.List;
import java.util.Optional;
import javafx.beans.Observable;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import org.bitwright.training.Distillation;

/** Soft targets from the float network. */
final class DistillationInput implements InputGroup {
    private static final Distillation USUAL = new Distillation(4, 0.5);

    final BooleanProperty chosen = new SimpleBooleanProperty();
    final NumberInput temperature = NumberInput.above(0, 100);
    /** Per cent of the loss. */
    final NumberInput share = NumberInput.above(0, 100);

    DistillationInput(Optional<Distillation> soft) {
        chosen.set(soft.isPresent());
        temperature.set(soft.orElse(USUAL).temperature());
        share.setShare(soft.orElse(USUAL).share());
    }

    @Override
    public List<NumberInput> counting() {
        return chosen.get() ? List.of(temperature, share) : List.of();
    }

    @Override
    public List<Observable> watched() {
        return List.of(chosen, temperature.textProperty(), share.textProperty());
    }

    Optional<Distillation> distillation() {
        return chosen.get() ? Optional.of(new Distillation(temperature.number(), share.share())) : Optional.empty();
    }
}
