package org.bitwright.ui.app;

import java.util.List;
import java.util.Locale;
import javafx.scene.control.TabPane;
import javafx.scene.input.KeyCode;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.FormatFamily;
import org.bitwright.quant.Granularity;
import org.bitwright.ui.common.Pictures;
import org.bitwright.ui.common.Theme;
import org.junit.jupiter.api.Test;

/** Pictures of the error of a layer, in target/screenshots. */
class ErrorScreenshots extends WindowFixture {
    @Test
    void theErrorTab() throws Exception {
        openSample("residual");
        select(workbench().rows().get(3).name());
        push(KeyCode.SHORTCUT, KeyCode.DIGIT4);
        dress(Theme.LIGHT, Locale.ENGLISH, 100);
        shot("errors-8bit-light-en");
        interact(() -> workbench().editing().bits(workbench().selected(), 4));
        interact(() -> workbench().editing().calibrator(workbench().selected(), Calibrator.percentile(97)));
        shot("errors-clipping-light-en");
        dress(Theme.DARK, Locale.ENGLISH, 100);
        shot("errors-clipping-dark-en");
        dress(Theme.DARK, Locale.SIMPLIFIED_CHINESE, 100);
        shot("errors-clipping-dark-zh");
        clickOn("#error-zoom");
        clickOn("#error-log");
        shot("errors-zoomed-log-dark-zh");
        dress(Theme.LIGHT, Locale.SIMPLIFIED_CHINESE, 200);
        shot("errors-light-zh-200");
        dress(Theme.LIGHT, Locale.ENGLISH, 100);
        clickOn("#error-plot-VALUES");
        shot("errors-values-density-light-en");
        clickOn("#error-plot-ERRORS");
        shot("errors-errors-density-light-en");
        interact(() -> workbench().editor().channelProperty().set(7));
        shot("errors-errors-channel-light-en");
        dress(Theme.DARK, Locale.ENGLISH, 100);
        clickOn("#error-plot-VALUES");
        shot("errors-values-channel-dark-en");
        clickOn("#error-plot-DISTRIBUTION");
        interact(() -> {
            workbench().editor().channelProperty().set(-1);
            workbench().editing().family(workbench().selected(), FormatFamily.NF4);
        });
        shot("errors-nf4-dark-en");
        dress(Theme.LIGHT, Locale.ENGLISH, 100);
        interact(() -> {
            workbench().editing().family(workbench().selected(), FormatFamily.INT);
            workbench().editing().granularity(workbench().selected(), Granularity.CHANNEL);
        });
        shot("errors-channel-light-en");
    }

    @Test
    void theProblems() throws Exception {
        openSample("depthwise");
        interact(() -> {
            workbench().editing().bits(List.copyOf(workbench().rows()), 4);
            workbench().editing().granularity(List.copyOf(workbench().rows()), Granularity.TENSOR);
            this.<TabPane>node("notes").getSelectionModel().select(1);
        });
        dress(Theme.LIGHT, Locale.ENGLISH, 100);
        shot("problems-light-en");
        dress(Theme.DARK, Locale.SIMPLIFIED_CHINESE, 100);
        shot("problems-dark-zh");
    }

    private void shot(String name) throws Exception {
        awaitExact();
        await("the views", tasks::isIdle);
        Pictures.save(this, stage, name + suffix());
    }
}
