package org.bitwright.project;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bitwright.analysis.search.SearchPoint;
import org.bitwright.analysis.search.SearchResult;
import org.bitwright.analysis.search.SearchStage;
import org.bitwright.quant.QuantConfig;

/** Which of a search's configurations are worth measuring on all samples. */
final class SearchFront {
    private SearchFront() {}

    /**
     * The best one; those with all layers alike, for comparison; and those that none of their size or smaller beats on
     * the search half, of too many some evenly spread by size.
     */
    static List<QuantConfig> of(SearchResult result, int most) {
        Set<QuantConfig> configs = new LinkedHashSet<>();
        result.best().map(SearchPoint::config).ifPresent(configs::add);
        result.points().stream()
                .filter(point -> point.stage() == SearchStage.UNIFORM)
                .limit(most / 2)
                .forEach(point -> configs.add(point.config()));
        List<SearchPoint> front = front(result.points());
        int room = most - configs.size();
        if (front.size() <= room) {
            front.forEach(point -> configs.add(point.config()));
        } else {
            for (int i = 0; i < room; i++) {
                int at = (int) Math.round((double) i * (front.size() - 1) / Math.max(1, room - 1));
                configs.add(front.get(at).config());
            }
        }
        return List.copyOf(configs);
    }

    private static List<SearchPoint> front(List<SearchPoint> points) {
        List<SearchPoint> bySize = new ArrayList<>(points);
        bySize.sort(Comparator.comparingLong(SearchPoint::bytes)
                .thenComparing(SearchFront::score, Comparator.reverseOrder()));
        List<SearchPoint> front = new ArrayList<>();
        double best = Double.NEGATIVE_INFINITY;
        for (SearchPoint point : bySize) {
            if (score(point) > best) {
                front.add(point);
                best = score(point);
            }
        }
        return front;
    }

    /** Accuracy, or agreement with the float network where the data have no labels: what the front is drawn of. */
    private static double score(SearchPoint point) {
        return point.fidelity()
                .accuracy()
                .map(accuracy -> accuracy.top1())
                .orElse(point.fidelity().agreement());
    }
}
