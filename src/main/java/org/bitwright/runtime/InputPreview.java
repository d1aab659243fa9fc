package org.bitwright.runtime;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bitwright.model.Dataset;
import org.bitwright.model.Model;
import org.bitwright.model.Preprocessing;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.runtime.session.OutputFloats;
import org.bitwright.runtime.session.Values;

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
        Map<String, Values> fed = inputs.feed(sample, 1, new NetworkInputs.Scratch());
        Map<String, Activation> shown = new LinkedHashMap<>();
        for (String name : inputs.names()) {
            Values values = fed.get(name);
            if (values != null) {
                Activation all = new Activation(values.shape().toArray(), OutputFloats.ofAnyNumber(values, name));
                shown.put(name, all.first(1));
            }
        }
        return shown;
    }
}
