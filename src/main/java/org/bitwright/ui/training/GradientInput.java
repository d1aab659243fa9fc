package org.bitwright.ui.training;

import java.util.List;
import java.util.Optional;
import javafx.beans.Observable;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import org.bitwright.training.GradientRounding;

/** How gradients are rounded before the update. */
final class GradientInput implements InputGroup {
    private static final GradientRounding USUAL = new GradientRounding(8, true, false);

    final BooleanProperty chosen = new SimpleBooleanProperty();
    final NumberInput bits = NumberInput.whole(2, 16);
    final BooleanProperty stochastic = new SimpleBooleanProperty();
    final BooleanProperty errorFeedback = new SimpleBooleanProperty();

    GradientInput(Optional<GradientRounding> rounding) {
        chosen.set(rounding.isPresent());
        bits.set(rounding.orElse(USUAL).bits());
        stochastic.set(rounding.orElse(USUAL).stochastic());
        errorFeedback.set(rounding.orElse(USUAL).errorFeedback());
    }

    @Override
    public List<NumberInput> counting() {
        return chosen.get() ? List.of(bits) : List.of();
    }

    @Override
    public List<Observable> watched() {
        return List.of(chosen, bits.textProperty(), stochastic, errorFeedback);
    }

    Optional<GradientRounding> rounding() {
        return chosen.get()
                ? Optional.of(new GradientRounding(bits.integer(), stochastic.get(), errorFeedback.get()))
                : Optional.empty();
    }
}
