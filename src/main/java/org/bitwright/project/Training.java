package org.bitwright.project;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.bitwright.model.DataSource;
import org.bitwright.model.Dataset;
import org.bitwright.model.Phrase;
import org.bitwright.model.RefusedException;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.quant.QuantConfig;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Pause;
import org.bitwright.task.Progress;
import org.bitwright.training.GradientSample;
import org.bitwright.training.TrainingListener;
import org.bitwright.training.TrainingPlan;
import org.bitwright.training.graph.Obstacle;

/**
 * Training on of the network from the present configuration: the data, the runs, and what became of them. Runs are the
 * project's: saved with it, and kept from their first epoch on, whatever their end. Training data choose the best epoch by
 * samples held out; evaluation data only tell what it came to. Thread-safe; what trains or measures blocks. What a user
 * may do wrong throws {@link IllegalArgumentException} with a sentence for people.
 */
public final class Training {
    /** Longest name of a run. */
    public static final int LONGEST_NAME = Variants.LONGEST_NAME;

    private final ConfigHistory history;
    private final Variants variants;
    private final TrainingData data;
    private final TrainingChecks checks;
    private final KeptRuns runs;
    private final RunFiles files;
    private final RunStart starting;
    private final Twins twins;
    private final RunMeasuring measuring;

    Training(
            OnnxDocument document,
            ConfigHistory history,
            DataSelection selection,
            ActivationPlanning activations,
            Measuring measuring,
            Measurements measurements,
            Variants variants) {
        this.history = history;
        this.variants = variants;
        data = selection.training();
        checks = new TrainingChecks(document, selection, data);
        runs = new KeptRuns();
        files = new RunFiles(document);
        this.measuring = new RunMeasuring(measuring, measurements, files);
        TrainingExecution execution = new TrainingExecution(document, selection, activations, runs, files);
        starting = new RunStart(data, checks, runs, files, execution, this.measuring);
        twins = new Twins(runs, files, starting, this.measuring);
    }

    /** Reads training data and makes them the project's. Runs that were trained on others stay. */
    public void useData(DataSource source) throws IOException {
        data.use(source);
    }

    /** Goes back to the calibration data, where these have labels. */
    public void dropData() {
        data.drop();
    }

    /** Where the training data lie: those of {@link #useData}, else labelled calibration data of their own file. */
    public Optional<DataSource> source() {
        return data.set().map(EvaluationSet::source);
    }

    /** The training data, those samples among them that a run holds out. */
    public Optional<Dataset> data() {
        return data.data();
    }

    /** Whether these are a few samples that are there for calibration: a small set, and results are what it gives. */
    public boolean isSmall() {
        return data.isSmall();
    }

    /** What of the network cannot be trained, operator by operator; empty where all can. Reads the network. */
    public List<Obstacle> obstacles() throws IOException {
        return checks.obstacles();
    }

    /** Why a plan cannot be run as things stand, each a whole sentence; empty where it can. Reads the network. */
    public List<String> faults(TrainingPlan plan) throws IOException {
        return findings(plan).stream().map(fault -> fault.sentence().toString()).toList();
    }

    /** The same with what is at fault, for those who have words of their own for it. */
    public List<TrainingFault> findings(TrainingPlan plan) throws IOException {
        return checks.faults(plan, history.present());
    }

    /** A name that no run has, made of {@code base}. */
    public String freeName(String base) {
        return runs.freeName(base);
    }

    /**
     * Trains from the present configuration. The run is among {@link #runs} from its start, with its epochs as they are
     * done; one that ends before its first epoch is dropped. At its end its start, its result and the float network are
     * measured on the evaluation data where there are some. A cancelled run comes back as {@link
     * TrainingRun.State#CANCELLED}, unmeasured.
     *
     * @param name without blanks around it, which are dropped
     * @param pause held between two steps
     * @throws IllegalArgumentException if the name is blank, too long or taken, or there are {@link #faults}
     * @throws InferenceException if the network cannot be run on the data
     * @throws java.util.concurrent.CancellationException if {@code cancel} is set before the first epoch is done
     */
    public TrainingRun run(
            String name,
            TrainingPlan plan,
            Pause pause,
            TrainingListener listener,
            Progress progress,
            CancelToken cancel)
            throws IOException, InferenceException {
        return starting.run(name, Optional.empty(), plan, history.present(), pause, listener, progress, cancel);
    }

    /**
     * Goes on with a run that was cancelled or interrupted, after its last epoch, with the numbers that it would have had
     * without a break.
     *
     * @throws IllegalArgumentException if there is none of this name, it is at its end or running, or the training data
     *     are others than it began with
     * @throws org.bitwright.model.InvalidFileException if what it would go on from is damaged
     */
    public TrainingRun resume(
            String name, Pause pause, TrainingListener listener, Progress progress, CancelToken cancel)
            throws IOException, InferenceException {
        return starting.resume(name, pause, listener, progress, cancel);
    }

