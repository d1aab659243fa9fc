package org.bitwright.project;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.bitwright.analysis.Accuracy;
import org.bitwright.analysis.Sweep;
import org.bitwright.analysis.SweepPlan;
import org.bitwright.analysis.SweepPoint;
import org.bitwright.analysis.SweepResult;
import org.bitwright.export.ExportResult;
import org.bitwright.export.ExportTarget;
import org.bitwright.io.dataset.DatasetReader;
import org.bitwright.model.DataSource;
import org.bitwright.model.Dataset;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Layer;
import org.bitwright.model.Model;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.quant.LayerQuantizer;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.Preset;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.QuantizedLayer;
import org.bitwright.quant.StorageSize;
import org.bitwright.quant.TensorConfig;
import org.bitwright.runtime.Evaluation;
import org.bitwright.runtime.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import org.jspecify.annotations.Nullable;

/**
 * The work in hand: a model, perhaps data, the configuration with its history, and what was measured. Everything that
 * window and command line do to a model goes through here. Methods that read or compute block and are called from jobs;
 * the others return at once. Thread-safe.
 */
public final class Project implements AutoCloseable {
    private final OnnxDocument document;
    private final ConfigHistory history;
    private final LayerCache layers = new LayerCache();
    private final Measurements measurements;
    private volatile @Nullable EvaluationSet evaluation;
    private volatile @Nullable EvaluationSet calibration;
    private volatile @Nullable Path file;

    private Project(OnnxDocument document, QuantConfig config) {
        this.document = document;
        history = new ConfigHistory(config);
        measurements = new Measurements(document.model());
    }

    /** Opens a model file as a new project: every layer at 8 bits symmetric per channel, minmax. */
    public static Project create(Path model) throws IOException {
        OnnxDocument document = OnnxDocument.open(model);
        return new Project(document, Presets.initial(document.model()));
    }

    /**
     * Opens a project file, its model and its data.
     *
     * @throws InvalidFileException if it cannot be read, or the model or data it names are missing or changed
     */
    public static Project load(Path file) throws IOException {
        throw new UnsupportedOperationException("contract");
    }

    /** Saves atomically: to a temporary file beside the target, flushed, then renamed. */
    public void save(Path file) throws IOException {
        throw new UnsupportedOperationException("contract");
    }

    /** The project file, once there is one. */
    public Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    /** Whether something would be lost by closing now. */
    public boolean isModified() {
        return history.undoName().isPresent();
    }

    public Model model() {
        return document.model();
    }

    public QuantConfig config() {
        return history.present();
    }

    /** Makes {@code next} the configuration: one undo step of this name. No step if nothing changes. */
    public void edit(String name, QuantConfig next) {
        history.edit(name, next);
    }

    /** The present configuration with a preset on some layers; layers with ranges set by hand stay unless told. */
    public QuantConfig withPreset(Preset preset, Collection<String> names, boolean overwriteHandMade) {
        return Presets.apply(preset, model(), config(), names, overwriteHandMade);
    }

    /** Name of the step that {@link #undo} takes back. */
    public Optional<String> undoName() {
        return history.undoName();
    }

    public Optional<String> redoName() {
        return history.redoName();
    }

    public void undo() {
        history.undo();
    }

    public void redo() {
        history.redo();
    }

    /** Reads evaluation data and makes them the project's; what was measured on other data is dropped. */
    public void useData(DataSource source) throws IOException {
        EvaluationSet next = read(source);
        synchronized (this) {
            EvaluationSet before = evaluation;
            if (before != null) {
                before.retire();
                boolean same = before.data().digest().equals(next.data().digest())
                        && before.data().size() == next.data().size()
                        && before.source().preprocessing().equals(source.preprocessing());
                if (!same) {
                    measurements.clear();
                }
            }
            evaluation = next;
        }
    }

    /** Reads calibration data, on which exports are checked. */
    public synchronized void useCalibrationData(DataSource source) throws IOException {
        EvaluationSet next = read(source);
        if (calibration != null) {
            calibration.retire();
        }
        calibration = next;
    }

    private EvaluationSet read(DataSource source) throws IOException {
        Dataset whole = DatasetReader.read(source.samples(), source.labels());
        Dataset data = DatasetSlice.limited(whole, source.limit().orElse(Integer.MAX_VALUE));
        return new EvaluationSet(document, source, data);
    }

    public Optional<DataSource> dataSource() {
        return Optional.ofNullable(evaluation).map(EvaluationSet::source);
    }

    public Optional<Dataset> data() {
        return Optional.ofNullable(evaluation).map(EvaluationSet::data);
    }

    public Optional<DataSource> calibrationSource() {
        return Optional.ofNullable(calibration).map(EvaluationSet::source);
    }

    /** The weights of a layer with their histograms; kept in a cache of bounded size. */
    public LayerWeights weights(String layer, CancelToken cancel) throws IOException {
        return layers.weights(named(layer), cancel);
    }

    /** Exact grids and errors of a layer at a configuration; cached by (layer, configuration). */
    public QuantizedLayer quantized(String layer, TensorConfig config, CancelToken cancel) throws IOException {
        return layers.quantized(named(layer), config, cancel);
    }

