package org.bitwright.project;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.bitwright.analysis.Accuracy;
import org.bitwright.export.ExportResult;
import org.bitwright.export.FileResults;
import org.bitwright.model.Phrase;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.runtime.DeployedNetwork;
import org.bitwright.runtime.Evaluation;
import org.bitwright.runtime.LatencyComparison;
import org.bitwright.runtime.LatencyRun;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;

/** Runs written networks as their users do: what they answer, and how fast. */
final class FileRuns {
    private static final double SECONDS_A_BATCH_SIZE = 2;

    private final OnnxDocument document;
    private final DataSelection data;

    FileRuns(OnnxDocument document, DataSelection data) {
        this.document = document;
        this.data = data;
    }

    /** The result with what the file does on the evaluation data, where it is a network and there are some. */
    ExportResult measured(ExportResult result, Progress progress, CancelToken cancel)
            throws IOException, InferenceException {
        if (result.graph().isEmpty() || data.evaluation().isEmpty()) {
            return result;
        }
        EvaluationSet set = data.required();
        OnnxDocument written = OnnxDocument.open(result.path());
        try (EvaluationSet.Lease lease = set.lease();
                DeployedNetwork network =
                        DeployedNetwork.open(written, set.data(), set.source().preprocessing(), cancel)) {
            Evaluation reference = lease.floatRun(progress, cancel);
            boolean keepOutputs = reference.outputs().length > 0;
            Evaluation found = network.evaluate(0, reference.samples(), keepOutputs, progress, cancel);
            return result.withResults(new FileResults(
                    set.data().labels().map(labels -> new Accuracy(found.correct(), found.samples())),
                    OutputComparison.agreement(reference, found),
                    OutputComparison.sqnrDb(reference, found),
                    OutputComparison.cosine(reference, found),
                    found.samples(),
                    set.data().name()));
        }
    }

    /** @param batches numbers of samples a run */
    LatencyComparison latency(Path file, int threads, List<Integer> batches, Progress progress, CancelToken cancel)
            throws IOException, InferenceException {
        NoNetwork.refuse(document);
        return latency(document, OnnxDocument.open(file), threads, batches, progress, cancel);
    }

    /** The same of any two networks with the inputs of the model. */
    LatencyComparison latency(
            OnnxDocument first,
            OnnxDocument second,
            int threads,
            List<Integer> batches,
            Progress progress,
            CancelToken cancel)
            throws IOException, InferenceException {
        NoNetwork.refuse(document);
        EvaluationSet set = data.evaluation()
                .or(data::calibration)
                .orElseThrow(() -> new InferenceException(
                        Phrase.of("There are no data to measure the speed with. Open a data set first.")));
        return LatencyRun.compare(
                first,
                second,
                set.data(),
                set.source().preprocessing(),
                threads,
                batches,
                SECONDS_A_BATCH_SIZE,
                progress,
                cancel);
    }
}
