package org.bitwright.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bitwright.analysis.DataPart;
import org.bitwright.analysis.Fidelity;
import org.bitwright.analysis.QuantizedValues;
import org.bitwright.analysis.SweepSeries;
import org.bitwright.analysis.sensitivity.Sensitivity;
import org.bitwright.analysis.sensitivity.SensitivityCell;
import org.bitwright.analysis.sensitivity.SensitivityColumn;
import org.bitwright.analysis.sensitivity.SensitivityPlan;
import org.bitwright.analysis.sensitivity.SensitivityResult;
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
import org.bitwright.runtime.Evaluation;
import org.bitwright.runtime.LayerTrials;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;

/**
 * Every layer alone at every width, on all 10,000 test images, against a full pass for each: at most 0.6 of the time
 * with identical numbers, and at most 0.35 where cells stop early, with the same verdict for every cell.
 */
final class SensitivityBenchmark implements Benchmark {
    private static final Path SAMPLES = Path.of("sample-models");
    private static final List<Integer> WIDTHS = List.of(2, 3, 4, 6, 8);
    private static final SweepSeries SERIES =
            new SweepSeries(Granularity.CHANNEL, Calibrator.minMax(), Scheme.SYMMETRIC);

    private final String model;
    private final String set;
    private OnnxDocument document;
    private Dataset data;
    private final Map<String, LayerWeights> weights = new HashMap<>();

    SensitivityBenchmark(String model, String set) {
        this.model = model;
        this.set = set;
    }

    @Override
    public String name() {
        return "sensitivity " + model;
    }

    @Override
    public void run() throws Exception {
        Path images = SAMPLES.resolve(set).resolve("t10k-images-idx3-ubyte.gz");
        data = DatasetReader.read(images, DatasetReader.findLabels(images));
        document = OnnxDocument.open(SAMPLES.resolve(model + ".onnx"));
        for (Layer layer : document.model().layers()) {
            weights.put(layer.name(), LayerWeights.read(layer, CancelToken.none()));
        }
        try (CandidateEvaluator evaluator = CandidateEvaluator.open(document, data, Preprocessing.scaled(1f / 255))) {
            evaluator.evaluate(Candidate.unchanged(), 0, data.size(), true, new Progress(), CancelToken.none());
            Taken<Map<SensitivityColumn, Map<String, Fidelity>>> plain = Taken.by(() -> plain(evaluator));
            Taken<SensitivityResult> whole = Taken.by(() -> fast(evaluator, false));
            Taken<SensitivityResult> early = Taken.by(() -> fast(evaluator, true));
            double wall = plain.seconds;
            double work = plain.work;
            int cells = whole.result.cells().size();
            System.out.printf("%-12s %d cells, plain %.1f s, %.1f s of processor time%n", model, cells, wall, work);
            print("all samples", whole, wall, work);
            System.out.printf("   cells with other numbers: %d of %d%n", differing(whole.result, plain.result), cells);
            print("early stop", early, wall, work);
            System.out.printf(
                    "   cells with another verdict: %d of %d; samples used: %.2f%n",
                    verdicts(early.result, whole.result), cells, used(early.result));
        }
    }

    private static void print(String what, Taken<SensitivityResult> taken, double wall, double work) {
        System.out.printf(
                "   %-12s ratio %.2f, of processor time %.2f; every cell has a value after %.2f of the time%n",
                what,
                taken.seconds / wall,
                taken.work / work,
                (taken.firstPicture - taken.start) * 1e-9 / taken.seconds);
    }

    private static final class Taken<T> {
        private T result;
        private double seconds;
        private double work;
        private long start;
        private long firstPicture;

        private interface Work<T> {
            T run() throws Exception;
        }

        private static long picture;

