package org.bitwright.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.bitwright.analysis.SweepPlan;
import org.bitwright.analysis.SweepSeries;
import org.bitwright.export.ExportTarget;
import org.bitwright.model.DataSource;
import org.bitwright.model.Layer;
import org.bitwright.model.Preprocessing;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.optimize.ImprovementKind;
import org.bitwright.optimize.ImprovementOptions;
import org.bitwright.project.Project;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.target.NetworkPreset;
import org.bitwright.task.Job;
import org.bitwright.task.JobExecutor;
import org.bitwright.task.Pause;
import org.bitwright.training.TrainingListener;
import org.bitwright.training.TrainingPlan;

/**
 * Time from a cancel to the end of the job, over 200 cancels at seeded random moments of sweeps, statistics,
 * improvements, training runs and exports: median, 99th percentile, and the slowest of each kind.
 */
final class CancelBenchmark implements Benchmark {
    private static final int CANCELS = Integer.getInteger("bench.cancels", 200);
    private static final int LONGEST_WAIT_MILLIS = 1500;
    private static final int WIDE = 5000;
    private static final Path SAMPLES = Path.of("sample-models");

    private final SplittableRandom random = new SplittableRandom(20_261_126);

    /** One job that can be started again and again. */
    private record Kind(String name, Job.Work<?> work) {}

    /** One cancel. */
    private record Cancel(String job, long afterMillis, double seconds) {}

    @Override
    public String name() {
        return "cancel";
    }

