package org.bitwright.project.join;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.bitwright.model.BiasNames;
import org.bitwright.model.JoinedPair;
import org.bitwright.model.StoredWeight;
import org.bitwright.model.WeightFile;

/**
 * Finds a tensor for each constant: by name, by name without prefixes, then weights by their shapes, biases beside their
 * weights, and the rest by shapes and by what they are for. A tensor is given once.
 */
final class Matching {
    private final WeightFile weights;
    private final List<JoinTarget> targets;
    private final Map<String, StoredWeight> byName = new LinkedHashMap<>();
    private final Map<String, TensorRole> roles = new HashMap<>();
    private final Map<String, Map<String, List<Integer>>> fitting = new HashMap<>();
    private final Map<String, JoinedPair> pairs = new HashMap<>();
    private final Map<String, Match> reasons = new HashMap<>();
    private final Set<String> used = new HashSet<>();

    private Matching(WeightFile weights, List<JoinTarget> targets) {
        this.weights = weights;
        this.targets = targets;
        Set<String> vectors = new HashSet<>();
        for (StoredWeight weight : weights.weights()) {
            byName.put(weight.tensor().name(), weight);
            if (weight.tensor().shape().rank() == 1) {
                vectors.add(weight.tensor().name());
            }
        }
        weights.weights().forEach(weight -> roles.put(weight.tensor().name(), TensorRole.ofName(weight, vectors)));
        targets.forEach(target -> fitting.put(target.name(), fitting(target)));
    }

    static List<JoinRow> rows(WeightFile weights, List<JoinTarget> targets) {
        Matching matching = new Matching(weights, targets);
        matching.byNames();
        matching.byShapes(target -> target.layer().isPresent());
        matching.besideWeights();
        matching.byShapes(target -> true);
        return targets.stream().map(matching::row).toList();
    }

    private Map<String, List<Integer>> fitting(JoinTarget target) {
        Map<String, List<Integer>> orders = new LinkedHashMap<>();
        for (StoredWeight weight : weights.weights()) {
            AxisOrder.of(weight, target, weights.format())
                    .ifPresent(axes -> orders.put(weight.tensor().name(), axes));
        }
        return orders;
    }

    private void byNames() {
        for (JoinTarget target : targets) {
            pair(target, target.name(), Match.SAME_NAME);
        }
        Map<String, List<String>> plain = byName.keySet().stream().collect(Collectors.groupingBy(TensorNames::plain));
        for (JoinTarget target : targets) {
            List<String> named = plain.getOrDefault(TensorNames.plain(target.name()), List.of());
            if (named.size() == 1) {
                pair(target, named.get(0), Match.WITHOUT_PREFIX);
            }
        }
    }

    private void besideWeights() {
        for (JoinTarget target : targets) {
            target.weight()
                    .map(pairs::get)
                    .flatMap(pair -> bias(pair.tensor()))
                    .ifPresent(bias -> pair(target, bias, Match.BESIDE_WEIGHT));
        }
    }

    private Optional<String> bias(String tensor) {
        return Optional.ofNullable(byName.get(tensor))
                .flatMap(StoredWeight::bias)
                .or(() -> BiasNames.of(tensor));
    }

    private void byShapes(Predicate<JoinTarget> among) {
        List<JoinTarget> open = targets.stream()
                .filter(target -> among.test(target) && !pairs.containsKey(target.name()))
                .toList();
        Map<String, List<String>> possible = new HashMap<>();
        Map<String, Integer> asked = new HashMap<>();
        for (JoinTarget target : open) {
            List<String> free = free(target);
            possible.put(target.name(), free);
            free.forEach(tensor -> asked.merge(tensor, 1, Integer::sum));
        }
        for (JoinTarget target : open) {
            List<String> all = possible.getOrDefault(target.name(), List.of());
            boolean only = all.size() == 1 && asked.getOrDefault(all.get(0), 0) == 1;
            free(target).stream()
                    .findFirst()
                    .ifPresent(tensor -> pair(target, tensor, only ? Match.ONLY_SHAPE : Match.IN_ORDER));
        }
    }

    /** Tensors that fit by shape and role, and were not given yet, in the order of the file. */
    private List<String> free(JoinTarget target) {
        List<String> free = new ArrayList<>();
        for (String tensor : fitting.getOrDefault(target.name(), Map.of()).keySet()) {
            TensorRole role = roles.getOrDefault(tensor, TensorRole.UNKNOWN);
            if (!used.contains(tensor) && role.agreesWith(target.role()) && isSameKind(target, tensor)) {
                free.add(tensor);
            }
        }
        return free;
    }

    /** By its shape alone no bias becomes a weight, and no counter anything. */
    private boolean isSameKind(JoinTarget target, String tensor) {
        StoredWeight weight = byName.get(tensor);
        return weight != null
                && weight.tensor().type().isWeight()
                && (target.layer().isEmpty() || weight.isLayer())
                && weight.tensor().shape().elements() > 1;
    }

    private void pair(JoinTarget target, String tensor, Match match) {
        List<Integer> axes = fitting.getOrDefault(target.name(), Map.of()).get(tensor);
        if (axes != null && !pairs.containsKey(target.name()) && used.add(tensor)) {
            pairs.put(target.name(), new JoinedPair(target.name(), tensor, axes));
            reasons.put(target.name(), match);
        }
    }

    private JoinRow row(JoinTarget target) {
        return new JoinRow(
                target.name(),
                target.type(),
                target.shape(),
                target.operator() + " (" + target.operatorType() + ")",
                Optional.ofNullable(pairs.get(target.name())),
                reasons.getOrDefault(target.name(), Match.NONE),
                List.copyOf(fitting.getOrDefault(target.name(), Map.of()).keySet()));
    }
}
