package org.bitwright.runtime;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.bitwright.model.Dataset;
import org.bitwright.model.Model;
import org.bitwright.model.Preprocessing;
import org.bitwright.model.Shape;
import org.bitwright.model.ValueInfo;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.runtime.session.NativeIntegers;
import org.bitwright.runtime.session.Values;

/**
 * Everything that a network is fed for a batch of samples: their arrays, and the inputs that are filled with a number.
 * Thread-safe.
 */
final class NetworkInputs {
    private static final long MAX_BUDGET = 512L << 20;

    private final InputFit fit;
    private final List<InputSamples> samples;
    private final Dataset data;
    private final Map<Integer, Map<String, Values>> filled = new ConcurrentHashMap<>();

    private NetworkInputs(InputFit fit, List<InputSamples> samples, Dataset data) {
        this.fit = fit;
        this.samples = samples;
        this.data = data;
    }

    /** @throws InferenceException if network and data do not fit, in a user's words */
    static NetworkInputs of(Model model, Dataset data, Preprocessing preprocessing) throws InferenceException {
        return of(
                model,
                data,
                preprocessing,
                Math.min(MAX_BUDGET, Runtime.getRuntime().maxMemory() / 4));
    }

    /** The same for a look at single samples: nothing is kept. */
    static NetworkInputs single(Model model, Dataset data, Preprocessing preprocessing) throws InferenceException {
        return of(model, data, preprocessing, 0);
    }

    private static NetworkInputs of(Model model, Dataset data, Preprocessing preprocessing, long most)
            throws InferenceException {
        InputFit fit = InputFit.of(model, data, preprocessing.binding());
        long budget = most;
        List<InputSamples> samples = new ArrayList<>();
        for (InputFit.Fed fed : fit.fed()) {
            InputSamples next = new InputSamples(data, fed, preprocessing, budget);
            budget = Math.max(0, budget - next.bytes());
            samples.add(next);
        }
        return new NetworkInputs(fit, samples, data);
    }

    /** The same samples for a network whose batch is free. */
    NetworkInputs freed() {
        return new NetworkInputs(fit.freed(), samples, data);
    }

    /** Number of samples. */
    int size() {
        return data.size();
    }

    /** Number of values of one sample, in all inputs together. */
    int elements() {
        return samples.stream().mapToInt(InputSamples::elements).sum();
    }

    /** Number of samples that the network takes at once; 0 where it takes any number. */
    int batch() {
        return fit.batch();
    }

    /** Samples that the network is run on for {@code count} of them: more where its batch is fixed. */
    int room(int count) {
        return batch() == 0 ? count : batch();
    }

    /** Name of the output that is read. */
    String output() {
        return fit.output();
    }

    /** Names of the inputs that samples are fed to. */
    List<String> names() {
        return fit.fed().stream().map(fed -> fed.layout().name()).toList();
    }

    /** Whether {@code count} samples are fed from the same memory each time. */
    boolean stay(int count) {
        return room(count) == count && samples.stream().allMatch(InputSamples::areKept);
    }

    /** Which positions of samples count where the output is averaged over them; empty where it is read as it is. */
    Optional<boolean[]> mask(int first, int count) {
        return fit.mask().map(fed -> {
            int positions =
                    Math.toIntExact(data.inputs().get(fed.source()).shape().elements());
            float[] values = new float[count * positions];
            data.readFloats(fed.source(), first, count, values, 0);
            boolean[] counted = new boolean[values.length];
            for (int i = 0; i < values.length; i++) {
                counted[i] = values[i] != 0;
            }
            return counted;
        });
    }

    /** Whether an input counts in half precision. */
    boolean isHalf() {
        return fit.fed().stream()
                .map(fed -> fed.layout().type())
                .anyMatch(type -> type.isFloating() && type.bits() == 16);
    }

    /** Buffers that one run after the other uses again. */
    static final class Scratch {
        private final List<InputSamples.Scratch> parts = new ArrayList<>();

        private InputSamples.Scratch part(int input) {
            while (parts.size() <= input) {
                parts.add(new InputSamples.Scratch());
            }
            return parts.get(input);
        }
    }

    /**
     * The values of samples {@code first} … {@code first + count − 1}, all of one block, by input name, with zeros behind
     * them where the batch is fixed. Nobody writes to them.
     *
     * @param scratch the values may lie in it and are then valid until it is given again
     */
    Map<String, Values> feed(int first, int count, Scratch scratch) throws InferenceException {
        int room = room(count);
        Map<String, Values> fed = new HashMap<>();
        for (int input = 0; input < samples.size(); input++) {
            InputLayout layout = fit.fed().get(input).layout();
            ByteBuffer bytes = samples.get(input).batch(first, count, room, scratch.part(input));
            fed.put(layout.name(), new Values(layout.type(), Shape.of(layout.shape(room)), bytes));
        }
        if (!fit.constants().isEmpty()) {
            fed.putAll(filled.computeIfAbsent(room, this::filled));
        }
        return fed;
    }

    /** The inputs that are filled with a number, for so many samples. */
    private Map<String, Values> filled(int room) {
        Map<String, Values> values = new HashMap<>();
        fit.constants().forEach(constant -> values.put(constant.name(), filled(constant, room)));
        return Map.copyOf(values);
    }

    private static Values filled(InputFit.Constant constant, int room) {
        Shape shape = Shape.of(constant.extents().stream()
                .mapToLong(extent -> extent == ValueInfo.FREE ? room : extent)
                .toArray());
        int elements = Math.toIntExact(shape.elements());
        ByteBuffer bytes =
                Engines.current().room(Math.toIntExact(constant.type().bytesFor(elements)));
        for (int i = 0; i < elements; i++) {
            ByteBuffer at = bytes.duplicate()
                    .order(bytes.order())
                    .position(i * constant.type().bits() / 8);
            if (constant.type().isFloating()) {
                NativeFloats.put(new float[] {(float) constant.value()}, constant.type(), at);
            } else {
                NativeIntegers.put(new long[] {(long) constant.value()}, constant.type(), at);
            }
        }
        return new Values(constant.type(), shape, bytes);
    }
}
