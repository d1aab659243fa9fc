package org.bitwright.runtime;

import java.io.UncheckedIOException;
import org.bitwright.model.Dataset;
import org.bitwright.model.Model;
import org.bitwright.model.Phrase;
import org.bitwright.model.Preprocessing;
import org.bitwright.model.Shape;
import org.bitwright.runtime.session.InferenceException;

/**
 * Samples as the only input of a network takes them, read one by one in any order: preprocessed as for inference, in
 * float32. Thread-safe.
 */
public final class FloatSamples {
    private final Dataset data;
    private final int source;
    private final Shape stored;
    private final AxisOrder order;
    private final Affine affine;

    private FloatSamples(Dataset data, InputFit.Fed fed, Preprocessing preprocessing) throws InferenceException {
        this.data = data;
        this.source = fed.source();
        this.stored = data.inputs().get(source).shape();
        this.order = fed.layout().order();
        this.affine = Affine.of(preprocessing, order.of(stored));
    }

    /** @throws InferenceException if network and data do not fit, or the network has not one float input alone */
    public static FloatSamples of(Model model, Dataset data, Preprocessing preprocessing) throws InferenceException {
        InputFit fit = InputFit.of(model, data, preprocessing.binding());
        InputFit.Fed fed = fit.fed().get(0);
        if (fit.fed().size() > 1 || !fit.constants().isEmpty() || fit.mask().isPresent()) {
            throw new InferenceException(
                    Phrase.of("The network has several inputs; networks of one input can be trained."));
        }
        if (!fed.layout().type().isFloating()) {
            throw new InferenceException(Phrase.of(
                    "The network's input '%s' is of type %s; networks whose input is of floats can be trained.",
                    fed.layout().name(), fed.layout().type()));
        }
        return new FloatSamples(data, fed, preprocessing);
    }

    /** Number of values of a sample. */
    public int elements() {
        return Math.toIntExact(stored.elements());
    }

    /** Of a sample as it is stored, with the channels where the network wants them. */
    public Shape shape() {
        return order.of(stored);
    }

    /** Whether the first reading of a sample takes long, so that several threads had better read. */
    public boolean readsSlowly() {
        return data.readsSlowly();
    }

    /** Writes one sample from {@code at} on. */
    public void read(int sample, float[] into, int at) throws InferenceException {
        float[] values = new float[elements()];
        try {
            data.readFloats(source, sample, 1, values, 0);
        } catch (UncheckedIOException e) {
            throw new InferenceException(Phrase.of("A sample cannot be read: %s", Phrase.toldBy(e)), e);
        }
        float[] ordered = order.apply(values, stored);
        affine.apply(ordered);
        System.arraycopy(ordered, 0, into, at, ordered.length);
    }
}
