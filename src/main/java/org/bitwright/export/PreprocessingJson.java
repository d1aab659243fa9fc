package org.bitwright.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitwright.model.Binding;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;
import org.bitwright.model.Preprocessing;

/** How data become inputs, as configurations and project files hold it. */
public final class PreprocessingJson {
    private PreprocessingJson() {}

    /** Adds how raw values become inputs; of what was left open, only what was settled. */
    public static void put(ObjectNode into, Preprocessing preprocessing) {
        into.put("scale", (double) preprocessing.scale());
        ArrayNode mean = into.putArray("mean");
        preprocessing.mean().forEach(value -> mean.add((double) value));
        ArrayNode std = into.putArray("std");
        preprocessing.std().forEach(value -> std.add((double) value));
        put(into, preprocessing.binding());
    }

    private static void put(ObjectNode into, Binding binding) {
        if (!binding.axes().isEmpty()) {
            ObjectNode axes = into.putObject("axes");
            binding.axes().forEach(axes::put);
        }
        if (!binding.constants().isEmpty()) {
            ObjectNode constants = into.putObject("inputs");
            binding.constants().forEach(constants::put);
        }
        binding.output().ifPresent(name -> into.put("output", name));
        binding.pooling().ifPresent(name -> into.put("pooling", name));
    }

    public static Preprocessing read(JsonField from) throws InvalidFileException {
        try {
            return new Preprocessing(
                    from.get("scale").real32(), floats(from.get("mean")), floats(from.get("std")), binding(from));
        } catch (IllegalArgumentException e) {
            return from.fail(Phrase.toldBy(e));
        }
    }

    private static Binding binding(JsonField from) throws InvalidFileException {
        Map<String, Integer> axes = new LinkedHashMap<>();
        Optional<JsonField> settledAxes = from.find("axes");
        if (settledAxes.isPresent()) {
            for (String name : settledAxes.get().names()) {
                axes.put(name, (int) settledAxes.get().get(name).integer(1, Integer.MAX_VALUE));
            }
        }
        Map<String, Double> constants = new LinkedHashMap<>();
        Optional<JsonField> filled = from.find("inputs");
        if (filled.isPresent()) {
            for (String name : filled.get().names()) {
                constants.put(name, filled.get().get(name).real());
            }
        }
        return new Binding(axes, constants, name(from.find("output")), name(from.find("pooling")));
    }

    private static Optional<String> name(Optional<JsonField> field) throws InvalidFileException {
        return field.isPresent() ? Optional.of(field.get().text()) : Optional.empty();
    }

    private static List<Float> floats(JsonField list) throws InvalidFileException {
        List<Float> values = new ArrayList<>();
        for (JsonField element : list.elements()) {
            values.add(element.real32());
        }
        return values;
    }
}
