package org.bitwright.project.join;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.bitwright.model.JoinedPair;
import org.bitwright.model.ModelSource;

/** Which tensors of a file of weights become which constants of a graph: what is proposed, and what is possible. */
public final class JoinProposal {
    private final Path weights;
    private final Path graph;
    private final List<JoinRow> rows;

    JoinProposal(Path weights, Path graph, List<JoinRow> rows) {
        this.weights = weights;
        this.graph = graph;
        this.rows = List.copyOf(rows);
    }

    public Path graph() {
        return graph;
    }

    /** One a constant of the graph that holds weights, in the order in which the graph uses them. */
    public List<JoinRow> rows() {
        return rows;
    }

    /** The proposed pairs. */
    public List<JoinedPair> pairs() {
        return rows.stream().flatMap(row -> row.proposed().stream()).toList();
    }

    /** The pair of a constant and a tensor, with the tensor's axes in the order that the graph wants; empty where they do not fit. */
    public Optional<JoinedPair> pair(String initializer, String tensor) {
        throw new UnsupportedOperationException();
    }

    /** Names of the tensors of the file that no pair uses, in the order of the file. */
    public List<String> leftOver(List<JoinedPair> pairs) {
        throw new UnsupportedOperationException();
    }

    /** Constants of the graph that no pair fills. */
    public List<String> missing(List<JoinedPair> pairs) {
        throw new UnsupportedOperationException();
    }

    /**
     * Why these pairs cannot be joined, a sentence each; empty where they can.
     *
     * @param keepMissing whether constants that no pair fills may keep the graph's own values
     */
    public List<String> faults(List<JoinedPair> pairs, boolean keepMissing) {
        throw new UnsupportedOperationException();
    }

    public ModelSource.Joined source(List<JoinedPair> pairs) {
        return new ModelSource.Joined(weights, graph, pairs);
    }
}
