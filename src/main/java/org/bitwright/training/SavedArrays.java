package org.bitwright.training;

import java.util.Map;
import java.util.TreeMap;
import org.bitwright.runtime.InferenceException;

/** Arrays of a run by name, taken down and brought back. */
final class SavedArrays {
    private SavedArrays() {}

    static Map<String, float[]> copy(Map<String, float[]> arrays) {
        Map<String, float[]> copies = new TreeMap<>();
        arrays.forEach((name, values) -> copies.put(name, values.clone()));
        return copies;
    }

    /** The same arrays under names that begin with {@code prefix}. */
    static Map<String, float[]> under(String prefix, Map<String, float[]> arrays) {
        Map<String, float[]> named = new TreeMap<>();
        arrays.forEach((name, values) -> named.put(prefix + name, values));
        return named;
    }

    /** Those whose names begin with {@code prefix}, without it. */
    static Map<String, float[]> below(String prefix, Map<String, float[]> arrays) {
        Map<String, float[]> named = new TreeMap<>();
        arrays.forEach((name, values) -> {
            if (name.startsWith(prefix)) {
                named.put(name.substring(prefix.length()), values);
            }
        });
        return named;
    }

    /**
     * Writes saved values into the arrays of the same names.
     *
     * @throws InferenceException if one is missing or of another size: they are of another network or plan
     */
    static void restore(Map<String, float[]> saved, Map<String, float[]> into) throws InferenceException {
        for (Map.Entry<String, float[]> entry : into.entrySet()) {
            float[] values = saved.get(entry.getKey());
            float[] target = entry.getValue();
            if (values == null || values.length != target.length) {
                throw new InferenceException("The checkpoint is of another network or configuration: '" + entry.getKey()
                        + "' has " + (values == null ? "no" : values.length) + " values there, not " + target.length
                        + ".");
            }
            System.arraycopy(values, 0, target, 0, target.length);
        }
    }
}
