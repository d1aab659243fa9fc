package org.bitwright.model;

import java.util.List;
import java.util.OptionalInt;

/**
 * A float value that flows between operators of the main graph and that integer runtimes quantize: an activation.
 *
 * @param name of the value, unique within its model
 * @param producer name of the operator that makes it; empty for an input of the network
 * @param producerType type of that operator; empty for an input of the network
 * @param consumers names of the operators of the main graph that take it, in graph order, each once
 * @param channelAxis the axis of its channels as the operators around it see them, −1 for the last; empty where none of
 *     them says
 */
public record Edge(String name, String producer, String producerType, List<String> consumers, OptionalInt channelAxis) {
    public Edge {
        consumers = List.copyOf(consumers);
    }

    /** Whether it is what a caller supplies. */
    public boolean isInput() {
        return producer.isEmpty();
    }
}
