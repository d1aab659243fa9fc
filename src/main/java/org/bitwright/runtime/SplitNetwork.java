package org.bitwright.runtime;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.bitwright.model.ElementType;
import org.bitwright.model.Tensor;
import org.bitwright.onnx.OptimizedNetwork;
import org.bitwright.onnx.SessionSource;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
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
    private final String output;
    private final OptimizedNetwork optimized;
    private final Optional<Path> externalFolder;
    private final Map<Set<String>, Optional<Change>> changes = new HashMap<>();

    /**
     * @param output that is read
     * @throws java.util.concurrent.CancellationException if the token is cancelled, here and below
     */
    SplitNetwork(CandidateForm form, Candidate base, String output, CancelToken cancel)
            throws IOException, InferenceException {
        this.form = form;
        this.base = base;
        this.output = output;
        this.externalFolder = form.document().sessionSource().externalFolder();
        this.optimized = form.optimized(base.constants(), cancel);
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
    Optional<Change> change(Set<String> names, CancelToken cancel) {
        return changes.computeIfAbsent(names, key -> {
            try {
                return found(names, cancel);
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
    OptimizedNetwork with(Map<String, float[]> values, CancelToken cancel) throws IOException, InferenceException {
        Map<String, float[]> constants = new HashMap<>(base.constants());
        constants.putAll(values);
        return form.optimized(constants, cancel);
    }

    /** The same with the operators of the base; empty where it is another network. */
    Optional<OptimizedNetwork> like(OptimizedNetwork other, Set<Integer> operators) {
        return optimized
                .difference(other, output)
                .filter(difference -> operators.containsAll(difference.operators()))
                .map(difference -> optimized.with(difference.constants(), other));
    }

    private Optional<Change> found(Set<String> names, CancelToken cancel) throws IOException, InferenceException {
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
        OptimizedNetwork changed = with(numbered, cancel);
        int end = next;
        // Others are rounded to their own type before they are moved.
        boolean moves = end <= MOST_NUMBERED
                && names.stream().allMatch(name -> own(name).type() == ElementType.FLOAT32);
        return optimized
                .difference(changed, output)
                .map(difference -> new Change(
                        difference.operators(),
                        moves ? placed(difference.constants(), changed, source, values, end) : Optional.empty()));
    }

    /** Empty unless the base's own values are found again where the numbers are. */
    private Optional<Map<String, Placement>> placed(
            Map<String, String> constants,
            OptimizedNetwork changed,
            TreeMap<Integer, String> source,
            Map<String, float[]> values,
            int end) {
        Map<String, Placement> placements = new HashMap<>();
        for (Map.Entry<String, String> constant : constants.entrySet()) {
            Optional<float[]> went = changed.floats(constant.getValue());
            Optional<float[]> before = optimized.floats(constant.getKey());
            if (went.isEmpty() || before.isEmpty()) {
                return Optional.empty();
            }
            int[] numbers = new int[went.get().length];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = (int) went.get()[i];
                if (numbers[i] != went.get()[i] || numbers[i] < 0 || numbers[i] >= end) {
                    return Optional.empty();
                }
            }
            Placement placement = new Placement(source, numbers);
            if (!areSame(placement.of(values), before.get())) {
                return Optional.empty();
            }
            placements.put(constant.getKey(), placement);
        }
        return Optional.of(placements);
    }

    /** To the last bit, but for the sign of zeros that were added. */
    private static boolean areSame(float[] found, float[] expected) {
        boolean same = found.length == expected.length;
        for (int i = 0; same && i < found.length; i++) {
            same = found[i] == expected[i] || Float.floatToRawIntBits(found[i]) == Float.floatToRawIntBits(expected[i]);
        }
        return same;
    }
}
