package org.bitwright.project;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bitwright.export.CheckSet;
import org.bitwright.export.ConfigResults;
import org.bitwright.export.ExportSource;
import org.bitwright.model.Dataset;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.target.ActivationPlan;

/** Puts together what an export is made from. */
final class ExportSources {
    private static final int MAX_CHECK_SAMPLES = 1000;

    private ExportSources() {}

    static ExportSource of(
            OnnxDocument document,
            QuantConfig config,
            LayerCache layers,
            ActivationPlan plan,
            DataSelection data,
            Measurements measurements) {
        return new ExportSource(
                document,
                config,
                layers,
                plan,
                inputs(document, data),
                data.evaluation().or(data::calibration).map(set -> set.source().preprocessing()),
                checkSet(data),
                data.evaluation().flatMap(set -> results(set.data(), config, measurements)));
    }

    /** The same for a file that nobody keeps: nothing is run to check it. */
    static ExportSource unchecked(
            OnnxDocument document, QuantConfig config, LayerCache layers, ActivationPlan plan, DataSelection data) {
        return new ExportSource(
                document,
                config,
                layers,
                plan,
                inputs(document, data),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Every file that the work was read from. */
    static List<Path> inputs(OnnxDocument document, DataSelection data) {
        List<Path> files = new ArrayList<>(document.externalFiles());
        files.add(document.model().path());
        Stream.of(data.evaluation(), data.calibration(), data.training().own())
                .flatMap(Optional::stream)
                .map(EvaluationSet::source)
                .forEach(source -> {
                    files.add(source.samples());
                    source.labels().ifPresent(files::add);
                });
        return files;
    }

    private static Optional<CheckSet> checkSet(DataSelection data) {
        boolean calibrated = data.calibration().isPresent();
        return data.calibration()
                .or(data::evaluation)
                .map(set -> new CheckSet(
                        set.data(),
                        set.source().preprocessing(),
                        Math.min(MAX_CHECK_SAMPLES, set.data().size()),
                        calibrated));
    }

    private static Optional<ConfigResults> results(Dataset data, QuantConfig config, Measurements measurements) {
        return measurements
                .get(config)
                .map(found -> new ConfigResults(
                        data.name(),
                        data.digest(),
                        found.samples(),
                        measurements.get(QuantConfig.empty()).flatMap(Measurement::accuracy),
                        found.accuracy(),
                        found.agreement(),
                        found.outputSqnrDb(),
                        found.outputCosine()));
    }
}
