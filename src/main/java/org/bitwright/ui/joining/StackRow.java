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
import org.bitwright.project.join.StackTensor;

/** A dense layer that may be part of a stack. */
public final class StackRow {
    private final StackTensor tensor;
    private final BooleanProperty used;
    private final BooleanProperty transposed;
    private final ObjectProperty<ActivationFunction> after = new SimpleObjectProperty<>(ActivationFunction.NONE);

    StackRow(StackTensor tensor, boolean used) {
        this.tensor = tensor;
        this.used = new SimpleBooleanProperty(used);
        transposed = new SimpleBooleanProperty(tensor.transposed());
    }

    /** Takes over how the layer is used now. */
    void begin(DenseStep step) {
        transposed.set(step.transposed());
        after.set(step.after());
    }

    public String weight() {
        return tensor.name();
    }

    Optional<String> bias() {
        return tensor.bias();
    }

    /** Extents as they lie in the file. */
    String shape() {
        return tensor.rows() + " × " + tensor.columns();
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
        return tensor.inputs(transposed.get());
    }

    long outputs() {
        return tensor.outputs(transposed.get());
    }

    /** The bias, if the layer, turned round, gives another count of numbers. */
    Optional<String> unfittingBias() {
        return outputs() == tensor.outputs(tensor.transposed()) ? Optional.empty() : bias();
    }

    DenseStep step() {
        return new DenseStep(tensor.name(), tensor.bias(), transposed.get(), after.get());
    }

    List<Observable> watched() {
        return List.of(used, transposed, after);
    }
}
