package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitwright.model.Phrase;

/**
 * Writes the operators of a document, also those of branches and loops, in the form of a later version. Recursive: the
 * document's check has capped the nesting. Used once, by one thread.
 */
final class OpsetRewrite {
    private final Map<NodeProto, PlacedNode> places = new IdentityHashMap<>();
    private final Map<String, Phrase> obstacles = new LinkedHashMap<>();
    private final OpsetContext context;
    private final int from;
    private final int to;
    private final GraphProto graph;

    OpsetRewrite(OnnxDocument document, int from, int to) {
        this.context = new OpsetContext(document);
        this.from = from;
        this.to = to;
        document.graph().operators().forEach(placed -> places.put(placed.node(), placed));
        GraphProto.Builder changed = rewritten(document.proto().getGraph());
        context.constants().forEach(changed::addInitializer);
        this.graph = changed.build();
    }

    /** The graph in the form of the version; that of what stands in the way stays as it was. */
    GraphProto graph() {
        return graph;
    }

    /** Operators that cannot be written so, each type once, with the name of the first. */
    List<Phrase> obstacles() {
        return List.copyOf(obstacles.values());
    }

    /** The constants that became inputs of operators. */
    List<TensorProto> constants() {
        return context.constants();
    }

    private GraphProto.Builder rewritten(GraphProto old) {
        GraphProto.Builder changed = old.toBuilder().clearNode();
        old.getNodeList().forEach(node -> changed.addAllNode(rewritten(node)));
        return changed;
    }

    private List<NodeProto> rewritten(NodeProto node) {
        PlacedNode placed = places.get(node);
        if (placed == null) {
            throw new IllegalStateException("an operator that was not found by the check: " + node.getOpType());
        }
        Optional<List<NodeProto>> raised = OpsetChanges.raise(placed, from, to, context);
        if (raised.isEmpty()) {
            obstacles.putIfAbsent(placed.type(), Phrase.of("%s '%s'", placed.type(), placed.name()));
        }
        return raised.orElse(List.of(node)).stream().map(this::nested).toList();
    }

    private NodeProto nested(NodeProto node) {
        if (node.getAttributeList().stream().noneMatch(OpsetRewrite::holdsGraph)) {
            return node;
        }
        NodeProto.Builder changed = node.toBuilder();
        for (int i = 0; i < node.getAttributeCount(); i++) {
            AttributeProto.Builder attribute = changed.getAttributeBuilder(i);
            AttributeProto old = node.getAttribute(i);
            if (old.hasG()) {
                attribute.setG(rewritten(old.getG()));
            }
            for (int g = 0; g < old.getGraphsCount(); g++) {
                attribute.setGraphs(g, rewritten(old.getGraphs(g)));
            }
        }
        return changed.build();
    }

    private static boolean holdsGraph(AttributeProto attribute) {
        return attribute.hasG() || attribute.getGraphsCount() > 0;
    }
}
