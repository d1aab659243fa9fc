package org.bitwright.project;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.bitwright.io.dataset.DatasetReader;
import org.bitwright.model.DataSource;
import org.bitwright.model.Dataset;
import org.bitwright.model.Phrase;
import org.jspecify.annotations.Nullable;

/**
 * What is trained on: data of its own, or else the calibration data where these lie in a file of their own with labels.
 * Samples that calibration took from the evaluation data are never trained on. Thread-safe.
 */
final class TrainingData {
    private static final int MOST_OF_SMALL = 5_000;

    private final DataSelection selection;
    private @Nullable EvaluationSet own;
    private @Nullable EvaluationSet calibration;
    private @Nullable EvaluationSet standIn;
    private @Nullable Lost lost;
    private long revision;

    /**
     * Data of its own that a project file names and that are not there, or not what they were.
     *
     * @param reason a whole sentence
     */
    private record Lost(SavedData saved, Phrase reason) {}

    TrainingData(DataSelection selection) {
        this.selection = selection;
    }

    void use(DataSource source) throws IOException {
        EvaluationSet next = selection.set(source);
        synchronized (this) {
            own = next;
            lost = null;
            revision++;
        }
    }

    /** Goes back to what is there without data of its own. */
    synchronized void drop() {
        revision += own == null && lost == null ? 0 : 1;
        own = null;
        lost = null;
    }

    /** Takes over what another has of its own, read anew; what cannot be read stays named, and nothing stands in for it. */
    void follow(TrainingData other) {
        Optional<EvaluationSet> samples = other.own();
        if (samples.isEmpty()) {
            lose(other.gone());
            return;
        }
        DataSource source = samples.get().source();
        try {
            use(source);
        } catch (IOException e) {
            lose(Optional.of(new Lost(SavedData.of(samples.get(), source.samples()), unreadable(e))));
        }
    }

    private synchronized Optional<Lost> gone() {
        return Optional.ofNullable(lost);
    }

    private synchronized void lose(Optional<Lost> gone) {
        lost = gone.orElse(null);
    }

    private static Phrase unreadable(IOException reason) {
        return Phrase.of("The training data cannot be read: %s", Phrase.toldBy(reason));
    }

    /** Takes over what a project file names; what is not there stays named, and nothing stands in for it. */
    void restore(SavedData saved, FilePlaces places) {
        Phrase reason = changed(saved);
        try {
            for (DataSource source : places.sources(saved, FileRole.TRAINING, FileRole.TRAINING_LABELS)) {
                EvaluationSet found = selection.set(source);
                if (found.data().digest().equals(saved.digest()) || places.accepts(FileRole.TRAINING)) {
                    synchronized (this) {
                        own = found;
                    }
                    return;
                }
            }
        } catch (IOException e) {
            reason = unreadable(e);
        }
        synchronized (this) {
            lost = new Lost(saved, reason);
        }
    }

    private static Phrase changed(SavedData saved) {
        return Phrase.of(
                "The training data '%s' have changed since the project was saved (another SHA-256). Open them anew.",
                saved.samples().absolute());
    }

    /** Why there are none though the project file names some. */
    synchronized Optional<Phrase> fault() {
        return Optional.ofNullable(lost).map(Lost::reason);
    }

    /** Where those lay. */
    synchronized Optional<String> lost() {
        return Optional.ofNullable(lost).map(gone -> gone.saved().samples().absolute());
    }

    /** Data of its own at a moment, or what a project file names and is not there. */
    record Present(Optional<EvaluationSet> own, Optional<SavedData> lost) {
        /** As a project file names them. */
        Optional<SavedData> saved(Path projectFile) {
            return own.map(set -> SavedData.of(set, projectFile)).or(() -> lost);
        }
    }

    synchronized Present present() {
        return new Present(own(), Optional.ofNullable(lost).map(Lost::saved));
    }

    /** Data of its own alone. */
    synchronized Optional<EvaluationSet> own() {
        return Optional.ofNullable(own);
    }

    /** Whether a few samples that are there for calibration stand in. */
    synchronized boolean isSmall() {
        return own == null
                && set().filter(set -> set.data().size() <= MOST_OF_SMALL).isPresent();
    }

    synchronized Optional<EvaluationSet> set() {
        return own != null ? Optional.of(own) : lost == null ? standIn() : Optional.empty();
    }

    private Optional<EvaluationSet> standIn() {
        Optional<EvaluationSet> present = selection.reserved() > 0 ? Optional.empty() : selection.calibration();
        if (present.isEmpty() || present.get() != calibration) {
            calibration = present.orElse(null);
            standIn = present.flatMap(this::labelled).orElse(null);
        }
        return Optional.ofNullable(standIn);
    }

    /** Calibration needs no labels, so that they may have been left where they are: beside the samples. */
    private Optional<EvaluationSet> labelled(EvaluationSet set) {
        if (set.data().labels().isPresent()) {
            return Optional.of(set);
        }
        Optional<DataSource> source = DatasetReader.findLabels(set.source().samples())
                .map(labels -> set.source().withLabels(Optional.of(labels)));
        try {
            return source.isPresent() ? Optional.of(selection.set(source.get())) : Optional.empty();
        } catch (IOException e) {
            // Whatever lies beside them is not their labels.
            return Optional.empty();
        }
    }

    Optional<Dataset> data() {
        return set().map(EvaluationSet::data);
    }

    /** Changes with the data of its own. */
    synchronized long revision() {
        return revision;
    }
}
