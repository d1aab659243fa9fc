package org.bitwright.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import org.bitwright.model.Dataset;
import org.bitwright.model.Preprocessing;
import org.bitwright.project.Project;
import org.bitwright.project.Training;
import org.bitwright.project.TrainingRun;
import org.bitwright.quant.QuantConfig;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Pause;
import org.bitwright.task.Progress;
import org.bitwright.training.TrainingListener;
import org.bitwright.training.TrainingPlan;
import org.bitwright.training.graph.Obstacle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a quantized network on. */
@Command(
        name = "train",
        description = "Trains the quantized network on: weights and activations are rounded as configured, gradients go"
                + " straight through. A line an epoch; with --json one JSON object a line, the result last. The best"
                + " epoch becomes the configuration that is saved and exported. Ctrl-C keeps what was reached.",
        mixinStandardHelpOptions = true,
        showDefaultValues = false,
        footer = {
            "",
            "Example:",
            "  bitwright train model.onnx --bits 8 --activation-bits 8 --gradient-bits 8",
            "      --training-data train-images-idx3-ubyte --data t10k-images-idx3-ubyte",
            "      --epochs 10 --optimizer sgd --rate 0.001 --schedule constant",
            "      --save trained.bitwright --export pth=quantized_model.pth --export qdq=quantized.onnx"
        })
final class TrainCommand extends WorkCommand {
    private static final String USUAL_NAME = "Training";

    @Mixin
    private final ConfiguredWork options = new ConfiguredWork();

    @Mixin
    private final TrainingSource trainingSource = new TrainingSource();

    @Mixin
    private final PlanOptions planOptions = new PlanOptions();

    @Option(names = "--name", paramLabel = "NAME", description = "What the run is called (default: Training).")
    private Optional<String> name = Optional.empty();

    @Option(
            names = "--resume",
            paramLabel = "NAME",
            description = "Go on with a run that was broken off, with its own settings and the same training data.")
    private Optional<String> resume = Optional.empty();

    @Option(
            names = "--save",
            paramLabel = "FILE",
            description = "Save everything as a project file (.bitwright), also after Ctrl-C: given as MODEL, the run"
                    + " goes on from there.")
    private Optional<Path> save = Optional.empty();

    @Override
    boolean printsLines() {
        return true;
    }

    @Override
    void work(Progress progress, CancelToken cancel) throws Exception {
        options.exports.checkTargets();
        List<Integer> twins = planOptions.gradients().twins(this);
        refuseContradictions(twins);
        try (Project project = options.source.open(this, save)) {
            try {
                train(project, prepare(project, progress, cancel), twins, progress, cancel);
            } catch (IllegalArgumentException e) {
                throw new WorkException(String.valueOf(e.getMessage()));
            }
        }
    }

    private void refuseContradictions(List<Integer> twins) {
        if (!twins.isEmpty() && !options.exports.exports.isEmpty()) {
            throw usage("--gradient-twins trains several networks, and --export writes one; save them, then export");
        }
        if (resume.isPresent() && (name.isPresent() || !twins.isEmpty() || saysHow())) {
            throw usage("--resume goes on with the run's own settings; leave the others out");
        }
    }

    /** Whether a setting of the plan was given. */
    private boolean saysHow() {
        return Objects.requireNonNull(spec.mixins().get("planOptions")).optionsMap().keySet().stream()
                .anyMatch(option -> spec.commandLine().getParseResult().hasMatchedOption(option));
    }

    /** What is trained, from what and how. */
    private record Job(String name, TrainingPlan plan, QuantConfig start) {}

    private Job prepare(Project project, Progress progress, CancelToken cancel) throws Exception {
        Optional<Preprocessing> ofConfig = options.config.present.preprocessing();
        options.data.applyTo(project, ofConfig, this);
        trainingSource.applyTo(project, ofConfig, options.data, this);
        if (resume.isEmpty()) {
            options.configure(project, this, cancel);
        }
        Job job = resume.isPresent() ? left(project.training(), resume.get()) : planned(project);
        trainingSource.calibrate(project, job.start, this);
        options.data.tellHints(project, this, progress, cancel);
        return job;
    }

    private Job planned(Project project) {
        String free = name.orElseGet(() -> project.training().freeName(USUAL_NAME));
        return new Job(free, planOptions.plan(project.model(), this), project.config());
    }

    private static Job left(Training training, String name) throws WorkException {
        TrainingRun run = training.find(name)
                .orElseThrow(() -> new WorkException("There is no run '" + name + "' to go on with"
                        + training.runs().stream()
                                .filter(TrainingRun::resumable)
                                .map(resumable -> "'" + resumable.name() + "'")
                                .reduce((one, other) -> one + ", " + other)
                                .map(names -> "; there are: " + names + ".")
                                .orElse(": none was left.")));
        return new Job(run.name(), run.plan(), run.start());
    }

