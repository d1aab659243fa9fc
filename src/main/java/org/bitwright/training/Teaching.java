package org.bitwright.training;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.bitwright.training.graph.TrainableNetwork;

/** The float network beside the one that is trained, where soft targets are asked for. Closed with the run. */
final class Teaching implements AutoCloseable {
    private final Optional<TrainableNetwork> network;
    private final float[][] parameters;

    private Teaching(Optional<TrainableNetwork> network, float[][] parameters) {
        this.network = network;
        this.parameters = parameters;
    }

    /** The network of the task with the weights that its file has. */
    static Teaching of(TrainingTask task) throws IOException {
        if (task.plan().distillation().isEmpty()) {
            return new Teaching(Optional.empty(), new float[0][]);
        }
        TrainableNetwork network = TrainableNetwork.of(
                task.document(), Map.of(), Normalization.FROZEN, task.plan().batch());
        return new Teaching(Optional.of(network), network.initial());
    }

    Optional<Targets.Teacher> teacher() {
        return network.map(taught -> (inputs, count) -> taught.outputs(parameters, inputs, count));
    }

    @Override
    public void close() {
        network.ifPresent(TrainableNetwork::close);
    }
}
