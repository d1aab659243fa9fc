package org.bitwright.project;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.bitwright.analysis.SweepPlan;
import org.bitwright.analysis.SweepPoint;
import org.bitwright.analysis.SweepResult;
import org.bitwright.export.ExportResult;
import org.bitwright.export.ExportTarget;
import org.bitwright.model.DataSource;
import org.bitwright.model.Dataset;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Model;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.QuantizedLayer;
import org.bitwright.quant.TensorConfig;
import org.bitwright.runtime.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;

/**
 * The work in hand: a model, perhaps data, the configuration with its history, and what was measured. Everything that
 * window and command line do to a model goes through here. Methods that read or compute block and are called from jobs;
 * the others return at once. Thread-safe.
 */
public final class Project implements AutoCloseable {
    private Project() {}

    /** Opens a model file as a new project: every layer at 8 bits symmetric per channel, minmax. */
    public static Project create(Path model) throws IOException {
        throw new UnsupportedOperationException("contract");
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
        throw new UnsupportedOperationException("contract");
    }

    /** Whether something would be lost by closing now. */
    public boolean isModified() {
        throw new UnsupportedOperationException("contract");
    }

    public Model model() {
        throw new UnsupportedOperationException("contract");
    }

    public QuantConfig config() {
        throw new UnsupportedOperationException("contract");
    }

    /** Makes {@code next} the configuration: one undo step of this name. No step if nothing changes. */
    public void edit(String name, QuantConfig next) {
        throw new UnsupportedOperationException("contract");
    }

    /** Name of the step that {@link #undo} takes back. */
    public Optional<String> undoName() {
        throw new UnsupportedOperationException("contract");
    }

    public Optional<String> redoName() {
        throw new UnsupportedOperationException("contract");
    }

    public void undo() {
        throw new UnsupportedOperationException("contract");
    }

    public void redo() {
        throw new UnsupportedOperationException("contract");
    }

    /** Reads evaluation data and makes them the project's; what was measured on other data is dropped. */
    public void useData(DataSource source) throws IOException {
        throw new UnsupportedOperationException("contract");
    }

    /** Reads calibration data, on which exports are checked. */
    public void useCalibrationData(DataSource source) throws IOException {
        throw new UnsupportedOperationException("contract");
    }

    public Optional<DataSource> dataSource() {
        throw new UnsupportedOperationException("contract");
    }

    public Optional<Dataset> data() {
        throw new UnsupportedOperationException("contract");
    }

    /** The weights of a layer with their histograms; kept in a cache of bounded size. */
    public LayerWeights weights(String layer, CancelToken cancel) throws IOException {
        throw new UnsupportedOperationException("contract");
    }

    /** Exact grids and errors of a layer at a configuration; cached by (layer, configuration). */
    public QuantizedLayer quantized(String layer, TensorConfig config, CancelToken cancel) throws IOException {
        throw new UnsupportedOperationException("contract");
    }

    /** The same if it is in the cache: for undo, which is instant. */
    public Optional<QuantizedLayer> cached(String layer, TensorConfig config) {
        throw new UnsupportedOperationException("contract");
    }

    /** What was measured for a configuration on the present data, if it was. */
    public Optional<Measurement> measured(QuantConfig config) {
        throw new UnsupportedOperationException("contract");
    }

    /** Measures a configuration on the evaluation data ({@link QuantConfig#empty()} for the float network) and keeps it. */
    public Measurement measure(QuantConfig config, Progress progress, CancelToken cancel)
            throws IOException, InferenceException {
        throw new UnsupportedOperationException("contract");
    }

    /**
     * Runs a sweep and keeps its result, also a part of one that is cancelled.
     *
     * @param samples at most this many evaluation samples; empty for all
     */
    public SweepResult sweep(
            SweepPlan plan, OptionalInt samples, Consumer<SweepPoint> listener, Progress progress, CancelToken cancel)
            throws IOException, InferenceException {
        throw new UnsupportedOperationException("contract");
    }

    /** The newest sweep, finished or not. */
    public Optional<SweepResult> lastSweep() {
        throw new UnsupportedOperationException("contract");
    }

    /** Writes the present configuration to a file, and runs the file where it can be run. */
    public ExportResult export(ExportTarget target, Path file, Progress progress, CancelToken cancel)
            throws IOException, InferenceException {
        throw new UnsupportedOperationException("contract");
    }

    @Override
    public void close() {}
}
