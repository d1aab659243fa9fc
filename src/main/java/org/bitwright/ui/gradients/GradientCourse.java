package org.bitwright.ui.gradients;

import java.util.List;
import java.util.Optional;
import org.bitwright.training.GradientRounding;

/**
 * The gradients of a source over time.
 *
 * @param rounding how they are rounded; empty for full precision
 * @param moments in order of time
 */
record GradientCourse(GradientSource source, Optional<GradientRounding> rounding, List<GradientMoment> moments) {
    static final GradientCourse NONE = new GradientCourse(GradientSource.PRESENT, Optional.empty(), List.of());

    GradientCourse {
        moments = List.copyOf(moments);
    }

    boolean isEmpty() {
        return moments.isEmpty();
    }

    Optional<GradientMoment> last() {
        return isEmpty() ? Optional.empty() : Optional.of(moments.get(moments.size() - 1));
    }
}
