package org.bitwright.project;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.bitwright.model.DataSource;
import org.bitwright.model.Dataset;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.runtime.DataFit;
import org.bitwright.runtime.Engines;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;

/** The data of a project: what is measured on and what calibrates, and how files become either. Thread-safe. */
public final class DataSets {
    private final OnnxDocument document;
    private final DataSelection selection;

    DataSets(OnnxDocument document, DataSelection selection) {
        this.document = document;
        this.selection = selection;
    }

    /** Reads evaluation data and makes them the project's; what was measured on other data is dropped. */
    public void use(DataSource source) throws IOException {
        if (document.hasNetwork()) {
            // What runs networks starts while the data are read.
            Engines.current();
        }
        selection.useEvaluation(source);
    }

    /** Reads calibration data, on which exports are checked. */
    public void useForCalibration(DataSource source) throws IOException {
        selection.useCalibration(source);
    }

    /**
     * Takes calibration data from the start of the evaluation data, which then go without them.
     *
     * @param samples fewer than there are evaluation samples
     * @throws IllegalArgumentException if none would be left for evaluation
     * @throws IllegalStateException if there are no data
     */
    public void reserveForCalibration(int samples) {
        selection.reserve(samples);
    }

    /** The same data as another project has, those to train on with them; what cannot be had anew is noted. */
    void follow(DataSets other, List<Problem> notes) {
        new FollowedData(selection, notes).follow(other.selection);
    }

    public Optional<DataSource> evaluationSource() {
        return selection.evaluation().map(EvaluationSet::source);
    }

    /** The evaluation data, without samples that calibration took. */
    public Optional<Dataset> evaluation() {
        return selection.evaluation().map(EvaluationSet::data);
    }

    public Optional<DataSource> calibrationSource() {
        return selection.calibration().map(EvaluationSet::source);
    }

    public Optional<Dataset> calibration() {
        return selection.calibration().map(EvaluationSet::data);
    }

    /**
     * Whether the evaluation data are read as the network wants them, found out on a few hundred labelled samples: takes
     * some passes over these. What is found is listed among the problems from then on.
     *
     * @throws InferenceException if there are no data, or they do not fit the network
     */
    public List<DataHint> hints(Progress progress, CancelToken cancel) throws InferenceException {
        return selection.hints(progress, cancel);
    }

    /** Reads data without making them the project's: to look at them ({@link DataPreview}). */
    public Dataset read(DataSource source) throws IOException {
        return selection.read(source);
    }

    /**
     * What must be told before data can be used: names of axes that neither network nor data tell, and of inputs that the
     * data have no array for. Reads the data.
     */
    public DataFit fit(DataSource source) throws IOException {
        return selection.fit(source);
    }
}
