package org.bitwright.quant.target;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bitwright.model.Operator;
import org.bitwright.quant.ActivationConfig;
import org.bitwright.quant.Grid;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Range;
import org.bitwright.quant.UniformGrid;

/** Finds the grid of each activation that has a quantizer of its own; some share one, some have a fixed one. */
final class RootGrids {
    private final Network network;
    private final Placement placement;
    private final RuntimeRules rules;
    private final EdgeGrids grids;
    private final Map<String, Set<String>> groups = new HashMap<>();
    private final Map<String, Quantizer> found = new LinkedHashMap<>();
    private final List<RuleNote> notes;

    private RootGrids(Network network, Placement placement, RuntimeRules rules, EdgeGrids grids, List<RuleNote> notes) {
        this.network = network;
        this.placement = placement;
        this.rules = rules;
        this.grids = grids;
        this.notes = notes;
    }

    /** The quantizer of each placed edge whose range is known, in the order of the graph. */
    static Map<String, Quantizer> of(
            Network network, Placement placement, RuntimeRules rules, EdgeGrids grids, List<RuleNote> notes) {
        RootGrids roots = new RootGrids(network, placement, rules, grids, notes);
        network.operators().stream()
                .filter(operator -> rules.sharesGrid(operator.type()))
                .forEach(roots::share);
        placement.placed().forEach(roots::find);
        Map<String, Quantizer> inOrder = new LinkedHashMap<>();
        placement.placed().stream()
                .filter(roots.found::containsKey)
                .forEach(edge -> inOrder.put(edge, roots.found.get(edge)));
        return inOrder;
    }

    /** The placed edges whose grid is fixed. */
    static Set<String> fixed(Network network, Placement placement, RuntimeRules rules) {
        RootGrids roots = new RootGrids(network, placement, rules, EdgeGrids.unknown(), new ArrayList<>());
        network.operators().stream()
                .filter(operator -> rules.sharesGrid(operator.type()))
                .forEach(roots::share);
        return placement.placed().stream()
                .filter(edge -> roots.groups.getOrDefault(edge, Set.of(edge)).size() == 1)
                .filter(edge -> roots.fixed(edge).isPresent())
                .collect(Collectors.toUnmodifiableSet());
    }

    private void share(Operator operator) {
        Set<String> together = new LinkedHashSet<>();
        network.inputs(operator).forEach(input -> placement.root(input).ifPresent(together::add));
        network.outputs(operator).forEach(output -> placement.outputRoot(output).ifPresent(together::add));
        together.removeIf(root -> placement.choice(root).isDynamic());
        Set<String> all = new LinkedHashSet<>();
        together.forEach(root -> all.addAll(groups.getOrDefault(root, Set.of(root))));
        all.forEach(root -> groups.put(root, all));
    }

    private void find(String edge) {
        if (found.containsKey(edge)) {
            return;
        }
        if (placement.choice(edge).isDynamic()) {
            found.put(edge, Quantizer.dynamic());
            return;
        }
        Set<String> group = groups.getOrDefault(edge, Set.of(edge));
        Optional<Grid> grid = group.size() == 1 ? single(edge) : shared(group);
        if (grid.isEmpty()) {
            notes.add(new RuleNote(TargetRule.NO_STATISTICS, edge, List.of()));
        } else {
            Quantizer quantizer = Quantizer.of(rules.numbered(grid.get()));
            group.forEach(member -> found.put(member, quantizer));
        }
    }

    private Optional<Grid> single(String edge) {
        Optional<UniformGrid> fixed = fixed(edge);
        if (fixed.isEmpty()) {
            return own(edge);
        }
        notes.add(new RuleNote(
                TargetRule.FIXED_OUTPUT,
                edge,
                List.of(
                        network.producer(edge).orElseThrow().type(),
                        String.valueOf(fixed.get().scale()),
                        String.valueOf(fixed.get().zeroPoint()))));
        return fixed.map(Grid.class::cast);
    }

    private Optional<UniformGrid> fixed(String edge) {
        return placement.choice(edge).format() instanceof NumberFormat.Uniform uniform
                ? network.producer(edge).flatMap(producer -> rules.fixedGrid(producer.type(), uniform))
                : Optional.empty();
    }

    private Optional<Grid> own(String edge) {
        return own(edge, placement.choice(edge), grids);
    }

    /** What a static choice comes to by itself. */
    static Optional<Grid> own(String edge, ActivationConfig choice, EdgeGrids grids) {
        NumberFormat.Ranged format = (NumberFormat.Ranged) choice.format();
        return choice.manual().isPresent() ? Optional.of(choice.manual().get().grid(format)) : grids.grid(edge, choice);
    }

    /** A range set by hand holds for all, the first of several; else the smallest range that holds all. */
    private Optional<Grid> shared(Set<String> group) {
        List<String> members =
                placement.placed().stream().filter(group::contains).toList();
        String first = members.stream()
                .filter(edge -> placement.choice(edge).isHandMade())
                .findFirst()
                .orElse(members.get(0));
        NumberFormat format = placement.choice(first).format();
        members.forEach(edge -> explain(edge, members, first, format));
        if (placement.choice(first).isHandMade()) {
            return own(first);
        }
        List<Grid> all = new ArrayList<>();
        members.forEach(edge -> own(edge).ifPresent(all::add));
        if (all.size() < members.size()) {
            return Optional.empty();
        }
        return all.stream().distinct().count() == 1
                ? Optional.of(all.get(0))
                : Optional.of(((NumberFormat.Ranged) format).grid(union(all)));
    }

    private void explain(String edge, List<String> members, String first, NumberFormat format) {
        List<String> others =
                members.stream().filter(other -> !other.equals(edge)).toList();
        notes.add(new RuleNote(TargetRule.SHARED, edge, List.of(StoredTypes.quoted(others))));
        if (!placement.choice(edge).format().equals(format)) {
            notes.add(new RuleNote(TargetRule.MIXED_FORMATS, edge, List.of(StoredTypes.quoted(first))));
        }
    }

    private static Range union(List<Grid> grids) {
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        for (Grid grid : grids) {
            min = Math.min(min, grid.reachableMin());
            max = Math.max(max, grid.reachableMax());
        }
        return new Range(min, max);
    }
}
