package org.bitwright.export;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitwright.analysis.Accuracy;
import org.bitwright.training.GradientRounding;

/**
 * Accuracy against the width of gradients as one self-contained SVG picture: a line with its 95 % band a way of rounding,
 * full precision as a dashed line with its interval, runs that did not come to their end hollow. Light or dark as the
 * reader's system asks for.
 */
public final class GradientWidthsSvg {
    private final Map<GradientRounding, List<GradientWidth>> lines = new LinkedHashMap<>();
    private final Optional<GradientWidth> full;
    private final GradientWidthWords words;
    private final AccuracyPicture picture;

    private GradientWidthsSvg(Collection<GradientWidth> widths, String title, GradientWidthWords words) {
        this.words = words;
        full = widths.stream().filter(width -> width.rounding().isEmpty()).findFirst();
        lines.putAll(lines(widths));
        List<Accuracy> shown = widths.stream().map(GradientWidth::accuracy).toList();
        picture = new AccuracyPicture(
                shown,
                lines.size(),
                title,
                theme -> theme.rules(lines.size()) + ".full{fill:" + theme.faint() + ";opacity:.14}");
    }

    /** Runs that are rounded by the same rule, from narrow to wide, in the order in which the rules came. */
    public static Map<GradientRounding, List<GradientWidth>> lines(Collection<GradientWidth> widths) {
        Map<GradientRounding, List<GradientWidth>> lines = new LinkedHashMap<>();
        for (GradientWidth width : widths) {
            width.rounding().ifPresent(how -> lines.computeIfAbsent(rule(how), ignored -> new ArrayList<>())
                    .add(width));
        }
        lines.values().forEach(line -> line.sort(Comparator.comparingInt(GradientWidth::bits)));
        return lines;
    }

    /** The same rule at the narrowest width, for all widths. */
    public static GradientRounding rule(GradientRounding rounding) {
        return new GradientRounding(2, rounding.stochastic(), rounding.errorFeedback());
    }

    public static String write(Collection<GradientWidth> widths, String title, GradientWidthWords words) {
        return new GradientWidthsSvg(widths, title, words).draw();
    }

    private String draw() {
        full.ifPresent(width -> picture.interval(width.accuracy(), "full"));
        picture.axes(words.accuracy(), words.bits());
        int index = 0;
        for (List<GradientWidth> line : lines.values()) {
            picture.band(marks(line), index++);
        }
        full.ifPresent(width -> picture.dashed(width.accuracy(), words.full()));
        index = 0;
        for (Map.Entry<GradientRounding, List<GradientWidth>> line : lines.entrySet()) {
            picture.line(marks(line.getValue()), index);
            for (GradientWidth width : line.getValue()) {
                String tip = AccuracyPicture.tip(width.run(), width.bits(), words.bits(), width.accuracy());
                picture.point(width.mark(), index, tip);
            }
            picture.legend(words.series().apply(line.getKey()), index++, true);
        }
        return picture.toString();
    }

    private static List<AccuracyMark> marks(List<GradientWidth> line) {
        return line.stream().map(GradientWidth::mark).toList();
    }
}
