package org.bitwright.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.bitwright.model.Tensor;
import org.bitwright.onnx.OptimizedNetwork;
import org.bitwright.onnx.SessionSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A network in the form in which it runs, and what of it runs otherwise where some of its constants change. Where a
 * constant comes to lie in that form is found by giving each of its values another number and looking where the numbers
 * went: blocked layouts only move values. Where they are computed with, too, every candidate is optimized anew.
 */
final class SplitNetwork {
    private static final Logger LOG = LoggerFactory.getLogger(SplitNetwork.class);

    /** Float32 holds whole numbers up to it exactly. */
    private static final int MOST_NUMBERED = 1 << 24;

    private final CandidateForm form;
    private final Candidate base;
    private final Path folder;
    private final OptimizedNetwork optimized;
    private final Optional<Path> externalFolder;
    private final Map<Set<String>, Optional<Change>> changes = new HashMap<>();

    /** @param folder where files may be written for a moment */
    SplitNetwork(CandidateForm form, Candidate base, Path folder) throws IOException, InferenceException {
        this.form = form;
        this.base = base;
        this.folder = folder;
        Path file = folder.resolve("base.onnx");
        try {
            this.externalFolder =
                    Sessions.writeOptimized(base.constants(), form.document(), form.rounds(), file);
            this.optimized = OptimizedNetwork.read(file);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /**
     * What changes with some constants.
     *
     * @param operators places of the operators that take them
     * @param placed where their values lie in the optimized network, by the name of its constant; empty where they are
     *     computed with
     */
    record Change(Set<Integer> operators, Optional<Map<String, Placement>> placed) {
        boolean mayBeInputs(OptimizedNetwork network) {
            return placed.isPresent() && placed.get().keySet().stream().allMatch(network::mayBeInput);
        }
    }

    /**
     * Where the values of an optimized constant are from.
     *
     * @param source names of the constants, by the number of their first value
     * @param numbers a value's number; 0 for a zero that was added
     */
    record Placement(TreeMap<Integer, String> source, int[] numbers) {
        float[] of(Map<String, float[]> values) {
            float[] placed = new float[numbers.length];
            for (int i = 0; i < placed.length; i++) {
                if (numbers[i] > 0) {
                    Map.Entry<Integer, String> from = source.floorEntry(numbers[i]);
                    float[] all = values.get(from.getValue());
                    if (all == null) {
                        throw new IllegalArgumentException("no values for '" + from.getValue() + "'");
                    }
                    placed[i] = all[numbers[i] - from.getKey()];
                }
            }
            return placed;
        }
    }

    OptimizedNetwork optimized() {
        return optimized;
    }

    CandidateForm form() {
        return form;
    }

    SessionSource source(byte[] model) {
        return new SessionSource(model, externalFolder);
    }

    /** What changes with these constants; empty where only the whole network can tell. */
    Optional<Change> change(Set<String> names) {
        return changes.computeIfAbsent(names, key -> {
            try {
                return found(names);
            } catch (IOException | InferenceException e) {
                LOG.debug("what {} changes could not be found", names, e);
                return Optional.empty();
            }
        });
    }

    /** Only the whole network can tell. */
    void giveUp(Set<String> names) {
        changes.put(names, Optional.empty());
    }

    /** The values of these constants in the base. */
    Map<String, float[]> values(Set<String> names) throws IOException {
        Map<String, float[]> values = new HashMap<>();
        for (String name : names) {
            float[] known = base.constants().get(name);
            values.put(name, known == null ? own(name).readFloats() : known);
        }
        return values;
    }

    /** Values of these constants, with the network's own where there are no others. */
    Map<String, float[]> complete(Set<String> names, Map<String, float[]> others) throws IOException {
        Map<String, float[]> values = new HashMap<>(others);
        for (String name : names) {
            if (!others.containsKey(name)) {
                values.put(name, own(name).readFloats());
            }
        }
        return values;
    }

    private Tensor own(String name) {
        return form.document()
                .constant(name)
                .filter(constant -> constant.type().isWeight())
                .orElseThrow(() -> new IllegalArgumentException("the model has no float constant '" + name + "'"));
    }

    /** The base with other values of some constants, in the form in which it runs. */
    OptimizedNetwork with(Map<String, float[]> values) throws IOException, InferenceException {
        Map<String, float[]> constants = new HashMap<>(base.constants());
        constants.putAll(values);
        Path file = folder.resolve("changed.onnx");
        try {
            Sessions.writeOptimized(constants, form.document(), form.rounds(), file);
            return OptimizedNetwork.read(file);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private Optional<Change> found(Set<String> names) throws IOException, InferenceException {
        Map<String, float[]> values = values(names);
        TreeMap<Integer, String> source = new TreeMap<>();
        Map<String, float[]> numbered = new HashMap<>();
        int next = 1;
        for (Map.Entry<String, float[]> entry : values.entrySet()) {
            source.put(next, entry.getKey());
            float[] numbers = new float[entry.getValue().length];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = next + i;
            }
            numbered.put(entry.getKey(), numbers);
            next += numbers.length;
        }
        OptimizedNetwork changed = with(numbered);
        int end = next;
        return optimized
                .difference(changed)
                .map(difference -> new Change(
                        difference.operators(),
                        difference.closed() && end <= MOST_NUMBERED
                                ? placed(difference.constants(), changed, source, values)
                                : Optional.empty()));
    }

    /** Empty unless the base's own values are found again where the numbers are. */
    private Optional<Map<String, Placement>> placed(
            Set<String> constants,
            OptimizedNetwork changed,
            TreeMap<Integer, String> source,
            Map<String, float[]> values) {
        int most = source.lastKey() + values.getOrDefault(source.get(source.lastKey()), new float[0]).length;
        Map<String, Placement> placements = new HashMap<>();
        for (String constant : new HashSet<>(constants)) {
            Optional<float[]> went = changed.floats(constant);
            Optional<float[]> before = optimized.floats(constant);
            if (went.isEmpty() || before.isEmpty()) {
                return Optional.empty();
            }
            int[] numbers = new int[went.get().length];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = (int) went.get()[i];
                if (numbers[i] != went.get()[i] || numbers[i] < 0 || numbers[i] >= most) {
                    return Optional.empty();
                }
            }
            Placement placement = new Placement(source, numbers);
            if (!areSame(placement.of(values), before.get())) {
                return Optional.empty();
            }
            placements.put(constant, placement);
        }
        return Optional.of(placements);
    }

    /** To the last bit, but for the sign of zeros that were added. */
    private static boolean areSame(float[] found, float[] expected) {
        boolean same = found.length == expected.length;
        for (int i = 0; same && i < found.length; i++) {
            same = found[i] == expected[i]
                    || Float.floatToRawIntBits(found[i]) == Float.floatToRawIntBits(expected[i]);
        }
        return same;
    }
}
