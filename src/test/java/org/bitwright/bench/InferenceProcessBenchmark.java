package org.bitwright.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bitwright.analysis.Sweep;
import org.bitwright.analysis.SweepPlan;
import org.bitwright.analysis.SweepSeries;
import org.bitwright.io.dataset.DatasetReader;
import org.bitwright.model.Dataset;
import org.bitwright.model.Layer;
import org.bitwright.model.Preprocessing;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Scheme;
import org.bitwright.runtime.Candidate;
import org.bitwright.runtime.CandidateEvaluator;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;

/**
 * What it costs to run networks in a child process: a plain pass over 10,000 samples, a sweep, and what comes before the
 * first answer, against the same in the program itself. Two programs do so in turn. The target of the sweep is at most
 * 1.05.
 */
final class InferenceProcessBenchmark implements Benchmark {
    private static final Path SAMPLES = Path.of("sample-models");
    private static final int WARM_UP = 2;
    private static final int ROUNDS = 9;
    private static final int ROUNDS_OF_SHORT_PASSES = 45;
    private static final double SHORT_MILLISECONDS = 100;

    @Override
    public String name() {
        return "inference";
    }

    @Override
    public void run() throws Exception {
        measure("lenet5", "mnist");
        measure("lenet-300-100", "mnist");
        measure("residual", "fashion-mnist");
    }

    private static void measure(String name, String set) throws Exception {
        if (!Benchmarks.wants(name)) {
            return;
        }
        try (Program child = new Program("child", name, set);
                Program here = new Program("here", name, set)) {
            System.out.printf("%-14s until the first answer %4.0f ms, here %4.0f ms%n", name, child.ask(), here.ask());
            int rounds = here.ask("pass") < SHORT_MILLISECONDS ? ROUNDS_OF_SHORT_PASSES : ROUNDS;
            for (String what : List.of("pass", "sweep")) {
                Timing[] timings = {new Timing(new double[rounds]), new Timing(new double[rounds])};
                for (int round = -WARM_UP; round < rounds; round++) {
                    double inChild = child.ask(what);
                    double inHere = here.ask(what);
                    if (round >= 0) {
                        timings[0].seconds()[round] = inChild;
                        timings[1].seconds()[round] = inHere;
                    }
                }
                System.out.printf(
                        "%-14s %-5s %7.1f ms, here %7.1f ms: ratio %.3f%n",
                        name,
                        what,
                        timings[0].median(),
                        timings[1].median(),
                        timings[0].median() / timings[1].median());
            }
            System.out.printf("%-14s weights as %s, here as %s%n", name, child.way(), here.way());
        }
    }

    /** A program that measures when it is told to, and says milliseconds. */
    private static final class Program implements AutoCloseable {
        private final Process process;
        private final PrintWriter orders;
        private final BufferedReader answers;

        Program(String place, String name, String set) throws IOException {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Dbitwright.inference=" + place,
                            "--add-modules",
                            "jdk.incubator.vector",
                            "-cp",
                            System.getProperty("java.class.path"),
                            InferenceProcessBenchmark.class.getName(),
                            name,
                            set)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            orders = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
            answers = process.inputReader(StandardCharsets.UTF_8);
        }

        double ask(String what) throws IOException {
            orders.println(what);
            return ask();
        }

        double ask() throws IOException {
            return Double.parseDouble(line());
        }

        String way() throws IOException {
            orders.println("way");
            return line();
        }

        private String line() throws IOException {
            String answer = answers.readLine();
            if (answer == null) {
                throw new IOException("the program has ended");
            }
            return answer;
        }

        @Override
        public void close() {
            process.destroy();
        }
    }

    /** The program that measures. */
    public static void main(String[] arguments) throws Exception {
        Path images = SAMPLES.resolve(arguments[1]).resolve("t10k-images-idx3-ubyte.gz");
        Dataset data = DatasetReader.read(images, DatasetReader.findLabels(images));
        OnnxDocument document = OnnxDocument.open(SAMPLES.resolve(arguments[0] + ".onnx"));
        Map<String, LayerWeights> weights = new HashMap<>();
        for (Layer layer : document.model().layers()) {
            weights.put(layer.name(), LayerWeights.read(layer, CancelToken.none()));
        }
        long start = System.nanoTime();
        try (CandidateEvaluator evaluator = CandidateEvaluator.open(document, data, Preprocessing.scaled(1f / 255));
                BufferedReader orders = new BufferedReader(new java.io.InputStreamReader(System.in))) {
            evaluator.evaluate(Candidate.unchanged(), 0, 64, false, new Progress(), CancelToken.none());
            System.out.println((System.nanoTime() - start) * 1e-6);
            for (String order = orders.readLine(); order != null; order = orders.readLine()) {
                if (order.equals("way")) {
                    System.out.println(evaluator.way());
                    continue;
                }
                start = System.nanoTime();
                if (order.equals("pass")) {
                    evaluator.evaluate(
                            Candidate.unchanged(), 0, evaluator.samples(), false, new Progress(), CancelToken.none());
                } else {
                    sweep(document, weights, evaluator, data);
                }
                System.out.println((System.nanoTime() - start) * 1e-6);
            }
        }
    }

    private static void sweep(
            OnnxDocument document, Map<String, LayerWeights> weights, CandidateEvaluator evaluator, Dataset data)
            throws Exception {
        List<SweepSeries> series = List.of(new SweepSeries(Granularity.CHANNEL, Calibrator.mse(), Scheme.SYMMETRIC));
        Sweep.run(
                new SweepPlan(series, List.of(8, 7, 6, 5, 4, 3), List.of(), QuantConfig.empty()),
                document.model(),
                (layer, config, cancel) -> weights.get(layer),
                evaluator,
                data,
                data.size(),
                point -> {},
                new Progress(),
                CancelToken.none());
    }
}
