package org.bitwright.io.keras;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bitwright.io.hdf5.Hdf5Dataset;
import org.bitwright.io.hdf5.Hdf5Group;
import org.bitwright.io.hdf5.Hdf5Object;

/**
 * Weights as Keras 3 lays them out ({@code layers/dense_1/vars/0}): a group a layer by its class, and numbered variables.
 * Arrays that lie anywhere else are taken by their paths, so that any HDF5 file of arrays can be looked at.
 */
final class GroupedLayers {
    /** The second is how TensorFlow 2.12 and 2.13 called it. */
    private static final Set<String> CONTAINERS = Set.of("layers", "_layer_checkpoint_dependencies");

    private static final String VARIABLES = "vars";
    /** What belongs to training and to random numbers, not to the network. */
    private static final Set<String> LEFT_OUT = Set.of("optimizer", "optimizer_weights", "seed_generator");

    private final FoundArrays into;

    GroupedLayers(FoundArrays into) {
        this.into = into;
    }

    /** Whether a group is laid out so. */
    static boolean areIn(Hdf5Group root) {
        return root.names().stream().anyMatch(name -> CONTAINERS.contains(name) || name.equals(VARIABLES));
    }

    void read(Hdf5Group root, Optional<LayerConfig> config) throws IOException {
        walk(root, "", config.orElseGet(() -> LayerConfig.ofType("")));
    }

    private void walk(Hdf5Group group, String shown, LayerConfig layer) throws IOException {
        for (String name : sorted(group.names())) {
            if (LEFT_OUT.contains(name)) {
                continue;
            }
            Optional<Hdf5Object> child = group.child(name);
            if (child.orElse(null) instanceof Hdf5Dataset array) {
                into.addIfNumbers(array, joined(shown, name), layer.type(), name);
            } else if (child.orElse(null) instanceof Hdf5Group inner) {
                if (name.equals(VARIABLES)) {
                    variables(inner, shown, layer);
                } else if (CONTAINERS.contains(name)) {
                    container(inner, shown, layer);
                } else {
                    walk(inner, joined(shown, name), part(layer, name));
                }
            }
        }
    }

    private static LayerConfig part(LayerConfig layer, String group) {
        return layer.part(group).orElseGet(() -> LayerConfig.ofType(Variables.typeOf(group)));
    }

    /** Layers in the order of the configuration; those that it does not tell of by their names, numbers as numbers. */
    private void container(Hdf5Group group, String shown, LayerConfig model) throws IOException {
        Map<String, LayerConfig> configured = model.byGroup();
        Map<String, LayerConfig> inOrder = new LinkedHashMap<>();
        configured.forEach((name, layer) -> {
            if (group.has(name)) {
                inOrder.put(name, layer);
            }
        });
        for (String name : sorted(group.names())) {
            inOrder.putIfAbsent(
                    name,
                    model.layers().stream()
                            .filter(layer -> layer.name().equals(name))
                            .findFirst()
                            .orElseGet(() -> LayerConfig.ofType(Variables.typeOf(name))));
        }
        for (Map.Entry<String, LayerConfig> entry : inOrder.entrySet()) {
            Optional<Hdf5Object> child = group.child(entry.getKey());
            if (child.orElse(null) instanceof Hdf5Group inner) {
                walk(inner, joined(shown, name(inner, entry.getKey(), entry.getValue())), entry.getValue());
            } else if (child.orElse(null) instanceof Hdf5Dataset array) {
                into.addIfNumbers(array, joined(shown, entry.getKey()), "", entry.getKey());
            }
        }
    }

    /** Newer versions store the layer's own name beside its variables. */
    private static String name(Hdf5Group layer, String group, LayerConfig config) throws IOException {
        Optional<Hdf5Object> variables = layer.child(VARIABLES);
        Optional<String> stored = variables.isPresent() ? variables.get().text("name") : Optional.empty();
        String name = stored.orElse(config.name());
        return name.isEmpty() ? group : name;
    }

    private void variables(Hdf5Group group, String shown, LayerConfig layer) throws IOException {
        List<Hdf5Dataset> arrays = new ArrayList<>();
        List<Integer> ranks = new ArrayList<>();
        for (String name : sorted(group.names())) {
            if (group.child(name).orElse(null) instanceof Hdf5Dataset array) {
                arrays.add(array);
                ranks.add(array.shape().rank());
            }
        }
        List<String> names = Variables.names(layer, ranks);
        for (int i = 0; i < arrays.size(); i++) {
            into.addIfNumbers(arrays.get(i), joined(shown, names.get(i)), layer.type(), names.get(i));
        }
    }

    private static String joined(String shown, String name) {
        return shown.isEmpty() ? name : shown + "/" + name;
    }

    /** {@code dense_2} before {@code dense_10}. */
    private static List<String> sorted(List<String> names) {
        return names.stream()
                .sorted(Comparator.comparing(GroupedLayers::stem)
                        .thenComparingLong(GroupedLayers::number)
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    private static String stem(String name) {
        return name.substring(0, digitsFrom(name));
    }

    private static long number(String name) {
        int from = Math.max(digitsFrom(name), name.length() - 18);
        return from == name.length() ? -1 : Long.parseLong(name, from, name.length(), 10);
    }

    private static int digitsFrom(String name) {
        int at = name.length();
        while (at > 0 && name.charAt(at - 1) >= '0' && name.charAt(at - 1) <= '9') {
            at--;
        }
        return at;
    }
}
