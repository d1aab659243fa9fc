package org.bitwright.io.torch;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;
import org.jspecify.annotations.Nullable;

/**
 * The tensors of nested tables and lists, under the names of their places joined by dots. Values that are no tensors are
 * passed over. A table may stand in many places, so steps are counted and depth is capped: a few bytes cannot ask for
 * endless work.
 */
final class NamedViews {
    private static final int MAX_DEPTH = 64;
    private static final int MAX_STEPS = 1_000_000;

    private final Path file;
    private final Map<String, TensorView> views = new LinkedHashMap<>();
    private int steps;

    private NamedViews(Path file) {
        this.file = file;
    }

    /** @throws InvalidFileException if there are no named tensors, or two of one name */
    static Map<String, TensorView> of(Path file, @Nullable Object root) throws InvalidFileException {
        if (root instanceof TensorView) {
            throw new InvalidFileException(
                    file, Phrase.of("it holds one tensor without a name; save a table of tensors (a state dict)"));
        }
        NamedViews found = new NamedViews(file);
        found.visit("", root, 0);
        if (found.views.isEmpty()) {
            throw new InvalidFileException(file, Phrase.of("it holds no tensors"));
        }
        return found.views;
    }

    private void visit(String name, @Nullable Object value, int depth) throws InvalidFileException {
        steps++;
        if (depth > MAX_DEPTH || steps > MAX_STEPS) {
            throw new InvalidFileException(file, Phrase.of("its tables are nested too deep, or in themselves"));
        }
        if (value instanceof TensorView view) {
            if (views.put(name, view) != null) {
                throw new InvalidFileException(
                        file, Phrase.of("tensor '%s'", name), Phrase.of("two tensors have this name"));
            }
        } else if (value instanceof Map<?, ?> table) {
            for (Map.Entry<?, ?> entry : table.entrySet()) {
                visit(joined(name, String.valueOf(entry.getKey())), entry.getValue(), depth + 1);
            }
        } else if (value instanceof List<?> || value instanceof Object[]) {
            List<?> list = value instanceof Object[] tuple ? Arrays.asList(tuple) : (List<?>) value;
            for (int i = 0; i < list.size(); i++) {
                visit(joined(name, Integer.toString(i)), list.get(i), depth + 1);
            }
        }
    }

    private String joined(String name, String part) throws InvalidFileException {
        if (name.length() + part.length() > StatePickle.MAX_TEXT) {
            throw new InvalidFileException(
                    file, Phrase.of("the name of a tensor is longer than %s", StatePickle.MAX_TEXT));
        }
        return name.isEmpty() ? part : name + "." + part;
    }
}
