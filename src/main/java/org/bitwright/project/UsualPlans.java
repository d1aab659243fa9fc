package org.bitwright.project;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bitwright.analysis.DataPart;
import org.bitwright.analysis.SweepSeries;
import org.bitwright.analysis.search.Budget;
import org.bitwright.analysis.search.SearchPlan;
import org.bitwright.analysis.sensitivity.SensitivityPlan;
import org.bitwright.model.Layer;
import org.bitwright.model.Model;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.FormatFamily;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Preset;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;

/** What is measured and searched where the user says nothing else. */
final class UsualPlans {
    private static final List<Integer> BITS =
            IntStream.rangeClosed(2, 8).boxed().toList();
    private static final int CANDIDATES = 60;
    private static final long SEED = 1;
    private static final SweepSeries BEST = new SweepSeries(Granularity.CHANNEL, Calibrator.mse(), Scheme.SYMMETRIC);

    private UsualPlans() {}

    /** Of the search half, since it serves to choose: a search then finds its cells measured. */
    static SensitivityPlan sensitivity(Model model, QuantConfig present) {
        boolean quantized = model.layers().stream()
                .anyMatch(layer -> present.of(layer.name()).format().isQuantized());
        return new SensitivityPlan(
                List.of(series(model, present)),
                BITS,
                List.of(),
                present,
                quantized,
                DataPart.SEARCH,
                Integer.MAX_VALUE,
                true);
    }

    static SearchPlan search(Model model, QuantConfig present, Budget budget) {
        List<String> free = model.layers().stream()
                .map(Layer::name)
                .filter(name -> !present.of(name).isHandMade())
                .toList();
        return new SearchPlan(budget, List.of(series(model, present)), BITS, free, present, CANDIDATES, SEED, 0);
    }

    /** How the layers are quantized now if all integers are alike and somebody chose so; else what usually does best. */
    private static SweepSeries series(Model model, QuantConfig present) {
        List<SweepSeries> chosen = model.layers().stream()
                .flatMap(layer -> series(present.of(layer.name())).stream())
                .distinct()
                .toList();
        boolean isStart =
                chosen.equals(List.of(series(Preset.INT8_TENSOR.config()).orElseThrow()));
        return chosen.size() == 1 && !isStart ? chosen.get(0) : BEST;
    }

    private static Optional<SweepSeries> series(TensorConfig config) {
        return config.format() instanceof NumberFormat.Uniform uniform
                ? Optional.of(
                        new SweepSeries(FormatFamily.INT, config.granularity(), config.calibrator(), uniform.scheme()))
                : Optional.empty();
    }
}
