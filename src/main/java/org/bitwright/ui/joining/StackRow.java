package org.bitwright.ui.joining;

import java.util.List;
import java.util.Optional;
import javafx.beans.Observable;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.bitwright.model.ActivationFunction;
import org.bitwright.model.DenseStep;
import org.bitwright.model.Shape;

/** A dense layer that may be part of a stack. */
public final class StackRow {
    private final String weight;
    private final Optional<String> bias;
    private final Shape shape;
    private final BooleanProperty used;
    private final BooleanProperty transposed;
    private final ObjectProperty<ActivationFunction> after;

    StackRow(DenseStep step, Shape shape, boolean used) {
        weight = step.weight();
        bias = step.bias();
        this.shape = shape;
        this.used = new SimpleBooleanProperty(used);
        transposed = new SimpleBooleanProperty(step.transposed());
        after = new SimpleObjectProperty<>(step.after());
    }

    public String weight() {
        return weight;
    }

    Optional<String> bias() {
        return bias;
    }

    /** As it lies in the file. */
    Shape shape() {
        return shape;
    }

    /** Whether it is part of the stack. */
    public BooleanProperty usedProperty() {
        return used;
    }

    /** Whether the weight is stored as inputs × outputs. */
    public BooleanProperty transposedProperty() {
        return transposed;
    }

    /** What its sums go through. */
    public ObjectProperty<ActivationFunction> afterProperty() {
        return after;
    }

    long inputs() {
        return shape.extent(transposed.get() ? 0 : 1);
    }

    long outputs() {
        return shape.extent(transposed.get() ? 1 : 0);
    }

    DenseStep step() {
        return new DenseStep(weight, bias, transposed.get(), after.get());
    }

    List<Observable> watched() {
        return List.of(used, transposed, after);
    }
}
