package org.bitwright.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bitwright.model.Dataset;
import org.bitwright.model.Model;
import org.bitwright.model.Preprocessing;

/** What a network is fed for one sample, without running it. */
public final class InputPreview {
    private InputPreview() {}

    /**
     * The values of every input that the data feed, in the network's order, as floats; the first extent of each shape
     * is 1.
     *
     * @throws InferenceException if network and data do not fit, or the sample cannot be read
     */
    public static Map<String, Activation> of(Model model, Dataset data, Preprocessing preprocessing, int sample)
            throws InferenceException {
        NetworkInputs inputs = NetworkInputs.single(model, data, preprocessing);
        Map<String, Activation> values = new LinkedHashMap<>();
        try (NetworkInputs.Feed feed = inputs.feed(sample, 1, new NetworkInputs.Scratch())) {
            for (String name : inputs.names()) {
                OnnxTensor tensor = feed.tensors().get(name);
                if (tensor != null) {
                    values.put(
                            name,
                            new Activation(tensor.getInfo().getShape(), OutputFloats.ofAnyNumber(tensor, name))
                                    .first(1));
                }
            }
        } catch (OrtException e) {
            throw OrtFailure.of("Looking at the sample", e);
        }
        return values;
    }
}
