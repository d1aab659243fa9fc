package org.bitwright.ui.gradients;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Keeps moments evenly over the time of a run, however long it gets: when there are too many, every second one goes, and
 * of those that come only as many are kept. The newest is always there.
 */
final class GradientRecorder {
    private static final int MOST = 256;

    private final List<GradientMoment> moments = new ArrayList<>();
    private long heard;
    private int stride = 1;
    private boolean passing;

    void add(GradientMoment moment) {
        if (passing) {
            moments.remove(moments.size() - 1);
        }
        if (moments.size() == MOST) {
            List<GradientMoment> kept = IntStream.range(0, MOST / 2)
                    .mapToObj(i -> moments.get(2 * i))
                    .toList();
            moments.clear();
            moments.addAll(kept);
            stride *= 2;
        }
        moments.add(moment);
        passing = heard++ % stride != 0;
    }

    List<GradientMoment> moments() {
        return List.copyOf(moments);
    }
}
