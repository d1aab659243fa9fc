package org.bitwright.project;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bitwright.model.Dataset;
import org.bitwright.model.Phrase;
import org.bitwright.model.ValueInfo;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.project.TrainingFault.Kind;
import org.bitwright.quant.QuantConfig;
import org.bitwright.runtime.FloatSamples;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.training.Distillation;
import org.bitwright.training.TrainingPlan;
import org.bitwright.training.graph.NetworkConversion;
import org.bitwright.training.graph.Obstacle;
import org.jspecify.annotations.Nullable;

/** What stands in the way of a run, told before it starts. */
final class TrainingChecks {
    private final OnnxDocument document;
    private final DataSelection selection;
    private final TrainingData data;
    private @Nullable List<Obstacle> obstacles;

    TrainingChecks(OnnxDocument document, DataSelection selection, TrainingData data) {
        this.document = document;
        this.selection = selection;
        this.data = data;
    }

    /** Looked for once: a network does not change. */
    synchronized List<Obstacle> obstacles() throws IOException {
        List<Obstacle> known = obstacles;
        if (known == null) {
            known = NetworkConversion.obstacles(document);
            obstacles = known;
        }
        return known;
    }

    List<TrainingFault> faults(TrainingPlan plan, QuantConfig start) throws IOException {
        if (!document.hasNetwork()) {
            return List.of(TrainingFault.of(Kind.NO_NETWORK, NoNetwork.sentence(document)));
        }
        List<TrainingFault> faults = new ArrayList<>();
        obstacles().stream().map(TrainingFault::of).forEach(faults::add);
        Optional<EvaluationSet> set = data.set();
        if (set.isEmpty()) {
            faults.add(noData());
        } else {
            dataFaults(set.get(), plan, faults);
        }
        if (ActivationPlanning.needsStatistics(start) && selection.calibration().isEmpty()) {
            faults.add(
                    TrainingFault.of(
                            Kind.NO_CALIBRATION,
                            Phrase.of(
                                    "The ranges of activations come from calibration data, and there are none. Open some, or leave activations float.")));
        }
        return faults;
    }

    private TrainingFault noData() {
        if (data.fault().isPresent()) {
            return new TrainingFault(
                    Kind.DATA_UNREADABLE,
                    data.fault().get(),
                    List.copyOf(data.lost().stream().toList()));
        }
        if (selection.reserved() > 0) {
            return TrainingFault.of(
                    Kind.DATA_RESERVED,
                    Phrase.of(
                            "There are no training data. The calibration samples are taken from the evaluation data, on which nothing is trained. Open the training set."));
        }
        return selection.calibration().isPresent()
                ? TrainingFault.of(
                        Kind.DATA_UNLABELLED,
                        Phrase.of(
                                "There are no training data, and the calibration data have no labels. Open the training set."))
                : TrainingFault.of(Kind.NO_DATA, Phrase.of("There are no training data. Open the training set."));
    }

    private void dataFaults(EvaluationSet set, TrainingPlan plan, List<TrainingFault> faults) {
        Dataset samples = set.data();
        boolean needsLabels = plan.distillation().map(Distillation::share).orElse(0.0) < 1;
        if (needsLabels && samples.labels().isEmpty()) {
            faults.add(
                    TrainingFault.of(
                            Kind.NO_LABELS,
                            Phrase.of(
                                    "The training data have no labels. Name their file of labels, or learn from the float network alone (soft targets at a share of 1).")));
        }
        inputFault(set).ifPresent(faults::add);
        labelFault(samples).ifPresent(faults::add);
        if (selection.evaluation().filter(evaluation -> isSame(evaluation, set)).isPresent()) {
            faults.add(
                    TrainingFault.of(
                            Kind.EVALUATION_DATA,
                            Phrase.of(
                                    "The training data are the evaluation data. What a network was trained on does not tell how good it is: choose others.")));
        }
        if (plan.validationShare() > 0
                        && HeldOut.of(samples, plan.validationShare()).validation().length == 0
                || samples.size() < 2) {
            String count = String.valueOf(samples.size());
            faults.add(new TrainingFault(
                    Kind.TOO_FEW,
                    Phrase.of("There are too few training samples (%s) to hold some out.", count),
                    List.of(count)));
        }
    }

    private Optional<TrainingFault> inputFault(EvaluationSet set) {
        try {
            FloatSamples.of(document.model(), set.data(), set.source().preprocessing());
            return Optional.empty();
        } catch (InferenceException e) {
            return Optional.of(new TrainingFault(Kind.INPUT, e.told(), List.of(e.told())));
        }
    }

    private Optional<TrainingFault> labelFault(Dataset samples) {
        List<Long> extents = document.model().outputs().get(0).extents();
        long classes = extents.isEmpty() ? ValueInfo.FREE : extents.get(extents.size() - 1);
        int[] labels = samples.labels().orElse(new int[0]);
        int wrong = 0;
        while (wrong < labels.length && labels[wrong] >= 0 && (classes == ValueInfo.FREE || labels[wrong] < classes)) {
            wrong++;
        }
        if (wrong == labels.length) {
            return Optional.empty();
        }
        Phrase sentence = Phrase.of(
                "Training sample %s has the label %s, but the network tells %s classes apart, which count from 0.",
                wrong, labels[wrong], classes);
        return Optional.of(new TrainingFault(
                Kind.LABEL,
                sentence,
                List.of(String.valueOf(wrong), String.valueOf(labels[wrong]), String.valueOf(classes))));
    }

    private static boolean isSame(EvaluationSet evaluation, EvaluationSet training) {
        return evaluation.data().digest().equals(training.data().digest());
    }
}
