package org.bitwright.training;

import java.util.Map;
import java.util.TreeMap;
import org.bitwright.model.Phrase;
import org.bitwright.runtime.session.InferenceException;

/** Arrays of a run by name, taken down and brought back. */
final class SavedArrays {
    private SavedArrays() {}

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
     * The array of a name.
     *
     * @throws InferenceException if it is missing or of another size: it is of another network or configuration
     */
    static float[] of(Map<String, float[]> saved, String name, int size) throws InferenceException {
        float[] values = saved.get(name);
        if (values == null || values.length != size) {
            throw new InferenceException(
                    values == null
                            ? Phrase.of(
                                    "The checkpoint is of another network or configuration: '%s' has no values there, not %s.",
                                    name, size)
                            : Phrase.of(
                                    "The checkpoint is of another network or configuration: '%s' has %s values there, not %s.",
                                    name, values.length, size));
        }
        return values;
    }

    /** Writes the array of a name into {@code target}. */
    static void restore(Map<String, float[]> saved, String name, float[] target) throws InferenceException {
        System.arraycopy(of(saved, name, target.length), 0, target, 0, target.length);
    }
}
