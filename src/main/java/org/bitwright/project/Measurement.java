package org.bitwright.project;

import java.util.Optional;
import java.util.OptionalDouble;
import org.bitwright.analysis.Accuracy;
import org.bitwright.analysis.DataPart;
import org.bitwright.analysis.DataSplit;
import org.bitwright.analysis.Outcomes;
import org.bitwright.analysis.PairedTest;
import org.bitwright.model.Dataset;
import org.bitwright.runtime.Evaluation;

/**
 * What one configuration did on the evaluation data.
 *
 * @param accuracy on all samples, where the data are labelled
 * @param agreement samples with the same arg-max as the float network, as a share of the samples
 * @param outputSqnrDb of the outputs against the float network's; may be infinite
 * @param outputCosine of the outputs against the float network's, all samples together
 * @param meanCosine mean over the samples of the cosine of a sample's output against the float network's
 * @param samples number of samples
 * @param bytes of all layers' weights under the configuration
 * @param seconds of inference and session creation
 * @param outcomes which samples were right, where the data are labelled; empty in what was saved before these were kept
 */
public record Measurement(
        Optional<Accuracy> accuracy,
        double agreement,
        OptionalDouble outputSqnrDb,
        OptionalDouble outputCosine,
        OptionalDouble meanCosine,
        int samples,
        long bytes,
        double seconds,
        Optional<Outcomes> outcomes) {

    /** Accuracy on one part of the data; empty where they are not labelled, or the samples are not known one by one. */
    public Optional<Accuracy> accuracy(DataPart part) {
        return part == DataPart.ALL
                ? accuracy
                : outcomes.map(
                        all -> all.at(DataSplit.of(samples).indexes(part)).accuracy());
    }

    /** This and another configuration on the same samples; empty where these are not labelled or not known one by one. */
    public Optional<PairedTest> against(Measurement other, DataPart part) {
        if (outcomes.isEmpty() || other.outcomes.isEmpty() || samples != other.samples) {
            return Optional.empty();
        }
        int[] positions = DataSplit.of(samples).indexes(part);
        return Optional.of(
                PairedTest.of(outcomes.get().at(positions), other.outcomes.get().at(positions)));
    }

    /** Compares a candidate's answers with the float network's on the same samples. */
    static Measurement of(Dataset data, Evaluation reference, Evaluation candidate, long bytes) {
        return new Measurement(
                data.labels().map(labels -> new Accuracy(candidate.correct(), candidate.samples())),
                OutputComparison.agreement(reference, candidate),
                OutputComparison.sqnrDb(reference, candidate),
                OutputComparison.cosine(reference, candidate),
                OutputComparison.meanCosine(reference, candidate),
                candidate.samples(),
                bytes,
                candidate.seconds(),
                data.labels().map(labels -> Outcomes.of(candidate.predictions(), labels, candidate.first())));
    }
}
