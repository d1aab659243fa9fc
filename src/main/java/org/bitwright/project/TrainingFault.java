package org.bitwright.project;

import java.util.List;
import org.bitwright.model.Phrase;
import org.bitwright.training.graph.Obstacle;

/**
 * Why a plan of training cannot be run as things stand.
 *
 * @param sentence for people, whole
 * @param details what the sentence tells beyond its kind: of an operator its name, type and reason, of data the reason, their
 *     number or, where a project file names some that cannot be had, their place; of a label the sample's number, the label
 *     and the number of classes; strings and phrases
 */
public record TrainingFault(Kind kind, Phrase sentence, List<Object> details) {

    /** What is at fault. */
    public enum Kind {
        /** An operator has no differentiable form here. */
        OPERATOR,
        NO_DATA,
        /** There are weights alone. */
        NO_NETWORK,
        /** Calibration samples are taken from the evaluation data. */
        DATA_RESERVED,
        /** Calibration data have no labels, and there are no others. */
        DATA_UNLABELLED,
        /** The project's training data cannot be read. */
        DATA_UNREADABLE,
        NO_LABELS,
        /** Samples are not what the network takes. */
        INPUT,
        /** A label is none of the network's classes. */
        LABEL,
        /** Training data and evaluation data are the same. */
        EVALUATION_DATA,
        /** Nothing can be held out of so few samples. */
        TOO_FEW,
        /** Activations need ranges, and there are no data to find them. */
        NO_CALIBRATION
    }

    static TrainingFault of(Kind kind, Phrase sentence) {
        return new TrainingFault(kind, sentence, List.of());
    }

    static TrainingFault of(Obstacle obstacle) {
        Phrase sentence = Phrase.of("%s (%s): %s", obstacle.operator(), obstacle.type(), obstacle.reason());
        return new TrainingFault(Kind.OPERATOR, sentence, List.of(sentence));
    }
}
