package org.bitwright.ui.training;

import java.util.List;
import javafx.beans.Observable;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.bitwright.training.Optimizer;

/** How gradients change parameters. */
final class OptimizerInput implements InputGroup {
    private static final double USUAL_MOMENTUM = 0.9;

    /** The optimizers that can be chosen. */
    enum Kind {
        SGD,
        ADAM
    }

    final ObjectProperty<Kind> kind = new SimpleObjectProperty<>(Kind.ADAM);
    final NumberInput momentum = NumberInput.below(0, 1);
    final NumberInput beta1 = NumberInput.below(0, 1);
    final NumberInput beta2 = NumberInput.below(0, 1);
    final NumberInput epsilon = NumberInput.between(0, 1);
    final NumberInput weightDecay = NumberInput.below(0, 1);

    OptimizerInput(Optimizer chosen) {
        Optimizer.Adam adam = (Optimizer.Adam) (chosen instanceof Optimizer.Adam ? chosen : Optimizer.adam());
        kind.set(chosen instanceof Optimizer.Sgd ? Kind.SGD : Kind.ADAM);
        momentum.set(chosen instanceof Optimizer.Sgd sgd ? sgd.momentum() : USUAL_MOMENTUM);
        beta1.set(adam.beta1());
        beta2.set(adam.beta2());
        epsilon.set(adam.epsilon());
        weightDecay.set(chosen.weightDecay());
    }

    boolean isSgd() {
        return kind.get() == Kind.SGD;
    }

    @Override
    public List<NumberInput> counting() {
        return isSgd() ? List.of(momentum, weightDecay) : List.of(beta1, beta2, epsilon, weightDecay);
    }

    @Override
    public List<Observable> watched() {
        return List.of(
                kind,
                momentum.textProperty(),
                beta1.textProperty(),
                beta2.textProperty(),
                epsilon.textProperty(),
                weightDecay.textProperty());
    }

    Optimizer optimizer() {
        return isSgd()
                ? new Optimizer.Sgd(momentum.number(), weightDecay.number())
                : new Optimizer.Adam(beta1.number(), beta2.number(), epsilon.number(), weightDecay.number());
    }
}
