package org.bitwright.export;

import java.util.List;
import java.util.Optional;
import org.bitwright.analysis.Accuracy;
import org.bitwright.analysis.DataPart;
import org.bitwright.analysis.PairedTest;
import org.bitwright.analysis.search.ModelCheck;
import org.bitwright.analysis.sensitivity.SensitivityResult;

/**
 * What a report tells of finding a configuration; of what was not measured, nothing.
 *
 * @param sensitivity the newest measurement
 * @param points all that was measured on all samples, by size
 * @param floating the float network on all samples; empty on unlabelled data
 * @param found by the newest search
 * @param check of the search's error model
 * @param variants configurations with names
 */
public record ReportExploration(
        Optional<SensitivityResult> sensitivity,
        List<FrontPoint> points,
        Optional<Accuracy> floating,
        Optional<Found> found,
        Optional<ModelCheck> check,
        List<Named> variants) {
    private static final ReportExploration NONE = new ReportExploration(
            Optional.empty(), List.of(), Optional.empty(), Optional.empty(), Optional.empty(), List.of());

    public ReportExploration {
        points = List.copyOf(points);
        variants = List.copyOf(variants);
    }

    public static ReportExploration none() {
        return NONE;
    }

    /**
     * The configuration that a search found.
     *
     * @param budget as a sentence says it
     * @param widths as a sentence says them
     * @param averageBits of a weight
     * @param stage how it came up
     * @param measured number of configurations that the search measured
     * @param present whether it is the configuration that the report is about
     * @param parts what it is worth on each part of the samples; none without labels, or where that was not measured
     * @param layers what was chosen for each layer
     * @param advice a sentence each, without its full stop
     */
    public record Found(
            String budget,
            String widths,
            long bytes,
            double averageBits,
            String stage,
            int measured,
            boolean present,
            List<OnPart> parts,
            List<Choice> layers,
            List<String> advice) {
        public Found {
            parts = List.copyOf(parts);
            layers = List.copyOf(layers);
            advice = List.copyOf(advice);
        }
    }

    /** Accuracy on a part of the samples, and the float network's against it. */
    public record OnPart(DataPart part, Accuracy accuracy, Accuracy floating, PairedTest againstFloat) {}

    /** What was chosen for a layer, such as {@code int, 4 bits, channel}. */
    public record Choice(String layer, String text) {}

    /**
     * A variant.
     *
     * @param accuracy where it was measured on labelled data
     */
    public record Named(String name, String widths, long bytes, Optional<Accuracy> accuracy) {}
}
