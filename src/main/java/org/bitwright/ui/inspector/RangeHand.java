package org.bitwright.ui.inspector;

import java.util.Optional;
import org.bitwright.quant.Range;

/** The range that a slider moves: of a layer's weights, or of an activation. */
interface RangeHand {
    /** The range that is shown; empty where there is none to take hold of. */
    Optional<Range> range();

    /** The range with its lower end at {@code min}. */
    Range withMin(Range range, float min);

    Range withMax(Range range, float max);

    /** Shows what a range would do. */
    void preview(Range range);

    /** Makes the range the project's. */
    void commit(Range range);
}
