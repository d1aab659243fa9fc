package org.bitwright.project;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Model;
import org.bitwright.model.ModelSource;
import org.bitwright.model.RefusedException;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.optimize.ImprovementKind;
import org.bitwright.optimize.ImprovementOptions;
import org.bitwright.quant.QuantConfig;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;

/**
 * The work in hand: a model, perhaps data, the configuration with its history, and what was measured. Everything that
 * window and command line do to a model goes through here. Methods that read or compute block and are called from jobs;
 * the others return at once. Thread-safe.
 */
public final class Project implements AutoCloseable {
    private final OpenedModel opened;
    private final OnnxDocument document;
    private final ConfigHistory history;
    private final LayerCache layers;
    private final Results results;
    private final Measurements measurements;
    private final DataSelection selection;
    private final DataSets dataSets;
    private final ActivationPlanning activations;
    private final Choices choices;
    private final Measuring measuring;
    private final ImprovementRun improving;
    private final ProblemSearch problems;
    private final Exporting exporting;
    private final Exploration exploration;
    private final Variants variants;
    private final Training training;
    private final Joining joining = new Joining(this);
    private final SavedParts parts;
    private final Saving saving;
    private final Succession succession;

    /** Without data and results. */
    Project(OpenedModel opened, QuantConfig config) {
        this.opened = opened;
        document = opened.document();
        history = new ConfigHistory(config);
        layers = new LayerCache(document.model());
        results = new Results(document.model());
        measurements = results.measurements();
        selection = new DataSelection(document, results);
        dataSets = new DataSets(document, selection);
        activations = new ActivationPlanning(document, layers, selection);
        choices = new Choices(document, history, layers, activations);
        measuring = new Measuring(document.model(), layers, selection, measurements, activations);
        improving = new ImprovementRun(document, layers, selection, measuring);
        problems = new ProblemSearch(opened, layers, activations, selection);
        FileRuns runs = new FileRuns(document, selection);
        variants = new Variants(document);
        exploration = Exploration.of(document, history, layers, selection, activations, measuring, results, runs);
        training = new Training(document, history, selection, activations, measuring, measurements, variants);
        ReportSources told = new ReportSources(opened.source(), problems, exploration, variants, training);
        exporting = new Exporting(document, history, layers, activations, selection, measurements, told, runs);
        parts = new SavedParts(document, history, variants, selection, results, training);
        saving = new Saving(this);
        succession = new Succession(this, history);
    }

    /**
     * Opens a model file as a new project: every layer at 8 bits symmetric per tensor, minmax. A file that is quantized
     * already opens as the float network that its codes stand for, with its own choices; one that holds weights without a
     * network opens as these.
     */
    public static Project create(Path model) throws IOException {
        return create(OpenedModel.open(model));
    }

    /** The same of a model that is put together. */
    public static Project create(ModelSource source) throws IOException {
        return create(OpenedModel.open(source));
    }

    static Project create(OpenedModel opened) {
        Project project = new Project(opened, opened.config());
        project.training.findLeft();
        return project;
    }

    /**
     * Opens a project file, its model and its data, and keeps others from opening it until it is closed.
     *
     * @throws ProjectInUseException if it is open elsewhere
     * @throws MissingFileException if a file that it names is not where it may be
     * @throws ChangedFileException if a file that it names is not what it was
     * @throws DamagedProjectException if it cannot be read, and the copy of the state before can
     * @throws InvalidFileException if it cannot be read
     */
    public static Project load(Path file) throws IOException {
        return load(file, Loading.usual());
    }

    /** The same in another way, or with answers to what was asked. */
    public static Project load(Path file, Loading loading) throws IOException {
        return ProjectOpening.load(file, loading);
    }

    /** What was measured. */
    Results results() {
        return results;
    }

    /** See {@link Saving#save}. */
    public void save(Path file) throws IOException {
        saving.save(file);
    }

    /** What keeps the work in its file, and others from it. */
    public Saving saving() {
        return saving;
    }

