package org.bitwright.export;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.bitwright.training.EpochRecord;
import org.bitwright.training.Validation;

/**
 * Loss and accuracy of training runs over their epochs as one self-contained SVG picture: validation drawn through,
 * training dashed, a ring around the epoch that is kept. Light or dark as the reader's system asks for.
 */
public final class TrainingSvg {
    private static final int WIDTH = 920;
    private static final int PLOT_LEFT = 60;
    private static final int PLOT_WIDTH = 370;
    private static final int PLOTS_APART = PLOT_WIDTH + 80;
    private static final int PLOT_TOP = 78;
    private static final int PLOT_HEIGHT = 260;
    private static final int LEGEND_TOP = PLOT_TOP + PLOT_HEIGHT + 66;
    private static final int LEGEND_ROW = 22;
    private static final int LEGEND_COLUMN = 440;
    private static final int MOST_TICKS = 7;
    private static final double LEAST_LOSS = 0.01;
    private static final double LEAST_PERCENT = 1;
    private static final double RADIUS = 3.2;
    private static final double RING = 6.5;

    private final List<TrainingCurve> curves;
    private final TrainingWords words;
    private final String title;
    private final double epochs;
    private final SvgPicture svg;

    private TrainingSvg(List<TrainingCurve> curves, String title, TrainingWords words) {
        this.curves = curves;
        this.title = title;
        this.words = words;
        epochs = curves.stream()
                .flatMap(curve -> curve.epochs().stream())
                .mapToDouble(EpochRecord::epoch)
                .max()
                .orElse(1);
        svg = new SvgPicture(WIDTH, LEGEND_TOP + LEGEND_ROW * ((curves.size() + 1) / 2 + 1), title);
    }

    /** With English words. */
    public static String write(List<TrainingCurve> curves, String title) {
        return write(curves, title, TrainingWords.ENGLISH);
    }

    public static String write(List<TrainingCurve> curves, String title, TrainingWords words) {
        return new TrainingSvg(curves, title, words).draw();
    }

    private String draw() {
        svg.styled(
                ".trained{stroke-dasharray:5 4;stroke-width:1.6}.kept{fill:none;stroke-width:1.6}\n",
                theme -> theme.rules(curves.size()) + ".kept,.kind{stroke:%s}\n".formatted(theme.ink()));
        svg.text(24, 30, "heading", "start", title);
        plot(0, words.loss(), LEAST_LOSS, EpochRecord::loss, Validation.Score::loss);
        plot(1, words.accuracy(), LEAST_PERCENT, epoch -> 100 * epoch.accuracy(), score -> 100 * score.accuracy());
        legend();
        return svg.toString();
    }

    private void plot(
            int column,
            String name,
            double leastSpan,
            ToDoubleFunction<EpochRecord> trained,
            ToDoubleFunction<Validation.Score> held) {
        ToDoubleFunction<EpochRecord> validated =
                epoch -> epoch.validation().map(held::applyAsDouble).orElse(Double.NaN);
        double[] values = curves.stream()
                .flatMap(curve -> curve.epochs().stream())
                .flatMapToDouble(epoch -> DoubleStream.of(trained.applyAsDouble(epoch), validated.applyAsDouble(epoch)))
                .toArray();
        CurveAxes axes = CurveAxes.fitting(
                epochs,
                values,
                leastSpan,
                false,
                PLOT_LEFT + (double) PLOTS_APART * column,
                PLOT_TOP,
                PLOT_WIDTH,
                PLOT_HEIGHT);
        axes(axes, name);
        for (int i = 0; i < curves.size(); i++) {
            line(axes, i, "line trained l" + i, trained);
            line(axes, i, "line l" + i, validated);
            points(axes, i, name, trained, validated);
        }
    }

    private void axes(CurveAxes axes, String name) {
        svg.text(axes.left() - 36, axes.top() - 16, "ink", "start", name);
        for (double value : axes.valueTicks(MOST_TICKS)) {
            double y = axes.y(value);
            svg.line("<path class=\"rule\" d=\"M%.1f %.1fH%.1f\"/>", axes.left(), y, axes.right());
            svg.text(axes.left() - 8, y + 4, "faint", "end", axes.label(value, MOST_TICKS));
        }
        AxisTicks ticks = axes.epochTicks(MOST_TICKS);
        for (double epoch : ticks.values()) {
            svg.text(axes.x(epoch), axes.bottom() + 18, "faint", "middle", ticks.label(epoch));
        }
        svg.text((axes.left() + axes.right()) / 2, axes.bottom() + 38, "ink", "middle", words.epoch());
    }

    private void line(CurveAxes axes, int index, String css, ToDoubleFunction<EpochRecord> value) {
        StringBuilder path = new StringBuilder();
        boolean broken = true;
        for (EpochRecord epoch : curves.get(index).epochs()) {
            double y = value.applyAsDouble(epoch);
            if (axes.shows(y)) {
                path.append(String.format(
                        Locale.ROOT, "%c%.1f %.1f", broken ? 'M' : 'L', axes.x(epoch.epoch()), axes.y(y)));
            }
            broken = !axes.shows(y);
        }
        if (!path.isEmpty()) {
            svg.line("<path class=\"%s\" d=\"%s\"/>", css, path);
        }
    }

    private void points(
            CurveAxes axes,
            int index,
            String name,
            ToDoubleFunction<EpochRecord> trained,
            ToDoubleFunction<EpochRecord> validated) {
        TrainingCurve curve = curves.get(index);
        for (EpochRecord epoch : curve.epochs()) {
            double held = validated.applyAsDouble(epoch);
            double shown = axes.shows(held) ? held : trained.applyAsDouble(epoch);
            if (!axes.shows(shown)) {
                continue;
            }
            double x = axes.x(epoch.epoch());
            String tip = String.format(
                    Locale.ROOT, "%s, %s %d: %s %.4g", curve.name(), words.epoch(), epoch.epoch(), name, shown);
            svg.marker(SeriesStyle.of(index), x, axes.y(shown), RADIUS, "s" + index, tip);
            if (epoch.epoch() == curve.best()) {
                svg.line("<circle class=\"kept\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"/>", x, axes.y(shown), RING);
            }
        }
    }

    private void legend() {
        double y = LEGEND_TOP - 4;
        svg.line("<path class=\"line trained kind\" d=\"M%d %.1fh24\"/>", PLOT_LEFT, y);
        svg.text(PLOT_LEFT + 32.0, y + 4, "ink", "start", words.training());
        svg.line("<path class=\"line kind\" d=\"M%d %.1fh24\"/>", PLOT_LEFT + 140, y);
        svg.text(PLOT_LEFT + 172.0, y + 4, "ink", "start", words.validation());
        svg.line("<circle class=\"kept\" cx=\"%d\" cy=\"%.1f\" r=\"%.1f\"/>", PLOT_LEFT + 292, y, RING);
        svg.text(PLOT_LEFT + 308.0, y + 4, "ink", "start", words.best());
        for (int i = 0; i < curves.size(); i++) {
            double x = PLOT_LEFT + (i % 2) * (double) LEGEND_COLUMN;
            double row = LEGEND_TOP + (double) LEGEND_ROW * (i / 2 + 1) - 4;
            svg.line("<path class=\"line l%d\" d=\"M%.1f %.1fh24\"/>", i, x, row);
            svg.marker(
                    SeriesStyle.of(i),
                    x + 12,
                    row,
                    RADIUS,
                    "s" + i,
                    curves.get(i).name());
            svg.text(x + 32, row + 4, "ink", "start", curves.get(i).name());
        }
    }
}
