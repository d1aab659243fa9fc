package org.bitwright.runtime;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bitwright.model.Dataset;
import org.bitwright.model.Preprocessing;
import org.bitwright.model.Shape;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.WeightProduct;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.runtime.session.Session;
import org.bitwright.task.CancelToken;

/**
 * Counts the multiplications that a network spends on each layer's weight for one sample, from the shapes that its
 * values really have: the first sample is run.
 */
public final class Multiplications {
    private final OnnxDocument document;
    private final NetworkInputs inputs;
    private final List<WeightProduct> products;

    private Multiplications(OnnxDocument document, NetworkInputs inputs) {
        this.document = document;
        this.inputs = inputs;
        this.products = WeightProduct.of(document);
    }

    /**
     * By layer; 0 for tables that are looked up in. What a network of a fixed batch spends is parted among its samples.
     *
     * @throws InferenceException if network and data do not fit, or inference fails
     * @throws java.util.concurrent.CancellationException if {@code cancel} is set
     */
    public static Map<String, Long> of(
            OnnxDocument document, Dataset data, Preprocessing preprocessing, CancelToken cancel)
            throws InferenceException {
        try (EvaluatedNetwork network = EvaluatedNetwork.of(document, data, preprocessing, 1, cancel)) {
            return new Multiplications(network.document(), network.runner().inputs()).count(cancel);
        }
    }

    private Map<String, Long> count(CancelToken cancel) throws InferenceException {
        Map<String, long[]> shapes = shapes(cancel);
        Map<String, Long> counts = new LinkedHashMap<>();
        document.model().layers().forEach(layer -> counts.put(layer.name(), 0L));
        for (WeightProduct product : products) {
            long spent = product.multiplications(shape(shapes, product.input()), shape(shapes, product.output()));
            counts.merge(product.layer().name(), spent / inputs.room(1), Long::sum);
        }
        return counts;
    }

    private long[] shape(Map<String, long[]> shapes, String value) {
        long[] seen = shapes.get(value);
        return seen != null ? seen : constant(value).orElseGet(() -> new long[0]);
    }

    private Optional<long[]> constant(String value) {
        return document.constant(value).map(tensor -> {
            Shape shape = tensor.shape();
            long[] extents = new long[shape.rank()];
            for (int axis = 0; axis < extents.length; axis++) {
                extents[axis] = shape.extent(axis);
            }
            return extents;
        });
    }

    private Map<String, long[]> shapes(CancelToken cancel) throws InferenceException {
        Set<String> values = new HashSet<>();
        for (WeightProduct product : products) {
            if (product.needsInput() && constant(product.input()).isEmpty()) {
                values.add(product.input());
            }
            if (product.needsOutput()) {
                values.add(product.output());
            }
        }
        Map<String, long[]> shapes = new HashMap<>();
        if (values.isEmpty()) {
            return shapes;
        }
        InnerValues inner = new InnerValues(document, inputs);
        try (Session session = inner.session(Map.of(), values, cancel)) {
            inner.fetch(
                    session,
                    0,
                    1,
                    values,
                    cancel,
                    (name, found) -> shapes.put(name, found.shape().toArray()));
        }
        return shapes;
    }
}