    /** The same if it is in the cache: for undo, which is instant. */
    public Optional<QuantizedLayer> cached(String layer, TensorConfig config) {
        return layers.cached(layer, config);
    }

    private Layer named(String layer) {
        return model().layer(layer).orElseThrow(() -> new NoSuchElementException("no layer is named '" + layer + "'"));
    }

    /** Bytes of all layers' weights under a configuration. */
    public long bytes(QuantConfig config) {
        return model().layers().stream()
                .mapToLong(layer -> StorageSize.bytes(layer, config.of(layer.name())))
                .sum();
    }

    /** Bytes of all layers' weights as they are in the model file. */
    public long floatBytes() {
        return bytes(QuantConfig.empty());
    }

    /** What the user should know of model, weights and data. Reads every weight. */
    public List<Problem> problems(Progress progress, CancelToken cancel) {
        List<Problem> found = new ArrayList<>(ProblemFinder.inStructure(model()));
        data().flatMap(data -> ProblemFinder.inData(model(), data)).ifPresent(found::add);
        int done = 0;
        for (Layer layer : model().layers()) {
            try {
                found.addAll(ProblemFinder.inWeights(layers.weights(layer, cancel)));
            } catch (IOException e) {
                found.add(ProblemFinder.unreadable(layer, e));
            }
            progress.update(++done, model().layers().size());
        }
        return found;
    }

    /** What was measured for a configuration on the present data, if it was. */
    public Optional<Measurement> measured(QuantConfig config) {
        return measurements.get(config);
    }

    /** Measures a configuration on the evaluation data ({@link QuantConfig#empty()} for the float network) and keeps it. */
    public Measurement measure(QuantConfig config, Progress progress, CancelToken cancel)
            throws IOException, InferenceException {
        EvaluationSet set = evaluationSet();
        try (EvaluationSet.Lease lease = set.lease()) {
            Evaluation reference = lease.floatRun(progress, cancel);
            Map<String, float[]> weights = quantizedWeights(config, cancel);
            Evaluation candidate = weights.isEmpty() ? reference : lease.run(weights, progress, cancel);
            Measurement measurement = new Measurement(
                    set.data().labels().map(labels -> new Accuracy(candidate.correct(), candidate.samples())),
                    OutputComparison.agreement(reference, candidate),
                    OutputComparison.sqnrDb(reference, candidate),
                    OutputComparison.cosine(reference, candidate),
                    candidate.samples(),
                    bytes(config),
                    candidate.seconds());
            keep(set, () -> measurements.put(config, measurement));
            return measurement;
        }
    }

    private Map<String, float[]> quantizedWeights(QuantConfig config, CancelToken cancel) throws IOException {
        Map<String, float[]> values = new HashMap<>();
        for (Layer layer : model().layers()) {
            TensorConfig choice = config.of(layer.name());
            if (choice.format().isQuantized()) {
                QuantizedLayer quantized = layers.quantized(layer, choice, cancel);
                values.put(
                        layer.weight().name(),
                        LayerQuantizer.values(layers.weights(layer, cancel), quantized.grids(), cancel));
            }
        }
        return values;
    }

    /**
     * Runs a sweep and keeps its result, also a part of one that is cancelled.
     *
     * @param samples at most this many evaluation samples; empty for all
     */
    public SweepResult sweep(
            SweepPlan plan, OptionalInt samples, Consumer<SweepPoint> listener, Progress progress, CancelToken cancel)
            throws IOException, InferenceException {
        EvaluationSet set = evaluationSet();
        int count = Math.min(samples.orElse(Integer.MAX_VALUE), set.data().size());
        SweepRecord points = new SweepRecord(plan);
        try (EvaluationSet.Lease lease = set.lease()) {
            SweepResult result = Sweep.run(
                    plan,
                    model(),
                    this::weights,
                    lease.evaluator(),
                    set.data(),
                    count,
                    points.andThen(listener),
                    progress,
                    cancel);
            keep(set, () -> measurements.sweep(result));
            return result;
        } catch (CancellationException e) {
            Accuracy floatAccuracy = set.floatAccuracy(count).orElse(new Accuracy(0, 0));
            points.partial(floatAccuracy).ifPresent(part -> keep(set, () -> measurements.sweep(part)));
            throw e;
        }
    }

    private EvaluationSet evaluationSet() throws InferenceException {
        EvaluationSet set = evaluation;
        if (set == null) {
            throw new InferenceException("There are no data to measure on. Open a data set first.");
        }
        return set;
    }

    /** Keeps a result unless its data were replaced meanwhile. */
    private synchronized void keep(EvaluationSet measuredOn, Runnable result) {
        if (evaluation == measuredOn) {
            result.run();
        }
    }

    /** The newest sweep, finished or not. */
    public Optional<SweepResult> lastSweep() {
        return measurements.sweep();
    }

    /** Writes the present configuration to a file, and runs the file where it can be run. */
    public ExportResult export(ExportTarget target, Path file, Progress progress, CancelToken cancel)
            throws IOException, InferenceException {
        throw new UnsupportedOperationException("contract");
    }

    @Override
    public synchronized void close() {
        if (evaluation != null) {
            evaluation.retire();
        }
        if (calibration != null) {
            calibration.retire();
        }
    }
}