    /**
     * Trains by the same plan, seed and start with gradients in full precision and at each width, one after the other.
     * The runs are called {@code NAME (32 bits)}, {@code NAME (4 bits)} …, and tell {@code NAME} as their comparison. A
     * comparison that was broken off is taken up by asking for the same again: runs that are at their end stay, one that
     * was broken off goes on.
     *
     * @param plan tells how gradients are rounded; stochastic without error feedback where it rounds none
     * @param gradientBits 2 … 16, each once
     * @param listeners gives who hears of each run, by its name
     * @return the runs in that order; fewer where it was cancelled
     */
    public List<TrainingRun> twins(
            String name,
            TrainingPlan plan,
            List<Integer> gradientBits,
            Pause pause,
            Function<String, TrainingListener> listeners,
            Progress progress,
            CancelToken cancel)
            throws IOException, InferenceException {
        return twins.run(name, plan, history.present(), gradientBits, pause, listeners, progress, cancel);
    }

    /**
     * Gradients of the present configuration on the first batches of the training data, with nothing trained.
     *
     * @param steps most batches
     * @throws IllegalArgumentException if there are {@link #faults}
     * @throws InferenceException if the network cannot be run on the data
     */
    public GradientSample gradients(int steps, Progress progress, CancelToken cancel)
            throws IOException, InferenceException {
        return starting.gradients(history.present(), steps, progress, cancel);
    }

    /**
     * Measures what {@link TrainingRun#before}, {@code after} and {@code floating} tell on the present evaluation data,
     * where that is not known and there are the data that it takes: after a cancelled run, or with other data.
     *
     * @throws IllegalArgumentException if there is none of this name
     * @throws InferenceException if the network cannot be run on the data
     */
    public TrainingRun measure(String name, Progress progress, CancelToken cancel)
            throws IOException, InferenceException {
        KeptRun run = runs.named(name);
        measuring.measure(run, progress, cancel);
        return measuring.view(run);
    }

    /** All runs in the order in which they began. */
    public List<TrainingRun> runs() {
        return runs.all().stream().map(measuring::view).toList();
    }

    public Optional<TrainingRun> find(String name) {
        return runs.find(name).map(measuring::view);
    }

    /** Changes whenever {@link #runs} would tell something else, but for measurements. */
    public long revision() {
        return runs.revision() + data.revision();
    }

    /** @throws IllegalArgumentException if there is no run {@code name}, or the other name is blank, too long or taken */
    public void rename(String name, String other) {
        runs.rename(name, other);
    }

    /** @throws IllegalArgumentException if there is none of this name, or it is running */
    public void remove(String name) {
        files.remove(runs.remove(name).id());
    }

    /**
     * Makes a run's result the configuration: one undo step.
     *
     * @param step what the step is called
     * @throws IllegalArgumentException if there is no run {@code name}, or it has no result
     */
    public void apply(String name, String step) {
        history.edit(() -> step, result(runs.named(name)));
    }

    /**
     * Keeps a run's result as a variant of the same name, or with a number behind it where that is taken.
     *
     * @throws IllegalArgumentException if there is none of this name, or it has no result
     */
    public Variant keepAsVariant(String name) {
        KeptRun run = runs.named(name);
        QuantConfig result = result(run);
        return variants.add(
                Names.free(
                        run.name(), LONGEST_NAME, taken -> variants.find(taken).isPresent()),
                result);
    }

    private static QuantConfig result(KeptRun run) {
        return run.result()
                .orElseThrow(() -> new RefusedException(
                        run.state() == TrainingRun.State.RUNNING
                                ? Phrase.of("The run '%s' has no result: it is still running.", run.name())
                                : Phrase.of("The run '%s' has no result: it never came to an end.", run.name())));
    }

    /** Leaves runs that were broken off where the next project of the same network finds them, though this is not saved. */
    public void leave() {
        runs.all().stream().filter(run -> !run.state().isFinal()).forEach(run -> files.leave(run.id()));
    }

    /** Runs that a program left which ended before their project was ever saved. */
    void findLeft() {
        runs.restore(files.found(null, List.of()));
    }

    /** Takes over the data that a file names. */
    void restore(SavedTraining saved, FilePlaces places) {
        saved.data().ifPresent(named -> data.restore(named, places));
    }

    /** Takes over the runs of a file, and looks for what was left of them and of others. */
    void findRuns(Optional<Path> file, SavedTraining saved) {
        runs.restore(files.found(file.orElse(null), saved.runs()));
    }

    /** Takes over the runs of a file whose owner may be at work on them. */
    void restoreRuns(SavedTraining saved) {
        runs.restore(saved.runs());
    }

    /**
     * Training data and runs, of one moment if that is still the {@link #revision}.
     *
     * @param named data of its own
     */
    record Present(long revision, TrainingData.Present named, List<KeptRun> runs) {
        SavedTraining saved(Path file) {
            return new SavedTraining(named.saved(file), runs);
        }
    }

    Present present() {
        return new Present(revision(), data.present(), runs.all());
    }

    /**
     * After the project was saved.
     *
     * @param written runs as the file has them
     */
    void wasSaved(Path file, List<KeptRun> written) {
        files.saved(file, written, runs.all());
    }

    /** Whether there are runs of this sitting. */
    boolean tookLong() {
        return runs.all().stream().anyMatch(run -> !files.isLasting(run.id()));
    }

    void close() {
        files.close();
    }
}
