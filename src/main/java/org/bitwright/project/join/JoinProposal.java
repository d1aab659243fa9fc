package org.bitwright.project.join;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bitwright.model.ElementType;
import org.bitwright.model.JoinedPair;
import org.bitwright.model.ModelSource;
import org.bitwright.model.StoredWeight;
import org.bitwright.model.Tensor;
import org.bitwright.model.WeightFile;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.project.join.JoinFault.Kind;

/** Which tensors of a file of weights become which constants of a graph: what is proposed, and what is possible. */
public final class JoinProposal {
    private static final int MOST_NAMED = 8;

    private final WeightFile weights;
    private final Path graph;
    private final List<JoinRow> rows;
    private final Map<String, JoinTarget> targets = new LinkedHashMap<>();
    private final Map<String, StoredWeight> tensors = new LinkedHashMap<>();

    private JoinProposal(WeightFile weights, Path graph, List<JoinTarget> targets) {
        this.weights = weights;
        this.graph = graph;
        this.rows = Matching.rows(weights, targets);
        targets.forEach(target -> this.targets.put(target.name(), target));
        weights.weights().forEach(weight -> tensors.put(weight.tensor().name(), weight));
    }

    /**
     * @param file of the graph
     * @param graph its float network
     */
    public static JoinProposal of(WeightFile weights, Path file, OnnxDocument graph) {
        Set<String> names = new HashSet<>();
        weights.weights().forEach(weight -> {
            names.add(weight.tensor().name());
            names.add(TensorNames.plain(weight.tensor().name()));
        });
        return new JoinProposal(weights, file, GraphTargets.of(graph, names));
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

    /** The pair of a constant and a tensor, with the tensor's axes in the graph's order; empty where they do not fit. */
    public Optional<JoinedPair> pair(String initializer, String tensor) {
        JoinTarget target = targets.get(initializer);
        StoredWeight weight = tensors.get(tensor);
        return target == null || weight == null
                ? Optional.empty()
                : AxisOrder.of(weight, target, weights.format()).map(axes -> new JoinedPair(initializer, tensor, axes));
    }

    /** Names of the tensors of the file that no pair uses, in the order of the file. */
    public List<String> leftOver(List<JoinedPair> pairs) {
        Set<String> used = new HashSet<>();
        pairs.forEach(pair -> used.add(pair.tensor()));
        return tensors.keySet().stream().filter(name -> !used.contains(name)).toList();
    }

    /** Constants of the graph that no pair fills. */
    public List<String> missing(List<JoinedPair> pairs) {
        Set<String> filled = new HashSet<>();
        pairs.forEach(pair -> filled.add(pair.initializer()));
        return targets.keySet().stream().filter(name -> !filled.contains(name)).toList();
    }

    /** Why these pairs cannot be joined, as {@link #findings} has it: a sentence each. */
    public List<String> faults(List<JoinedPair> pairs, boolean keepMissing) {
        return findings(pairs, keepMissing).stream().map(JoinFault::sentence).toList();
    }

    /**
     * Why these pairs cannot be joined; empty where they can.
     *
     * @param keepMissing whether constants that no pair fills may keep the graph's own values
     */
    public List<JoinFault> findings(List<JoinedPair> pairs, boolean keepMissing) {
        List<JoinFault> faults = new ArrayList<>();
        Set<String> initializers = new HashSet<>();
        Map<String, String> given = new HashMap<>();
        for (JoinedPair pair : pairs) {
            if (!initializers.add(pair.initializer())) {
                faults.add(Kind.CONSTANT_TWICE.of(pair.initializer()));
            }
            String other = given.put(pair.tensor(), pair.initializer());
            if (other != null && !other.equals(pair.initializer())) {
                faults.add(Kind.TENSOR_TWICE.of(pair.tensor(), other, pair.initializer()));
            }
            misfit(pair).ifPresent(faults::add);
        }
        if (targets.isEmpty()) {
            faults.add(Kind.NO_CONSTANTS.of());
        } else if (pairs.isEmpty()) {
            faults.add(Kind.NO_PAIRS.of());
        } else if (!keepMissing && !missing(pairs).isEmpty()) {
            faults.add(Kind.MISSING.of(named(missing(pairs))));
        }
        return faults;
    }

    private Optional<JoinFault> misfit(JoinedPair pair) {
        JoinTarget target = targets.get(pair.initializer());
        StoredWeight weight = tensors.get(pair.tensor());
        if (target == null) {
            return Optional.of(Kind.NO_SUCH_CONSTANT.of(pair.initializer()));
        }
        if (weight == null) {
            return Optional.of(Kind.NO_SUCH_TENSOR.of(pair.tensor()));
        }
        Optional<JoinedPair> fitting = pair(pair.initializer(), pair.tensor());
        if (fitting.isEmpty()) {
            return Optional.of(Kind.MISFIT.of(
                    pair.tensor(),
                    weight.tensor().shape(),
                    weight.tensor().type(),
                    pair.initializer(),
                    target.shape(),
                    target.type()));
        }
        return fitting.get().equals(pair) || isAnotherOrder(pair, weight.tensor(), target)
                ? Optional.empty()
                : Optional.of(Kind.AXES.of(pair.tensor(), pair.axes(), pair.initializer(), target.shape()));
    }

    /** An order that gives the very shape is the user's to choose: extents may be equal. */
    private static boolean isAnotherOrder(JoinedPair pair, Tensor tensor, JoinTarget target) {
        int rank = tensor.shape().rank();
        List<Integer> axes = pair.axes();
        if (axes.isEmpty()) {
            return tensor.shape().equals(target.shape());
        }
        if (axes.size() != rank
                || axes.stream().distinct().count() != rank
                || axes.stream().anyMatch(axis -> axis < 0 || axis >= rank)
                || target.shape().rank() != rank) {
            return false;
        }
        for (int i = 0; i < rank; i++) {
            if (tensor.shape().extent(axes.get(i)) != target.shape().extent(i)) {
                return false;
            }
        }
        return true;
    }

    private String named(List<String> missing) {
        StringBuilder text = new StringBuilder();
        for (String name : missing.subList(0, Math.min(MOST_NAMED, missing.size()))) {
            JoinTarget target = targets.get(name);
            text.append(text.isEmpty() ? "" : ", ").append("'").append(name).append("'");
            if (target != null) {
                text.append(" (").append(target.shape());
                StoredWeight same = tensors.get(name);
                if (same != null) {
                    text.append("; the file's is ").append(same.tensor().shape());
                }
                text.append(")");
            }
        }
        int more = missing.size() - MOST_NAMED;
        return text + (more > 0 ? " and " + more + " more" : "");
    }

    /** What happens to numbers on the way, a sentence each. */
    public List<String> notes(List<JoinedPair> pairs) {
        List<String> notes = new ArrayList<>();
        for (JoinedPair pair : pairs) {
            JoinTarget target = targets.get(pair.initializer());
            StoredWeight weight = tensors.get(pair.tensor());
            if (target != null && weight != null && narrows(weight.tensor().type(), target.type())) {
                notes.add("'" + pair.tensor() + "' is " + weight.tensor().type() + " and is rounded to " + target.type()
                        + ", as the graph has it.");
            }
        }
        return notes;
    }

    private static boolean narrows(ElementType from, ElementType to) {
        boolean widens =
                from == to || to == ElementType.FLOAT64 || to == ElementType.FLOAT32 && from.bits() < to.bits();
        return from.isWeight() && !widens;
    }

    public ModelSource.Joined source(List<JoinedPair> pairs) {
        return new ModelSource.Joined(weights.path(), graph, pairs);
    }
}
