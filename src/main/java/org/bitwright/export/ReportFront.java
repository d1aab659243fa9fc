package org.bitwright.export;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bitwright.export.ReportExploration.Named;

/** Size and accuracy of all that was measured, and the configurations that were given names. */
final class ReportFront {
    /** One configuration alone makes no front. */
    private static final int FEWEST = 3;

    private ReportFront() {}

    static void put(Markup page, ReportExploration exploration, String model) {
        if (exploration.points().size() >= FEWEST) {
            front(page, exploration, model);
        }
        if (!exploration.variants().isEmpty()) {
            variants(page, exploration.variants());
        }
    }

    private static void front(Markup page, ReportExploration exploration, String model) {
        boolean labelled = exploration.floating().isPresent();
        FrontWords words = labelled ? FrontWords.ENGLISH : FrontWords.ENGLISH.withShare("same answer as float (%)");
        page.element("h2", "Size and accuracy")
                .element(
                        "p",
                        "Every configuration that was measured on all samples. Two are called different only where"
                                + " McNemar's exact test on the same samples says so (p below 0.05).")
                .raw("\n<figure>")
                .raw(FrontSvg.write(exploration.points(), exploration.floating(), model, words))
                .raw("</figure>\n");
        ReportTable table = ReportTable.open(page)
                .texts("Configuration")
                .numbers("Weights", labelled ? "Accuracy" : "Same answer")
                .texts("Against float", "")
                .body();
        for (FrontPoint point : listed(exploration.points())) {
            table.row()
                    .name(point.name())
                    .number(ReportNumbers.bytes(point.bytes()))
                    .number(ReportTable.withInterval(point.share()))
                    .text(point.againstFloat().map(SearchWords::againstFloat).orElse("–"))
                    .text(marks(point))
                    .end();
        }
        table.close();
    }

    /** The front, the found one, and of those with all layers alike the best of each width; the others are many. */
    private static List<FrontPoint> listed(List<FrontPoint> points) {
        Map<Integer, FrontPoint> alike = new HashMap<>();
        points.stream()
                .filter(point -> point.uniformBits().isPresent())
                .forEach(point -> alike.merge(
                        point.uniformBits().getAsInt(),
                        point,
                        (one, other) -> other.share().top1() > one.share().top1() ? other : one));
        return points.stream()
                .filter(point -> point.front() || point.chosen() || alike.containsValue(point))
                .toList();
    }

    private static String marks(FrontPoint point) {
        String front = point.front() ? "front" : "";
        return point.chosen() ? front.isEmpty() ? "found" : front + ", found" : front;
    }

    private static void variants(Markup page, List<Named> variants) {
        page.element("h2", "Variants").line();
        ReportTable table = ReportTable.open(page)
                .texts("Name", "Widths")
                .numbers("Weights", "Accuracy")
                .body();
        for (Named variant : variants) {
            table.row()
                    .name(variant.name())
                    .text(variant.widths())
                    .number(ReportNumbers.bytes(variant.bytes()))
                    .number(variant.accuracy().map(ReportTable::withInterval).orElse("–"))
                    .end();
        }
        table.close();
    }
}
