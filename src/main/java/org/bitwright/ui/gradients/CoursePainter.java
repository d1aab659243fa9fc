package org.bitwright.ui.gradients;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import org.bitwright.training.GradientStatistics;
import org.bitwright.ui.common.Palette;
import org.bitwright.ui.common.Palette.Role;
import org.bitwright.ui.common.PlotFrame;
import org.bitwright.ui.common.Texts;

/** Draws a measure of gradients over time: the parameter that is shown before all others, which stay faint. */
final class CoursePainter {
    private static final int MANY_POINTS = 40;
    private static final double MARGIN = 0.06;
    /** More lines than these say nothing: the largest parameters are drawn. */
    private static final int MOST_LINES = 30;

    private final GraphicsContext g;
    private final Palette palette;
    private final List<GradientMoment> moments;
    private final CourseMeasure measure;
    private final String parameter;
    private final List<String> names;
    private final PlotFrame frame;

    CoursePainter(
            GraphicsContext g,
            Palette palette,
            GradientCourse course,
            CourseMeasure measure,
            String parameter,
            double width,
            double height) {
        this.g = g;
        this.palette = palette;
        this.measure = measure;
        this.parameter = parameter;
        moments = course.moments();
        names = drawn(course, parameter);
        Set<String> shown = Set.copyOf(names);
        double[] all = moments.stream()
                .flatMap(moment -> moment.gradients().stream())
                .filter(gradient -> shown.contains(gradient.parameter()))
                .mapToDouble(measure::of)
                .filter(Double::isFinite)
                .toArray();
        double low = Arrays.stream(all).min().orElse(0);
        double high = Arrays.stream(all).max().orElse(1);
        double room = high > low ? MARGIN * (high - low) : Math.max(Math.abs(high), 1e-12) / 2;
        double bottom = measure == CourseMeasure.SQNR ? low - room : 0;
        double first = moments.isEmpty() ? 0 : start(moments.get(0));
        double last = moments.isEmpty() ? 1 : moments.get(moments.size() - 1).time();
        frame = PlotFrame.of(
                width, height, g.getFont().getSize(), first, last > first ? last : first + 1, bottom, high + room);
    }

    /** The one that is shown comes last, above the others. */
    private static List<String> drawn(GradientCourse course, String parameter) {
        List<GradientStatistics> known =
                course.last().map(GradientMoment::gradients).orElse(List.of());
        Stream<String> largest = known.stream()
                .sorted(Comparator.comparingInt(GradientStatistics::values).reversed())
                .map(GradientStatistics::parameter)
                .filter(name -> !name.equals(parameter))
                .limit(MOST_LINES);
        return Stream.concat(largest, Stream.of(parameter)).toList();
    }

    /** A run starts at 0; single epochs and steps have no time before them. */
    private static double start(GradientMoment moment) {
        return moment.steps() > 0 ? Math.floor(moment.time()) : moment.time();
    }

    PlotFrame frame() {
        return frame;
    }

    /** @param marked the moment whose gradients are shown */
    void paint(Optional<GradientMoment> marked) {
        frame.labelY(g, palette, Texts.get("gradients.measure." + measure.name()));
        boolean untrained = !moments.isEmpty() && moments.get(0).epoch() == 0;
        frame.labelX(g, palette, Texts.get(untrained ? "gradients.axis.step" : "gradients.axis.epoch"));
        marked.ifPresent(this::mark);
        Color faint = palette.colour(Role.MUTED).deriveColor(0, 1, 1, 0.35);
        names.stream().filter(name -> !name.equals(parameter)).forEach(name -> line(name, faint, 1));
        line(parameter, palette.series(0), 2);
        dots();
    }

    private void mark(GradientMoment moment) {
        g.setFill(palette.colour(Role.HANDLE));
        g.fillRect(Math.floor(frame.insideX(moment.time())), frame.y(), 1, frame.height());
    }

    private void line(String name, Color colour, double width) {
        double[] x = new double[moments.size()];
        double[] y = new double[moments.size()];
        int n = 0;
        for (GradientMoment moment : moments) {
            Optional<Double> value = moment.of(name).map(measure::of).filter(Double::isFinite);
            if (value.isPresent()) {
                x[n] = frame.insideX(moment.time());
                y[n++] = frame.insideY(value.get());
            }
        }
        g.setStroke(colour);
        g.setLineWidth(width);
        g.strokePolyline(x, y, n);
    }

    private void dots() {
        if (moments.size() > MANY_POINTS) {
            return;
        }
        g.setFill(palette.series(0));
        for (GradientMoment moment : moments) {
            Optional<GradientStatistics> gradient = moment.of(parameter);
            gradient.map(measure::of)
                    .filter(Double::isFinite)
                    .ifPresent(value -> g.fillOval(frame.atX(moment.time()) - 3, frame.insideY(value) - 3, 6, 6));
        }
    }
}
