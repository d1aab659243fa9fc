package org.bitwright.export;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bitwright.model.Layer;
import org.bitwright.model.Tensor;

/**
 * What PyTorch calls the constants of a network that it exported. Most keep their names; those that the exporter made
 * anew ({@code onnx::Conv_42} of a folded normalization, {@code onnx::MatMul_7} of a transposed weight) are named by the
 * module that the operator's name tells: {@code /block1/conv1/Conv} works with {@code block1.conv1.weight}.
 */
final class StateDictNames {
    private static final String WEIGHT = ".weight";
    private static final String BIAS = ".bias";

    private final Map<String, String> found = new HashMap<>();

    private StateDictNames() {}

    /** @param constants all that the network holds: no made name takes the place of one */
    static StateDictNames of(List<Tensor> constants, List<Layer> layers) {
        StateDictNames names = new StateDictNames();
        Set<String> taken = new HashSet<>();
        constants.forEach(constant -> taken.add(constant.name()));
        for (Layer layer : layers) {
            module(layer).ifPresent(module -> {
                names.put(layer.weight().name(), module + WEIGHT, taken);
                layer.bias().ifPresent(bias -> names.put(bias.name(), module + BIAS, taken));
            });
        }
        return names;
    }

    private void put(String name, String made, Set<String> taken) {
        if (isMade(name) && taken.add(made)) {
            found.put(name, made);
        }
    }

    /** Whether the exporter made a name that is no parameter's. */
    static boolean isMade(String name) {
        return name.contains("::") || name.startsWith("/");
    }

    /** The parameter's name in PyTorch; empty where it is not known. */
    Optional<String> of(String name) {
        return isMade(name) ? Optional.ofNullable(found.get(name)) : Optional.of(name);
    }

    /** A weight that only one operator uses belongs to that one's module. */
    private static Optional<String> module(Layer layer) {
        if (layer.operators().size() != 1) {
            return Optional.empty();
        }
        String operator = layer.operators().get(0);
        int last = operator.lastIndexOf('/');
        return operator.startsWith("/") && last > 0
                ? Optional.of(operator.substring(1, last).replace('/', '.'))
                : Optional.empty();
    }

    /** Whether a name is a weight's of a module, and not a parameter's that a program of its own uses. */
    static boolean isModuleWeight(String name) {
        return name.endsWith(WEIGHT);
    }
}
