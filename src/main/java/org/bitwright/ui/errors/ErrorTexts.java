package org.bitwright.ui.errors;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.bitwright.quant.ErrorDensity;
import org.bitwright.quant.ErrorHistogram;
import org.bitwright.quant.ErrorScatter;
import org.bitwright.quant.ErrorShare;
import org.bitwright.quant.ErrorUnit;
import org.bitwright.quant.LayerErrors;
import org.bitwright.quant.QuantError;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.PlotFrame;
import org.bitwright.ui.common.Texts;

/** What the error view says in words. */
final class ErrorTexts {
    private ErrorTexts() {}

    /** The line under the title: RMSE against the floor, largest error, split. */
    static String readout(ErrorPicture picture) {
        QuantError error = picture.error();
        OptionalDouble steps = picture.errors().rmseSteps(picture.request().channel());
        String rmse = steps.isPresent()
                ? Texts.get(
                        "errors.readout.steps",
                        Numbers.shortText(steps.getAsDouble()),
                        Numbers.shortText(LayerErrors.UNIFORM_FLOOR))
                : Texts.get("errors.readout.rmse", Numbers.shortText(Math.sqrt(error.mse())));
        return rmse + " · " + Texts.get("errors.readout.max", Numbers.shortText(error.maxError()));
    }

    /** The name of a part of the squared error with its share. */
    static String part(String name, QuantError error, boolean clip) {
        double share = error.clipErrorShare();
        boolean known = error.sumSquaredError() > 0 && !Double.isNaN(share);
        return known ? name + " " + Numbers.wholePercent(clip ? share : 1 - share) : name;
    }

    private static String remark(QuantError error) {
        if (error.sumSquaredError() == 0) {
            return Texts.get("errors.readout.none") + "\n";
        }
        return Double.isInfinite(error.sumSquaredError()) ? Texts.get("errors.readout.overflow") + "\n" : "";
    }

    /** The floor and what it means, for the tooltip. */
    static String explanation(ErrorPicture picture) {
        String why = picture.errors().hasSteps()
                ? Texts.get("errors.floor.hint", Numbers.exact(LayerErrors.UNIFORM_FLOOR))
                : Texts.get("errors.noFloor.hint");
        return readout(picture) + "\n" + remark(picture.error()) + why;
    }

    static String errorAxis(ErrorUnit unit) {
        return Texts.get(unit == ErrorUnit.STEP ? "errors.axis.steps" : "errors.axis.error");
    }

    /** The picture in a sentence, for those who cannot see it. */
    static String summary(ErrorPicture picture) {
        String what = Texts.get(
                "errors.summary",
                Numbers.count(picture.error().count()),
                Numbers.shortText(picture.error().maxError()));
        return what + " " + readout(picture);
    }

    /** A bin under the pointer. */
    static String tip(ErrorHistogram histogram, double error) {
        int bin = histogram.bin(error);
        if (bin < 0) {
            return Numbers.shortText(error);
        }
        long count = histogram.counts()[bin];
        String text = Texts.get(
                "errors.tip.bin",
                Numbers.shortText(histogram.edge(bin)),
                Numbers.shortText(histogram.edge(bin + 1)),
                Numbers.count(count),
                Numbers.percent(histogram.total() == 0 ? 0 : (double) count / histogram.total()));
        long clipped = histogram.clipped()[bin];
        return clipped == 0 ? text : text + "\n" + Texts.get("errors.tip.clipped", Numbers.count(clipped));
    }

    /** A point under the pointer. */
    static String tip(ErrorScatter scatter, int point) {
        String text = Texts.get(
                "errors.tip.point",
                Numbers.exact(scatter.x()[point]),
                Numbers.exact(scatter.quantized()[point]),
                Numbers.shortText(scatter.error()[point])
                        + (scatter.unit() == ErrorUnit.STEP ? " " + Texts.get("errors.steps.short") : ""));
        return scatter.clipped()[point] ? text + "\n" + Texts.get("errors.tip.pointClipped") : text;
    }

    /** A cell of a density under the pointer. */
    static String tip(ErrorDensity density, double x, double y) {
        return Texts.get(
                "errors.tip.cell",
                Numbers.shortText(x),
                Numbers.shortText(y),
                Numbers.count(density.count(density.column(x), density.row(y))));
    }

    /** All of a channel's figures. */
    static String channel(ErrorShare share) {
        QuantError error = share.error();
        String text = Texts.get(
                "errors.channel.tip",
                String.valueOf(share.channel()),
                Numbers.percent(share.share()),
                Numbers.percent(share.clip()),
                Numbers.percent(share.round()),
                Numbers.decibels(error.sqnrDb()),
                Numbers.shortText(error.maxError()));
        return share.rmseSteps().isPresent()
                ? text + "\n"
                        + Texts.get(
                                "errors.readout.steps",
                                Numbers.shortText(share.rmseSteps().getAsDouble()),
                                Numbers.shortText(LayerErrors.UNIFORM_FLOOR))
                : text;
    }

    /** A count in a few characters: 250, 12k, 3.5M. */
    static String shortCount(double count) {
        if (count >= 1e6) {
            return trimmed(count / 1e6) + "M";
        }
        return count >= 1e4 ? trimmed(count / 1e3) + "k" : trimmed(count);
    }

    private static String trimmed(double value) {
        String text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    /** The point nearest to a place in pixels, within {@code reach}. */
    static OptionalInt nearest(ErrorScatter scatter, ScatterPainter painter, double x, double y, double reach) {
        PlotFrame frame = painter.frame();
        int nearest = -1;
        double least = reach * reach;
        for (int i = 0; i < scatter.points(); i++) {
            double dx = frame.atX(scatter.x()[i]) - x;
            double dy = frame.atY(painter.height(i)) - y;
            if (dx * dx + dy * dy <= least) {
                least = dx * dx + dy * dy;
                nearest = i;
            }
        }
        return nearest < 0 ? OptionalInt.empty() : OptionalInt.of(nearest);
    }
}
