package org.bitwright.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bitwright.model.FileFault;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;
import org.bitwright.model.Preprocessing;
import org.bitwright.model.Shape;
import org.bitwright.quant.ActivationConfig;
import org.bitwright.quant.Grid;
import org.bitwright.quant.TargetProfile;
import org.bitwright.quant.TensorConfig;

/**
 * A configuration read from a file.
 *
 * @param modelFile name of the model's file when it was written
 * @param modelDigest hexadecimal SHA-256 of that model
 */
public record ConfigFile(
        Path path,
        String modelFile,
        String modelDigest,
        Optional<Preprocessing> preprocessing,
        List<LayerEntry> layers,
        TargetProfile target,
        List<EdgeEntry> activations) {
    /** The longest that is written and read: scales of many groups, and changed weights in base64. */
    static final long MAX_BYTES = 1L << 30;

    public ConfigFile {
        layers = List.copyOf(layers);
        activations = List.copyOf(activations);
    }

    /**
     * What the file says of one activation.
     *
     * @param grid the exact grid that it is rounded to; empty where it is not rounded by itself, or dynamically
     */
    public record EdgeEntry(String name, ActivationConfig config, Optional<Grid> grid) {}

    /**
     * What the file says of one layer.
     *
     * @param grids the exact grid of each granule; empty where the format has none to tell
     */
    public record LayerEntry(String name, Shape shape, TensorConfig config, List<Grid> grids) {
        public LayerEntry {
            grids = List.copyOf(grids);
        }
    }

    /** @throws InvalidFileException if it is no configuration, or one of a newer version */
    public static ConfigFile read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new InvalidFileException(file, FileFault.MISSING);
        }
        if (Files.size(file) > MAX_BYTES) {
            throw new InvalidFileException(file, Phrase.of("it is over 1 GiB, too large for a configuration"));
        }
        JsonField root = JsonField.parse(file, Files.readAllBytes(file));
        if (root.find("format").isEmpty() || !root.get("format").text().equals(ConfigExport.FORMAT)) {
            throw new InvalidFileException(
                    file,
                    Phrase.of("it is no configuration of Bitwright: \"format\": \"bitwright-config\" is missing"));
        }
        long version = root.get("version").integer(1, Integer.MAX_VALUE);
        if (version > ConfigExport.VERSION) {
            throw new InvalidFileException(
                    file,
                    Phrase.verbatim("version"),
                    Phrase.of(
                            "it was written by a newer Bitwright (format %s, this one reads up to %s); please update",
                            version, ConfigExport.VERSION));
        }
        JsonField model = root.get("model");
        Optional<JsonField> preprocessing = root.find("preprocessing");
        return new ConfigFile(
                file,
                model.get("file").text(),
                model.get("sha256").text(),
                preprocessing.isPresent() ? Optional.of(PreprocessingJson.read(preprocessing.get())) : Optional.empty(),
                layers(root.get("layers"), ChangedWeights.read(root)),
                ActivationJson.target(root),
                activations(root.find("activations")));
    }

    /** None in files that are older than activations. */
    private static List<EdgeEntry> activations(Optional<JsonField> list) throws InvalidFileException {
        List<EdgeEntry> entries = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JsonField field : list.isPresent() ? list.get().elements() : List.<JsonField>of()) {
            String name = field.get("name").text();
            if (!names.add(name)) {
                field.fail(Phrase.of("the activation '%s' appears twice", name));
            }
            ActivationConfig choice = ActivationJson.read(field);
            boolean own = field.get("place").text().equals("rounded");
            entries.add(new EdgeEntry(name, choice, own ? ActivationJson.grid(field, choice) : Optional.empty()));
        }
        return entries;
    }

    private static List<LayerEntry> layers(JsonField list, ChangedWeights changed) throws InvalidFileException {
        List<LayerEntry> layers = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JsonField field : list.elements()) {
            LayerEntry entry = layer(field, changed);
            if (!names.add(entry.name())) {
                field.fail(Phrase.of("the layer '%s' appears twice", entry.name()));
            }
            layers.add(entry);
        }
        return layers;
    }

    private static LayerEntry layer(JsonField field, ChangedWeights changed) throws InvalidFileException {
        TensorConfig config = ConfigJson.read(field, changed);
        return new LayerEntry(
                field.get("name").text(), shape(field.get("shape")), config, GridJson.read(field, config.format()));
    }

    private static Shape shape(JsonField field) throws InvalidFileException {
        List<JsonField> elements = field.elements();
        long[] extents = new long[elements.size()];
        for (int axis = 0; axis < extents.length; axis++) {
            extents[axis] = elements.get(axis).integer(0, Long.MAX_VALUE);
        }
        try {
            return Shape.of(extents);
        } catch (IllegalArgumentException e) {
            return field.fail(Phrase.toldBy(e));
        }
    }
}
