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
        for (CurvePoint point : together) {
            String values = values(point.epoch(), kind);
            lines.add(together.size() == 1 ? values : Texts.get("curves.tip.run", point.run(), values));
        }
        if (together.size() == 1) {
            lines.add(Texts.get(
                    "curves.tip.rate", Numbers.shortText(first.epoch().rate())));
        }
        return String.join("\n", lines);
    }

    private static String values(EpochRecord epoch, CurveKind kind) {
        String trained = kind.text(kind.training(epoch));
        return epoch.validation().isPresent()
                ? Texts.get("curves.tip.both", trained, kind.text(kind.validation(epoch)))
                : Texts.get("curves.tip.training", trained);
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
