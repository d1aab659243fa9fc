package org.bitwright.ui.front;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.bitwright.analysis.Accuracy;
import org.bitwright.export.FrontCsv;
import org.bitwright.export.FrontSvg;
import org.bitwright.export.FrontWords;
import org.bitwright.ui.common.ChartFile;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.common.WidthTexts;

/** The chart as a drawing or as numbers: what was measured on all samples. */
final class FrontFiles {
    private FrontFiles() {}

    static Callable<byte[]> content(ChartFile.Kind kind, FrontChartViewModel model) {
        List<org.bitwright.export.FrontPoint> points = points(model);
        boolean labelled = model.labelledProperty().get();
        Optional<Accuracy> floating = model.floatingProperty().get().filter(accuracy -> labelled);
        String title = model.titleProperty().get();
        FrontWords words = words(model);
        return () -> (kind == ChartFile.Kind.CSV
                        ? FrontCsv.write(points, labelled)
                        : FrontSvg.write(points, floating, title, words))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static List<org.bitwright.export.FrontPoint> points(FrontChartViewModel model) {
        List<FrontPoint> front = FrontLine.of(model.points(), FrontScale.SIZE);
        return model.points().stream()
                .filter(FrontPoint::isFull)
                .map(point -> new org.bitwright.export.FrontPoint(
                        name(point),
                        point.bytes(),
                        point.score(),
                        front.contains(point),
                        point.uniformBits(),
                        model.isPresent(point),
                        point.againstFloat()))
                .toList();
    }

    private static String name(FrontPoint point) {
        List<String> layers = List.copyOf(point.config().layers().keySet());
        return String.join("; ", WidthTexts.lines(point.config(), layers, layers.size()));
    }

    private static FrontWords words(FrontChartViewModel model) {
        return new FrontWords(
                Texts.get("front.axis.SIZE"),
                FrontTexts.scoreAxis(model),
                Texts.get("sweep.float"),
                Texts.get("front.legend.mixed"),
                Texts.get("front.legend.uniform"),
                Texts.get("front.legend.front"),
                Texts.get("sweep.present"),
                Texts.get("pairedBrief.same"),
                Texts.get("front.different"));
    }
}
