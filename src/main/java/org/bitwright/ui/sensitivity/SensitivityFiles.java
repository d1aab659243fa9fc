package org.bitwright.ui.sensitivity;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.bitwright.analysis.sensitivity.SensitivityColumn;
import org.bitwright.analysis.sensitivity.SensitivityResult;
import org.bitwright.export.SensitivityCsv;
import org.bitwright.export.SensitivityMeasure;
import org.bitwright.export.SensitivitySvg;
import org.bitwright.export.SensitivityWords;
import org.bitwright.ui.common.ChartFile;
import org.bitwright.ui.common.SensitivityTexts;
import org.bitwright.ui.common.Texts;

/** The map as it is shown, as a drawing or as numbers. */
final class SensitivityFiles {
    private SensitivityFiles() {}

    static Callable<byte[]> of(SensitivityViewModel model, ChartFile.Kind kind) {
        Optional<SensitivityResult> shown = model.known().result(List.copyOf(model.cells()));
        SensitivityMeasure measure = model.shown();
        String title = model.titleProperty().get();
        SensitivityWords words = words(List.copyOf(model.columns()));
        return () -> shown.map(result -> kind == ChartFile.Kind.SVG
                        ? SensitivitySvg.write(result, measure, title, words)
                        : SensitivityCsv.write(result))
                .orElse("")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static SensitivityWords words(List<SensitivityColumn> columns) {
        return new SensitivityWords(
                Texts.get("sweep.bits"),
                Texts.get("sensitivity.sparedShort"),
                SensitivityTexts::measure,
                series -> SensitivityTexts.series(series, columns),
                Texts.get("sensitivity.bold"),
                Texts.get("sensitivity.partial"),
                Texts.get("sensitivity.harmless"),
                Texts.get("sensitivity.harmful"));
    }
}
