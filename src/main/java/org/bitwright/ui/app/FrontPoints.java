package org.bitwright.ui.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.bitwright.analysis.Accuracy;
import org.bitwright.analysis.DataPart;
import org.bitwright.analysis.Fidelity;
import org.bitwright.analysis.PairedTest;
import org.bitwright.analysis.search.NetworkCost;
import org.bitwright.analysis.search.SearchPoint;
import org.bitwright.analysis.search.SearchResult;
import org.bitwright.model.Model;
import org.bitwright.project.Exploration;
import org.bitwright.project.MeasuredConfig;
import org.bitwright.project.Measurement;
import org.bitwright.project.Project;
import org.bitwright.quant.QuantConfig;
import org.bitwright.ui.front.FrontPoint;

/** What a project and its search measured, as points of the chart of size against accuracy. */
final class FrontPoints {
    private final Model model;
    private final Exploration exploration;
    private final NetworkCost costs;

    FrontPoints(Project project) {
        model = project.model();
        exploration = project.exploration();
        costs = new NetworkCost(model, Map.of());
    }

    /** Those of all samples; the float network is a line, not a point. */
    List<FrontPoint> measured() {
        List<FrontPoint> points = new ArrayList<>();
        for (MeasuredConfig found : exploration.measured()) {
            if (isQuantized(found.config())) {
                points.add(new FrontPoint(
                        found.config(),
                        DataPart.ALL,
                        found.measurement().bytes(),
                        costs.of(found.config()).averageBits(),
                        score(found.measurement()),
                        found.uniformBits(),
                        exploration.compare(QuantConfig.empty(), found.config())));
            }
        }
        return points;
    }

    /** Those of a search, of its half of the samples. */
    List<FrontPoint> searched(SearchResult result) {
        return result.points().stream()
                .map(point -> searched(result.floating(), point))
                .toList();
    }

    private FrontPoint searched(Fidelity floating, SearchPoint point) {
        Fidelity fidelity = point.fidelity();
        Optional<PairedTest> test = floating.outcomes().flatMap(first -> fidelity.outcomes()
                .filter(second -> second.samples() == first.samples())
                .map(second -> PairedTest.of(first, second)));
        return new FrontPoint(
                point.config(),
                DataPart.SEARCH,
                point.bytes(),
                point.averageBits(),
                fidelity.accuracy().orElseGet(() -> new Accuracy(fidelity.agreeing(), fidelity.samples())),
                OptionalInt.empty(),
                test);
    }

    private boolean isQuantized(QuantConfig config) {
        return config.quantizesActivations()
                || model.layers().stream()
                        .anyMatch(layer -> config.of(layer.name()).format().isQuantized());
    }

    static Accuracy score(Measurement measurement) {
        return measurement
                .accuracy()
                .orElseGet(() -> new Accuracy(
                        Math.round(measurement.agreement() * measurement.samples()), measurement.samples()));
    }
}
