package org.bitwright.analysis.search;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitwright.analysis.DataPart;
import org.bitwright.analysis.DataSplit;
import org.bitwright.analysis.Fidelity;
import org.bitwright.analysis.sensitivity.SensitivityCell;
import org.bitwright.analysis.sensitivity.SensitivityColumn;
import org.bitwright.analysis.sensitivity.SensitivityPlan;
import org.bitwright.analysis.sensitivity.SensitivityResult;
import org.bitwright.io.dataset.DatasetReader;
import org.bitwright.model.Dataset;
import org.bitwright.model.Layer;
import org.bitwright.model.Model;
import org.bitwright.model.Preprocessing;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.quant.LayerQuantizer;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.TensorConfig;
import org.bitwright.runtime.Candidate;
import org.bitwright.runtime.CandidateEvaluator;
import org.bitwright.runtime.Evaluation;
import org.bitwright.runtime.MemoryDataset;
import org.bitwright.runtime.Multiplications;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;

/** A sample network on a half of its test images: what a search measures with, as plainly as can be. */
public final class SampleNetwork implements SearchSource, AutoCloseable {
    private static final Path SAMPLES = Path.of("sample-models");
    private static final Preprocessing PIXELS = Preprocessing.scaled(1f / 255);

    private final OnnxDocument document;
    private final MemoryDataset data;
    private final CandidateEvaluator evaluator;
    private final Map<String, LayerWeights> weights = new HashMap<>();
    private final Map<String, float[]> quantized = new HashMap<>();
    private final Map<QuantConfig, Map<Integer, Fidelity>> measured = new HashMap<>();
    private final Map<Integer, Evaluation> floating = new HashMap<>();
    private int passes;

    /** @param samples of the part, from its first */
    public SampleNetwork(String name, String set, DataPart part, int samples) throws Exception {
        document = OnnxDocument.open(SAMPLES.resolve(name + ".onnx"));
        data = part(set, part, samples);
        evaluator = CandidateEvaluator.open(document, data, PIXELS);
        for (Layer layer : document.model().layers()) {
            weights.put(layer.name(), LayerWeights.read(layer, CancelToken.none()));
        }
    }

    private static MemoryDataset part(String set, DataPart part, int samples) throws IOException {
        Path images = SAMPLES.resolve(set).resolve("t10k-images-idx3-ubyte.gz");
        Dataset all = DatasetReader.read(images, DatasetReader.findLabels(images));
        int[] indexes = DataSplit.of(all.size()).indexes(part);
        int size = Math.min(samples, indexes.length);
        int length = (int) all.sampleShape().elements();
        float[] values = new float[size * length];
        int[] labels = new int[size];
        for (int i = 0; i < size; i++) {
            all.read(indexes[i], 1, values, i * length);
            labels[i] = all.labels().orElseThrow()[indexes[i]];
        }
        return MemoryDataset.of(all.sampleShape(), values).labelled(labels);
    }

    public Model model() {
        return document.model();
    }

    public int samples() {
        return data.size();
    }

    /** Networks measured so far, each once. */
    public int passes() {
        return passes;
    }

    @Override
    public SensitivityResult sensitivity(SensitivityPlan plan, Progress progress, CancelToken cancel)
            throws IOException, InferenceException {
        int count = Math.min(plan.samples(), data.size());
        List<SensitivityCell> cells = new ArrayList<>();
        for (Layer layer : model().layers()) {
            for (SensitivityColumn column : plan.columns()) {
                if (plan.layers().isEmpty() || plan.layers().contains(layer.name())) {
                    QuantConfig alone = QuantConfig.empty().with(layer.name(), column.config(layer, plan.present()));
                    cells.add(new SensitivityCell(
                            layer.name(), Optional.of(column), measure(alone, count, progress, cancel), true, 0));
                }
            }
        }
        return new SensitivityResult(
                plan, measure(QuantConfig.empty(), count, progress, cancel), Optional.empty(), cells, count, 0, 0);
    }

    @Override
    public Fidelity floating(Progress progress, CancelToken cancel) throws IOException, InferenceException {
        return measure(QuantConfig.empty(), progress, cancel);
    }

    @Override
    public Fidelity measure(QuantConfig config, int samples, Progress progress, CancelToken cancel)
            throws IOException, InferenceException {
        int count = Math.min(samples, data.size());
        Map<Integer, Fidelity> known = measured.computeIfAbsent(config, key -> new HashMap<>());
        Fidelity before = known.get(count);
        if (before == null) {
            Evaluation reference = floating.get(count);
            if (reference == null) {
                reference = evaluate(Candidate.unchanged(), count);
                floating.put(count, reference);
            }
            before = Fidelity.of(reference, evaluate(candidate(config), count), data.labels());
            known.put(count, before);
            passes++;
        }
        return before;
    }

    @Override
    public Map<String, Long> multiplications(CancelToken cancel) throws InferenceException {
        return Multiplications.of(document, data, PIXELS, cancel);
    }

    @Override
    public void close() {
        evaluator.close();
    }

    private Evaluation evaluate(Candidate candidate, int count) throws InferenceException {
        return evaluator.evaluate(candidate, 0, count, true, new Progress(), CancelToken.none());
    }

    private Candidate candidate(QuantConfig config) {
        Map<String, float[]> values = new HashMap<>();
        for (Layer layer : model().layers()) {
            TensorConfig choice = config.of(layer.name());
            if (choice.format().isQuantized()) {
                values.put(
                        layer.weight().name(),
                        quantized.computeIfAbsent(layer.name() + choice, key -> values(layer.name(), choice)));
            }
        }
        return Candidate.ofWeights(values);
    }

    private float[] values(String layer, TensorConfig choice) {
        LayerWeights own = weights.get(layer);
        return LayerQuantizer.values(own, LayerQuantizer.grids(own, choice, CancelToken.none()), CancelToken.none());
    }
}
