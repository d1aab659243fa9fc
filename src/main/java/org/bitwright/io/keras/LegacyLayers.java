package org.bitwright.io.keras;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bitwright.io.hdf5.Hdf5Dataset;
import org.bitwright.io.hdf5.Hdf5Group;
import org.bitwright.io.hdf5.Hdf5Object;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;

/**
 * Weights as Keras 1 and 2 laid them out, and Keras 3 does for {@code .h5}: an attribute {@code layer_names}, a group a
 * layer, its attribute {@code weight_names}, and the arrays by those names.
 */
final class LegacyLayers {
    private static final String LAYERS = "layer_names";
    private static final String WEIGHTS = "weight_names";
    private static final String TOP_LEVEL = "top_level_model_weights";

    private final Path file;
    private final Hdf5Group root;
    private final Optional<LayerConfig> config;
    private final FoundArrays into;

    LegacyLayers(Path file, Hdf5Group root, Optional<LayerConfig> config, FoundArrays into) {
        this.file = file;
        this.root = root;
        this.config = config;
        this.into = into;
    }

    /** Whether a group is laid out so. */
    static boolean areIn(Hdf5Group root) throws IOException {
        return root.texts(LAYERS).isPresent() || root.texts(LAYERS + "0").isPresent();
    }

    void read() throws IOException {
        for (String layer : texts(root, LAYERS)) {
            layer(layer);
        }
        if (root.has(TOP_LEVEL)) {
            layer(TOP_LEVEL);
        }
    }

    /** An attribute too long for one is stored in pieces that are numbered from 0 on. */
    private static List<String> texts(Hdf5Group group, String attribute) throws IOException {
        Optional<List<String>> whole = group.texts(attribute);
        if (whole.isPresent()) {
            return whole.get();
        }
        List<String> all = new ArrayList<>();
        Optional<List<String>> piece = group.texts(attribute + "0");
        for (int i = 1; piece.isPresent(); i++) {
            all.addAll(piece.get());
            piece = group.texts(attribute + i);
        }
        return all;
    }

    private void layer(String layer) throws IOException {
        if (!(find(root, layer) instanceof Hdf5Group group)) {
            throw new InvalidFileException(
                    file, Phrase.of("layer '%s'", layer), Phrase.of("it is an array where a group should be"));
        }
        for (String weight : texts(group, WEIGHTS)) {
            if (!(find(group, weight) instanceof Hdf5Dataset array)) {
                throw new InvalidFileException(
                        file, Phrase.of("'%s'", weight), Phrase.of("it is a group where an array should be"));
            }
            String name = weight.endsWith(":0") ? weight.substring(0, weight.length() - 2) : weight;
            String shown = name.contains("/") || layer.equals(TOP_LEVEL) ? name : layer + "/" + name;
            into.add(array, shown, type(layer, shown), name.substring(name.lastIndexOf('/') + 1));
        }
    }

    /** The innermost layer that the weight's name tells, else that of its group: models may hold models. */
    private String type(String layer, String weight) {
        String[] names = weight.split("/", -1);
        for (int i = Math.min(names.length, 16) - 2; i >= 0; i--) {
            Optional<LayerConfig> named = named(names[i]);
            if (named.isPresent()) {
                return named.get().type();
            }
        }
        return named(layer).map(LayerConfig::type).orElseGet(() -> Variables.typeOf(layer));
    }

    private Optional<LayerConfig> named(String name) {
        return config.flatMap(model -> model.named(name));
    }

    private Hdf5Object find(Hdf5Group from, String path) throws IOException {
        Hdf5Object at = from;
        for (String name : path.split("/", -1)) {
            if (name.isEmpty()) {
                continue;
            }
            Optional<Hdf5Object> child = at instanceof Hdf5Group group ? group.child(name) : Optional.empty();
            if (child.isEmpty()) {
                throw new InvalidFileException(
                        file, Phrase.of("'%s'", path), Phrase.of("it is named in the file but not there"));
            }
            at = child.get();
        }
        return at;
    }
}
