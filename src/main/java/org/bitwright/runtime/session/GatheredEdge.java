package org.bitwright.runtime.session;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.bitwright.model.Model;
import org.bitwright.model.Operator;
import org.bitwright.quant.EdgeTally;

/**
 * An activation that a pass gathers.
 *
 * @param rectifiedFrom the activation before it in the pass of which it is the Relu: then it is not fetched, but gathered
 *     from that one's values
 */
public record GatheredEdge(String name, OptionalInt channelAxis, Optional<String> rectifiedFrom) {

    public static GatheredEdge alone(String name, OptionalInt channelAxis) {
        return new GatheredEdge(name, channelAxis, Optional.empty());
    }

    /** Names of those that are fetched. */
    public static Set<String> fetched(List<GatheredEdge> edges) {
        return edges.stream()
                .filter(edge -> edge.rectifiedFrom.isEmpty())
                .map(GatheredEdge::name)
                .collect(Collectors.toSet());
    }

    /**
     * Empty tallies for one thread, in the order of the edges, each of which comes behind the one that it is made of.
     */
    public static Map<String, EdgeTally> tallies(List<GatheredEdge> edges) {
        Map<String, EdgeTally> empty = new LinkedHashMap<>();
        for (GatheredEdge edge : edges) {
            empty.put(edge.name, edge.tally(empty));
        }
        return empty;
    }

    private EdgeTally tally(Map<String, EdgeTally> made) {
        if (rectifiedFrom.isEmpty()) {
            return made.values().stream()
                    .findFirst()
                    .map(first -> first.beside(name, channelAxis))
                    .orElseGet(() -> new EdgeTally(name, channelAxis));
        }
        EdgeTally source = made.get(rectifiedFrom.get());
        if (source == null) {
            throw new IllegalArgumentException("'" + name + "' comes before what it is made of");
        }
        return source.rectified(name, channelAxis);
    }

    /** Of the names those that a Relu makes of another of them, each with that one; one for each that is taken from. */
    public static Map<String, String> rectified(Model model, Set<String> names) {
        Map<String, String> found = new HashMap<>();
        Set<String> sources = new HashSet<>();
        for (Operator operator : model.operators()) {
            if (operator.type().equals("Relu")
                    && !operator.nested()
                    && operator.inputs().size() == 1
                    && operator.outputs().size() == 1) {
                String source = operator.inputs().get(0);
                String output = operator.outputs().get(0);
                boolean possible = names.contains(source) && names.contains(output) && !found.containsKey(source);
                if (possible && sources.add(source)) {
                    found.put(output, source);
                }
            }
        }
        return found;
    }
}
