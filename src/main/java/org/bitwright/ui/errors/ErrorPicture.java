package org.bitwright.ui.errors;

import java.util.List;
import java.util.Optional;
import org.bitwright.quant.ErrorDensity;
import org.bitwright.quant.ErrorHistogram;
import org.bitwright.quant.ErrorScatter;
import org.bitwright.quant.ErrorShare;
import org.bitwright.quant.ErrorUnit;
import org.bitwright.quant.LayerErrors;
import org.bitwright.quant.QuantError;
import org.bitwright.task.CancelToken;

/**
 * What a request came to.
 *
 * @param histogram of the errors
 * @param scatter for the plots over float values: all values, or a sample with the extremes
 * @param density for the same plots where the scatter is a sample
 * @param shares the channels, the greatest first
 */
record ErrorPicture(
        ErrorRequest request,
        LayerErrors errors,
        ErrorHistogram histogram,
        Optional<ErrorScatter> scatter,
        Optional<ErrorDensity> density,
        List<ErrorShare> shares) {
    private static final int FEWEST_BINS = 21;
    private static final int MOST_BINS = 81;

    /** More points than this run together, and a density says more. */
    private static final int MOST_POINTS = 6000;

    private static final int COLUMNS = 200;
    private static final int ROWS = 100;

    /** Computes what is asked for; blocks. */
    static ErrorPicture of(ErrorRequest request, LayerErrors errors, CancelToken cancel) {
        ErrorUnit unit = request.unit(errors.hasSteps());
        int channel = request.channel();
        int bins = bins(errors.error(channel).count());
        ErrorHistogram histogram = errors.histogram(channel, unit, request.zoom(), bins, cancel);
        Optional<ErrorScatter> scatter = request.plot() == ErrorPlotKind.DISTRIBUTION
                ? Optional.empty()
                : Optional.of(errors.scatter(channel, unit, MOST_POINTS, cancel));
        Optional<ErrorDensity> density = scatter.filter(points -> !points.isWhole())
                .map(points -> request.plot() == ErrorPlotKind.VALUES
                        ? errors.valueDensity(channel, COLUMNS, ROWS, cancel)
                        : errors.errorDensity(channel, unit, COLUMNS, ROWS, cancel));
        return new ErrorPicture(request, errors, histogram, scatter, density, errors.shares());
    }

    /** As many as the number of values makes meaningful; odd, so that one lies around 0. */
    static int bins(long values) {
        long wanted = Math.round(1.5 * Math.sqrt(values));
        return (int) Math.max(FEWEST_BINS, Math.min(MOST_BINS, wanted)) / 2 * 2 + 1;
    }

    ErrorUnit unit() {
        return histogram.unit();
    }

    /** The error sums of what is shown. */
    QuantError error() {
        return errors.error(request.channel());
    }

    /** One step in the histogram's unit; empty where there is not one step for all values shown. */
    Optional<Double> step() {
        if (unit() == ErrorUnit.STEP) {
            return Optional.of(1.0);
        }
        var step = errors.step(request.channel());
        return step.isPresent() ? Optional.of(step.getAsDouble()) : Optional.empty();
    }
}
