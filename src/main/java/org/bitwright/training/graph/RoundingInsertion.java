package org.bitwright.training.graph;

import org.nd4j.autodiff.samediff.SDVariable;

/** Puts the rounding of an activation into a graph. */
@FunctionalInterface
interface RoundingInsertion {

    /** The variable that operators behind {@code activation} take. */
    SDVariable rounded(SDVariable activation, ActivationRounding rounding);
}
