package org.bitwright.ui.training;

import java.util.ArrayList;
import java.util.List;
import org.bitwright.export.TrainingWords;
import org.bitwright.training.EpochRecord;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.Texts;

/** What the curves say in words. */
final class CurveTexts {
    private CurveTexts() {}

    /** What runs have at one epoch; the first is the one that is looked at. */
    static String tip(List<CurvePoint> together, CurveKind kind) {
        CurvePoint first = together.get(0);
        List<String> lines = new ArrayList<>();
        lines.add(Texts.get(
                first.best() ? "curves.tip.best" : "curves.tip.epoch",
                Numbers.count(first.epoch().epoch())));
        if (together.size() == 1) {
            alone(first.epoch(), kind, lines);
        } else {
            together.forEach(point ->
                    lines.add(Texts.get("curves.tip.run", point.run(), kind.text(kind.marked(point.epoch())))));
        }
        return String.join("\n", lines);
    }

    private static void alone(EpochRecord epoch, CurveKind kind, List<String> lines) {
        lines.add(Texts.get("curves.tip.training", kind.text(kind.training(epoch))));
        if (epoch.validation().isPresent()) {
            lines.add(Texts.get("curves.tip.validation", kind.text(kind.validation(epoch))));
        }
        if (kind == CurveKind.LOSS) {
            lines.add(Texts.get("curves.tip.rate", Numbers.shortText(epoch.rate())));
        }
    }

    static TrainingWords words() {
        return new TrainingWords(
                Texts.get("curves.axis.LOSS"),
                Texts.get("curves.axis.ACCURACY"),
                Texts.get("curves.epoch"),
                Texts.get("curves.training"),
                Texts.get("curves.validation"),
                Texts.get("curves.best"));
    }
}