        static <T> Taken<T> by(Work<T> work) throws Exception {
            Taken<T> taken = new Taken<>();
            taken.start = System.nanoTime();
            double before = processorSeconds();
            taken.result = work.run();
            taken.seconds = (System.nanoTime() - taken.start) * 1e-9;
            taken.work = processorSeconds() - before;
            taken.firstPicture = picture;
            return taken;
        }
    }

    private static double processorSeconds() {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return system.getProcessCpuTime() * 1e-9;
    }

    private static int differing(SensitivityResult found, Map<SensitivityColumn, Map<String, Fidelity>> expected) {
        int differing = 0;
        for (SensitivityCell cell : found.cells()) {
            Fidelity other = expected.get(cell.column().orElseThrow()).get(cell.layer());
            Fidelity own = cell.fidelity();
            boolean same = own.outcomes().equals(other.outcomes())
                    && own.agreeing() == other.agreeing()
                    && near(own.divergence(), other.divergence())
                    && near(own.noise(), other.noise());
            differing += same ? 0 : 1;
        }
        return differing;
    }

    /** Sums of the same numbers, parted otherwise. */
    private static boolean near(double a, double b) {
        return Math.abs(a - b) <= 1e-12 * Math.max(Math.abs(a), Math.abs(b));
    }

    private static int verdicts(SensitivityResult early, SensitivityResult whole) {
        int differing = 0;
        for (SensitivityCell cell : early.cells()) {
            SensitivityCell other =
                    whole.cell(cell.layer(), cell.column().orElseThrow()).orElseThrow();
            differing += early.verdict(cell) == whole.verdict(other) ? 0 : 1;
        }
        return differing;
    }

    private static double used(SensitivityResult result) {
        return result.cells().stream()
                .mapToDouble(cell -> (double) cell.fidelity().samples() / result.samples())
                .average()
                .orElse(0);
    }

    private static SensitivityPlan plan(boolean stopsEarly) {
        return new SensitivityPlan(
                List.of(SERIES),
                WIDTHS,
                List.of(),
                QuantConfig.empty(),
                false,
                DataPart.ALL,
                Integer.MAX_VALUE,
                stopsEarly);
    }

    /** A session and a pass over all samples for every cell. */
    private Map<SensitivityColumn, Map<String, Fidelity>> plain(CandidateEvaluator evaluator) throws Exception {
        Map<SensitivityColumn, Map<String, Fidelity>> cells = new HashMap<>();
        QuantizedValues values = new QuantizedValues((layer, config, cancel) -> weights.get(layer));
        Evaluation reference = pass(evaluator, Candidate.unchanged());
        for (SensitivityColumn column : plan(false).columns()) {
            for (Layer layer : document.model().layers()) {
                float[] quantized = values.of(layer, column.config(layer, QuantConfig.empty()), CancelToken.none());
                Evaluation run = pass(
                        evaluator, Candidate.ofWeights(Map.of(layer.weight().name(), quantized)));
                cells.computeIfAbsent(column, key -> new HashMap<>())
                        .put(layer.name(), Fidelity.of(reference, run, data.labels()));
            }
        }
        return cells;
    }

    private Evaluation pass(CandidateEvaluator evaluator, Candidate candidate) throws Exception {
        return evaluator.evaluate(candidate, 0, data.size(), true, new Progress(), CancelToken.none());
    }

    private SensitivityResult fast(CandidateEvaluator evaluator, boolean stopsEarly) throws Exception {
        List<Object> seen = new ArrayList<>();
        int cells =
                plan(stopsEarly).columns().size() * document.model().layers().size();
        try (LayerTrials trials = LayerTrials.of(evaluator)) {
            return Sensitivity.run(
                    plan(stopsEarly),
                    document.model(),
                    (layer, config, cancel) -> weights.get(layer),
                    trials,
                    data.labels(),
                    data.size(),
                    List.of(),
                    cell -> {
                        seen.add(cell);
                        if (seen.size() == cells) {
                            Taken.picture = System.nanoTime();
                        }
                    },
                    new Progress(),
                    CancelToken.none());
        }
    }
}
