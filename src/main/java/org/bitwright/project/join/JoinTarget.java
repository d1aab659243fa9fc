package org.bitwright.project.join;

import java.util.Optional;
import org.bitwright.model.ElementType;
import org.bitwright.model.Layer;
import org.bitwright.model.Shape;

/**
 * A constant of a graph, or an input that it takes a weight from, whose numbers may come from a file of weights.
 *
 * @param operator name of the first operator that takes it
 * @param operatorType its type
 * @param layer whose weight it is
 * @param role what the operator takes it for, where it is no weight
 * @param weight name of the constant whose bias it is
 */
record JoinTarget(
        String name,
        ElementType type,
        Shape shape,
        String operator,
        String operatorType,
        Optional<Layer> layer,
        TensorRole role,
        Optional<String> weight) {}
