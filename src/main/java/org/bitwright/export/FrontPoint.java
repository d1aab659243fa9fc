package org.bitwright.export;

import java.util.Optional;
import java.util.OptionalInt;
import org.bitwright.analysis.Accuracy;
import org.bitwright.analysis.PairedTest;

/**
 * A configuration on the chart of size and accuracy.
 *
 * @param name what it is called, such as a variant's name or its widths
 * @param bytes of all layers' weights
 * @param share top-1 accuracy; on unlabelled data the share of the float network's answers
 * @param front whether no other one is both smaller and better
 * @param uniformBits the width of all layers where they are alike
 * @param chosen whether it is the one that is spoken of: found by a search, or the present one
 * @param againstFloat the float network against it; empty on unlabelled data
 */
public record FrontPoint(
        String name,
        long bytes,
        Accuracy share,
        boolean front,
        OptionalInt uniformBits,
        boolean chosen,
        Optional<PairedTest> againstFloat) {}