    @Override
    public void run() throws Exception {
        Path folder = Files.createTempDirectory("cancel");
        List<Project> projects = new ArrayList<>();
        try (JobExecutor executor = new JobExecutor()) {
            List<Kind> kinds = kinds(folder, projects);
            List<Cancel> cancels = new ArrayList<>();
            for (int i = 0; cancels.size() < CANCELS; i++) {
                cancel(executor, kinds.get(i % kinds.size())).ifPresent(cancels::add);
            }
            tell(cancels);
        } finally {
            projects.forEach(Project::close);
            try (var files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
    }

    private static List<Kind> kinds(Path folder, List<Project> projects) throws Exception {
        List<Kind> kinds = new ArrayList<>();
        for (String[] sample :
                new String[][] {{"lenet5", "mnist"}, {"residual", "fashion-mnist"}, {"vit", "fashion-mnist"}}) {
            Project project = opened(sample[0], sample[1]);
            projects.add(project);
            String model = sample[0];
            kinds.add(new Kind("sweep of " + model, (progress, cancel) -> project.measuring()
                    .sweep(plan(), OptionalInt.empty(), point -> {}, progress, cancel)));
            kinds.add(new Kind("statistics of " + model, (progress, cancel) -> {
                for (int round = 0; round < 1000; round++) {
                    project.activations().statistics(project.config(), progress, cancel);
                    cancel.throwIfCancelled();
                }
                return true;
            }));
            for (ImprovementKind kind : List.of(
                    ImprovementKind.LEARNED_ROUNDING,
                    ImprovementKind.ERROR_FEEDBACK,
                    ImprovementKind.BIAS_CORRECTION)) {
                List<String> layers =
                        project.model().layers().stream().map(Layer::name).toList();
                kinds.add(new Kind(
                        kind + " of " + model,
                        (progress, cancel) ->
                                project.improve(kind, layers, ImprovementOptions.defaults(), progress, cancel)));
            }
            kinds.add(new Kind("training of " + model, (progress, cancel) -> {
                TrainingPlan plan = TrainingPlan.usual().withEpochs(20);
                String name = project.training().freeName("run");
                return project.training().run(name, plan, new Pause(), TrainingListener.none(), progress, cancel);
            }));
        }
        Path wide = OnnxModels.opset(17)
                .input("x", -1, WIDE)
                .weight("w", RandomLayer.values(WIDE * WIDE), WIDE, WIDE)
                .node("MatMul", "layer", "x w", "y")
                .output("y", -1, WIDE)
                .write(folder.resolve("wide.onnx"));
        Project large = Project.create(wide);
        projects.add(large);
        AtomicInteger bits = new AtomicInteger();
        for (ExportTarget target : List.of(
                ExportTarget.QDQ,
                ExportTarget.SIMULATED,
                ExportTarget.CONFIG,
                ExportTarget.HUFFMAN,
                ExportTarget.SAFETENSORS,
                ExportTarget.PTH,
                ExportTarget.C_HEADER)) {
            kinds.add(new Kind("export " + target.id(), (progress, cancel) -> {
                // at other bits each time, so that nothing is known from the time before
                TensorConfig choice = TensorConfig.of(
                        NumberFormat.uniform(2 + bits.getAndIncrement() % 7, Scheme.ASYMMETRIC),
                        Granularity.group(8 + 8 * (bits.get() % 50)),
                        Calibrator.minMax());
                large.edit("other bits", large.config().with("layer", choice));
                return large.exporting().export(target, folder.resolve("out." + target.extension()), progress, cancel);
            }));
        }
        return kinds;
    }

    private static Project opened(String model, String set) throws Exception {
        Project project = Project.create(SAMPLES.resolve(model + ".onnx"));
        Path folder = SAMPLES.resolve(set);
        project.dataSets()
                .useForCalibration(
                        source(folder, "calibration-images-idx3-ubyte.gz", "calibration-labels-idx1-ubyte.gz"));
        project.dataSets().use(source(folder, "t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"));
        project.edit("8 bits", project.choices().withPreset(NetworkPreset.W8A8, true));
        return project;
    }

    private static DataSource source(Path folder, String images, String labels) {
        return new DataSource(
                folder.resolve(images),
                Optional.of(folder.resolve(labels)),
                Preprocessing.scaled(1 / 255f),
                OptionalInt.empty());
    }

    private static SweepPlan plan() {
        return new SweepPlan(
                List.of(
                        new SweepSeries(Granularity.CHANNEL, Calibrator.mse(), Scheme.SYMMETRIC),
                        new SweepSeries(Granularity.TENSOR, Calibrator.minMax(), Scheme.ASYMMETRIC)),
                List.of(8, 7, 6, 5, 4, 3, 2),
                List.of(),
                QuantConfig.empty());
    }

    /** Empty where the job was done before. */
    private Optional<Cancel> cancel(JobExecutor executor, Kind kind) throws Exception {
        long wait = random.nextInt(LONGEST_WAIT_MILLIS);
        Job<?> job = executor.submit(kind.name(), kind.work());
        try {
            job.result().get(wait, TimeUnit.MILLISECONDS);
            return Optional.empty();
        } catch (TimeoutException running) {
            long start = System.nanoTime();
            job.cancel();
            try {
                job.result().get();
                return Optional.empty();
            } catch (CancellationException cancelled) {
                return Optional.of(new Cancel(kind.name(), wait, (System.nanoTime() - start) * 1e-9));
            }
        }
    }

    private static void tell(List<Cancel> cancels) {
        List<Cancel> rising = cancels.stream()
                .sorted(Comparator.comparingDouble(Cancel::seconds))
                .toList();
        System.out.printf(
                Locale.ROOT,
                "%d cancels: median %.0f ms, 99th percentile %.0f ms, most %.0f ms%n",
                rising.size(),
                rising.get(rising.size() / 2).seconds() * 1e3,
                rising.get((int) Math.ceil(0.99 * rising.size()) - 1).seconds() * 1e3,
                rising.get(rising.size() - 1).seconds() * 1e3);
        Map<String, Cancel> slowest = new LinkedHashMap<>();
        rising.forEach(cancel -> slowest.put(cancel.job(), cancel));
        slowest.values().stream()
                .sorted(Comparator.comparingDouble(Cancel::seconds).reversed())
                .forEach(cancel -> System.out.printf(
                        Locale.ROOT,
                        "  %-36s at most %6.0f ms (cancelled after %d ms)%n",
                        cancel.job(),
                        cancel.seconds() * 1e3,
                        cancel.afterMillis()));
    }
}
