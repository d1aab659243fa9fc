package org.bitwright.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Named tensors without a network, as frameworks save the parameters of one. Names are unique; those of nested tables
 * are joined by dots, as in {@code state_dict.fc1.weight}. Immutable.
 */
public final class StateDict {
    private final Map<String, Tensor> tensors;

    private StateDict(Map<String, Tensor> tensors) {
        this.tensors = tensors;
    }

    /** @throws RefusedException if a name occurs twice */
    public static StateDict of(List<Tensor> tensors) {
        Map<String, Tensor> byName = new LinkedHashMap<>();
        for (Tensor tensor : tensors) {
            if (byName.put(tensor.name(), tensor) != null) {
                throw new RefusedException(Phrase.of("two tensors are called '%s'", tensor.name()));
            }
        }
        return new StateDict(byName);
    }

    /** The tensors in the order of the file. */
    public List<Tensor> tensors() {
        return List.copyOf(tensors.values());
    }

    public Optional<Tensor> tensor(String name) {
        return Optional.ofNullable(tensors.get(name));
    }

    /**
     * The tensors whose names begin with {@code prefix}, named without it: with {@code module.} those that a data-parallel
     * wrapper holds, with {@code state_dict.} those of a nested table.
     */
    public StateDict under(String prefix) {
        return of(tensors.values().stream()
                .filter(tensor ->
                        tensor.name().startsWith(prefix) && tensor.name().length() > prefix.length())
                .map(tensor -> tensor.named(tensor.name().substring(prefix.length())))
                .toList());
    }
}
