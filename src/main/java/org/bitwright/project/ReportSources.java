package org.bitwright.project;

import java.util.List;
import org.bitwright.export.ReportFacts;
import org.bitwright.export.ReportFacts.WrittenFile;
import org.bitwright.model.ModelSource;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.quant.QuantConfig;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;

/** What a report tells of besides the configuration that it is about. */
record ReportSources(
        ModelSource source, ProblemSearch problems, Exploration exploration, Variants variants, Training training) {

    /** @param written from the configuration */
    ReportFacts facts(
            OnnxDocument document,
            QuantConfig config,
            DataSelection data,
            Measurements measurements,
            List<WrittenFile> written,
            Progress progress,
            CancelToken cancel) {
        return Reports.facts(
                source,
                data,
                measurements,
                problems.all(config, progress, cancel),
                written,
                ReportedExploration.of(document.model(), config, exploration, measurements, variants.all()),
                ReportedTraining.of(training, config));
    }
}
