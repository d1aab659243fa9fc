package org.bitwright.bench;

import java.util.List;
import java.util.regex.Pattern;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.Granularity;

/** Runs the benchmarks whose name matches the first argument: {@code mvn -q -Pbench verify -Dbench=REGEX}. */
public final class Benchmarks {
    private static final List<Benchmark> ALL = List.of(
            new FakeQuantizationBenchmark(),
            new EntropyCodeBenchmark(),
            new FormatBenchmark(),
            new StatisticsBenchmark(),
            new HandleDragBenchmark(),
            new OpenModelBenchmark(),
            new SweepBenchmark(),
            new QuantizedSweepBenchmark(),
            new InferenceProcessBenchmark(),
            new SensitivityBenchmark("residual", "fashion-mnist"),
            new SensitivityBenchmark("depthwise", "fashion-mnist"),
            new SensitivityBenchmark("vit", "fashion-mnist"),
            new SensitivityBenchmark("lenet5", "mnist"),
            new HandleMoveBenchmark(),
            new GraphBenchmark(),
            new KMeansBenchmark(),
            new MseFitBenchmark(),
            new ExportBenchmark(),
            new ErrorViewsBenchmark(),
            new ActivationStatisticsBenchmark(),
            new CancelBenchmark(),
            new TrainingBenchmark("lenet5", "mnist"),
            new TrainingBenchmark("residual", "fashion-mnist"),
            new TrainingBenchmark("depthwise", "fashion-mnist"),
            new TrainingBenchmark("vit", "fashion-mnist"),
            new IntegerModelsBenchmark("lenet5", "mnist", false),
            new IntegerModelsBenchmark("lenet-300-100", "mnist", false),
            new IntegerModelsBenchmark("simple-model", "mnist", false),
            new IntegerModelsBenchmark("residual", "fashion-mnist", false),
            new IntegerModelsBenchmark("depthwise", "fashion-mnist", true),
            new IntegerModelsBenchmark("vit", "fashion-mnist", false),
            new SearchBenchmark("residual", Granularity.CHANNEL, Calibrator.mse()),
            new SearchBenchmark("depthwise", Granularity.CHANNEL, Calibrator.mse()),
            new SearchBenchmark("vit", Granularity.CHANNEL, Calibrator.mse()),
            new SearchBenchmark("residual", Granularity.CHANNEL, Calibrator.minMax()),
            new SearchBenchmark("depthwise", Granularity.CHANNEL, Calibrator.minMax()),
            new SearchBenchmark("residual", Granularity.TENSOR, Calibrator.mse()),
            new SearchBenchmark("vit", Granularity.TENSOR, Calibrator.mse()));

    private Benchmarks() {}

    /** Whether a sample network is wanted: all are, unless {@code -Dbench.model=REGEX} says which. */
    static boolean wants(String model) {
        return Pattern.compile(System.getProperty("bench.model", ".*"))
                .matcher(model)
                .matches();
    }

    public static void main(String[] args) throws Exception {
        Pattern wanted = Pattern.compile(args.length > 0 ? args[0] : ".*");
        System.out.printf(
                "Java %s, %d cores, %d MB heap%n",
                System.getProperty("java.version"),
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory() >> 20);
        for (Benchmark benchmark : ALL) {
            if (wanted.matcher(benchmark.name()).find()) {
                System.out.println("== " + benchmark.name());
                benchmark.run();
            }
        }
        WindowThread.end();
    }
}