    /** How the weights and a network come together. */
    public Joining joining() {
        return joining;
    }

    /** Undo and redo, which may lead to other projects. */
    public Succession succession() {
        return succession;
    }

    /** The project file, once there is one. */
    public Optional<Path> file() {
        return saving.file();
    }

    /** Whether something would be lost by closing now. Before the first saving, edits, variants and what took long count. */
    public boolean isModified() {
        return saving.isModified();
    }

    /** What is saved of it. */
    SavedParts parts() {
        return parts;
    }

    public Model model() {
        return document.model();
    }

    /** The files that the model is made from. */
    public ModelSource source() {
        return opened.source();
    }

    /** Whether there is a network that can be run, and not weights alone. */
    public boolean hasNetwork() {
        return document.hasNetwork();
    }

    /** The files that the model is made of. */
    OpenedModel opened() {
        return opened;
    }

    /** Files that the work is made from, which nothing may be written over. */
    List<Path> inputs() {
        return ExportSources.inputs(document, selection);
    }

    /** Whether the model's file is quantized already: the network is the one that its codes stand for. */
    public boolean isFromQuantizedFile() {
        return opened.quantized();
    }

    public QuantConfig config() {
        return history.present();
    }

    /**
     * Makes {@code next} the configuration: one undo step of this name, which is asked for whenever it is shown; no step
     * if nothing changes.
     *
     * @throws RefusedException if it names a layer, or a channel of one, that the model lacks
     */
    public void edit(Supplier<String> name, QuantConfig next) {
        ConfigFit.misfit(document, next).ifPresent(reason -> {
            throw new RefusedException(reason);
        });
        history.edit(name, next);
    }

    /** The same with a name that is no other in another language. */
    public void edit(String name, QuantConfig next) {
        edit(() -> name, next);
    }

    /** Configurations that presets and files make of the present one. */
    public Choices choices() {
        return choices;
    }

    /** The steps of editing. */
    public ConfigHistory history() {
        return history;
    }

    /** What is measured on and what calibrates. */
    public DataSets dataSets() {
        return dataSets;
    }

    /** Weights and what configurations make of them, layer by layer. */
    public LayerCache layers() {
        return layers;
    }

    /** What flows through the activations, and what the choices for them come to. */
    public ActivationPlanning activations() {
        return activations;
    }

    /** What measures configurations, and what it has measured. */
    public Measuring measuring() {
        return measuring;
    }

    /** What finds out which configuration suits. */
    public Exploration exploration() {
        return exploration;
    }

    /** What writes configurations to files, and measures those. */
    public Exporting exporting() {
        return exporting;
    }

    /** The configurations that were given names. */
    public Variants variants() {
        return variants;
    }

    /** What trains the network on. */
    public Training training() {
        return training;
    }

    /**
     * What the user should know of model, data, weights and the present configuration, and what would help. Reads every
     * weight the first time; later only what has changed is looked at again.
     */
    public List<Problem> problems(Progress progress, CancelToken cancel) {
        List<Problem> found = problems.all(config(), progress, cancel);
        return Stream.concat(saving.loadNotes().stream(), found.stream()).toList();
    }

    /**
     * Improves the weights of some layers on the calibration data, starting from the present configuration, and measures
     * both on the evaluation data where there are some. The project stays as it is: {@link #edit} with the result's
     * configuration makes it one undo step.
     *
     * @param names layers by name; those that cannot be improved in this way come back with a note that says why
     * @throws InferenceException if there are no calibration data and {@code kind} needs some, or the network cannot be
     *     run on them
     */
    public ImprovementResult improve(
            ImprovementKind kind,
            Collection<String> names,
            ImprovementOptions options,
            Progress progress,
            CancelToken cancel)
            throws IOException, InferenceException {
        return improving.improve(kind, config(), names, options, progress, cancel);
    }

    @Override
    public void close() {
        succession.close();
        training.close();
        selection.close();
        saving.close();
    }
}
