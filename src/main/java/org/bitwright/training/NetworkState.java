package org.bitwright.training;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bitwright.quant.QuantConfig;
import org.bitwright.training.graph.TrainedParameter;

/** What a run trains: the float masters of all parameters, and what the network computes with in their place. */
final class NetworkState {
    private final List<TrainedParameter> parameters;
    private final float[][] masters;
    private final ConfigMaker maker;

    /** Makes the configuration of the network as it is. */
    @FunctionalInterface
    interface ConfigMaker {
        QuantConfig make(float[][] masters) throws IOException;
    }

    NetworkState(List<TrainedParameter> parameters, float[][] initial, ConfigMaker maker) {
        this.parameters = parameters;
        this.masters = initial;
        this.maker = maker;
    }

    /** What the network computes with in the next step. */
    float[][] forStep() {
        return masters;
    }

    /** Everything that has a gradient. */
    List<Trainable> trainables(float[][] gradients) {
        List<Trainable> all = new java.util.ArrayList<>();
        for (int i = 0; i < masters.length; i++) {
            TrainedParameter parameter = parameters.get(i);
            boolean decays = parameter.role() == TrainedParameter.Role.WEIGHT
                    || parameter.role() == TrainedParameter.Role.OTHER;
            all.add(new Trainable(parameter.name(), masters[i], gradients[i], decays));
        }
        return all;
    }

    /** The configuration as it would run now. */
    QuantConfig config() throws IOException {
        return maker.make(masters);
    }

    /** Every array that training changes, by name. Shared. */
    Map<String, float[]> arrays() {
        Map<String, float[]> arrays = new TreeMap<>();
        for (int i = 0; i < masters.length; i++) {
            arrays.put("parameter/" + parameters.get(i).name(), masters[i]);
        }
        return arrays;
    }

    double sparsity() {
        return 0;
    }

    /**
     * @param values in place
     * @param decays whether weight decay applies
     */
    record Trainable(String name, float[] values, float[] gradient, boolean decays) {}
}
