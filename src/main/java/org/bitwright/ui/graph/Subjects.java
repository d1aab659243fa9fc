package org.bitwright.ui.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitwright.ui.common.EdgeRow;
import org.bitwright.ui.common.LayerRow;
import org.bitwright.ui.common.Workbench;

/** Which layers and activations of the open project the nodes and links of a drawing stand for. */
final class Subjects {
    private final List<List<LayerRow>> layers = new ArrayList<>();
    private final List<Optional<EdgeRow>> edges = new ArrayList<>();
    private final Map<LayerRow, List<Integer>> nodes = new HashMap<>();

    private Subjects() {}

    static Subjects none() {
        return new Subjects();
    }

    static Subjects of(DrawnGraph graph, Workbench workbench) {
        Map<String, LayerRow> layerRows = new HashMap<>();
        workbench.rows().forEach(row -> layerRows.put(row.name(), row));
        Map<String, EdgeRow> edgeRows = new HashMap<>();
        workbench.activations().rows().forEach(row -> edgeRows.put(row.name(), row));
        Subjects found = new Subjects();
        for (GraphNode node : graph.network().nodes()) {
            List<LayerRow> rows = node.layers().stream()
                    .flatMap(name -> Optional.ofNullable(layerRows.get(name)).stream())
                    .toList();
            rows.forEach(row ->
                    found.nodes.computeIfAbsent(row, first -> new ArrayList<>()).add(found.layers.size()));
            found.layers.add(rows);
        }
        for (GraphLink link : graph.network().links()) {
            found.edges.add(Optional.ofNullable(edgeRows.get(link.value())));
        }
        return found;
    }

    List<LayerRow> layers(int node) {
        return layers.get(node);
    }

    Optional<EdgeRow> edge(int link) {
        return edges.get(link);
    }

    /** Where a layer stands: several times where operators share its weight. */
    List<Integer> nodes(LayerRow row) {
        return nodes.getOrDefault(row, List.of());
    }
}