    /** Says what stands in the way before anything starts. */
    private void refuse(Project project, Job job) throws IOException, WorkException {
        Training training = project.training();
        if (training.data().isEmpty()) {
            throw usage("--training-data is missing. " + String.join(" ", training.faults(job.plan)));
        }
        List<Obstacle> obstacles = training.obstacles();
        if (!obstacles.isEmpty()) {
            throw new WorkException("This network cannot be trained on:"
                    + obstacles.stream()
                            .map(obstacle -> System.lineSeparator() + "  " + obstacle.operator() + " ("
                                    + obstacle.type() + "): " + obstacle.reason())
                            .collect(Collectors.joining()));
        }
        if (resume.isEmpty() && !training.faults(job.plan).isEmpty()) {
            throw new WorkException(String.join(System.lineSeparator(), training.faults(job.plan)));
        }
    }

    private void train(Project project, Job job, List<Integer> twins, Progress progress, CancelToken cancel)
            throws Exception {
        refuse(project, job);
        announce(project.training(), job);
        boolean ended = false;
        List<TrainingRun> runs = List.of();
        try {
            runs = trained(project.training(), job, twins, progress, cancel);
            ended = runs.stream().allMatch(run -> run.state().isFinal());
        } finally {
            // a run is broken off in more ways than one: by Ctrl-C, or because something failed
            if (!ended) {
                keep(project, job.name);
            }
        }
        if (!ended) {
            throw new CancellationException("cancelled");
        }
        tellRuns(runs);
        if (twins.isEmpty()) {
            use(project, runs.get(0), progress, cancel);
        }
        save(project, save);
        if (save.isEmpty() && !options.source.isProject()) {
            // what was left for this run has served; a project file that is not written still tells of it
            runs.forEach(run -> project.training().remove(run.name()));
        }
    }

    private List<TrainingRun> trained(
            Training training, Job job, List<Integer> twins, Progress progress, CancelToken cancel)
            throws IOException, InferenceException {
        if (!twins.isEmpty()) {
            return training.twins(
                    job.name, job.plan, twins, new Pause(), run -> lines(run, job, progress), progress, cancel);
        }
        TrainingListener lines = lines(job.name, job, progress);
        return List.of(
                resume.isPresent()
                        ? training.resume(job.name, new Pause(), lines, progress, cancel)
                        : training.run(job.name, job.plan, new Pause(), lines, progress, cancel));
    }

    private TrainingListener lines(String run, Job job, Progress progress) {
        if (!run.equals(job.name)) {
            say(run + ":");
        }
        return new EpochLines(this, run, job.plan, progress);
    }

    private void announce(Training training, Job job) {
        Dataset data = training.data().orElseThrow();
        say((resume.isPresent() ? "Going on with '" : "Training '") + job.name + "' on " + data.size() + " samples of "
                + data.name() + ":" + System.lineSeparator() + new PlanReport(job.plan).text());
        if (training.isSmall()) {
            warn("note: these are the calibration samples, a small set; with the full training set"
                    + " (--training-data) results are better");
        }
    }

    /** Runs that are not at their end outlive the program. */
    private void keep(Project project, String base) throws IOException {
        Optional<TrainingRun> left = project.training().runs().stream()
                .filter(run -> !run.state().isFinal() && !run.epochs().isEmpty())
                .filter(run -> run.name().equals(base) || run.comparison().equals(Optional.of(base)))
                .findFirst();
        if (left.isEmpty()) {
            return;
        }
        TrainingRun run = left.get();
        tell(JsonNodeFactory.instance
                .objectNode()
                .put("event", "kept")
                .put("run", run.name())
                .put("epochs", run.epochs().size()));
        String again = " --resume '" + run.name() + "'";
        if (save.isPresent()) {
            Path kept = keep(project, save.get());
            warn("bitwright: the run is kept after epoch " + run.epochs().size() + " in " + kept
                    + "; go on with: bitwright train " + kept + again);
        } else {
            project.training().leave();
            warn("bitwright: the run is kept after epoch " + run.epochs().size()
                    + "; go on with the same model and data options and" + again);
        }
    }

    private void tellRuns(List<TrainingRun> runs) {
        ArrayNode list = result.putArray("runs");
        for (TrainingRun run : runs) {
            list.add(new RunReport(run).json());
            run.warning().ifPresent(this::warn);
        }
        say(runs.size() == 1 ? new RunReport(runs.get(0)).text() : RunReport.table(runs));
    }

    /** The best epoch becomes the configuration, which is what exports are of. */
    private void use(Project project, TrainingRun run, Progress progress, CancelToken cancel)
            throws IOException, InferenceException, WorkException {
        if (run.state() == TrainingRun.State.DIVERGED) {
            Optional<Path> kept = save.isPresent() ? Optional.of(keep(project, save.get())) : Optional.empty();
            throw new WorkException("The run diverged after epoch "
                    + run.epochs().size()
                    + ": its loss is no number any more. Epoch " + run.best() + " was the best"
                    + kept.map(file -> "; it is in " + file).orElse("") + ". Try a lower --rate, or a --warmup.");
        }
        project.training().apply(run.name(), run.name());
        long quantized = project.measuring().bytes(project.config());
        result.putObject("bytes").put("float", project.measuring().floatBytes()).put("quantized", quantized);
        say("weights " + Figures.bytes(quantized) + " instead of "
                + Figures.bytes(project.measuring().floatBytes()));
        options.exports.write(project, this, progress, cancel);
    }
}
