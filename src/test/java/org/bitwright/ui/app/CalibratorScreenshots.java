package org.bitwright.ui.app;

import java.util.List;
import java.util.Locale;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.bitwright.quant.Granularity;
import org.bitwright.ui.common.Pictures;
import org.bitwright.ui.common.Theme;
import org.junit.jupiter.api.Test;

/** Pictures of the comparison of calibrators, in target/screenshots. */
class CalibratorScreenshots extends WindowFixture {
    @Test
    void comparison() throws Exception {
        openSample("residual");
        select(workbench().rows().get(3).name());
        interact(() -> workbench().editing().bits(workbench().selected(), 4));
        awaitExact();
        shot(Theme.LIGHT, Locale.ENGLISH, 100, "calibrators-light-en");
        shot(Theme.DARK, Locale.SIMPLIFIED_CHINESE, 100, "calibrators-dark-zh");
        shot(Theme.LIGHT, Locale.ENGLISH, 150, "calibrators-light-en-150");
        interact(() -> workbench().editing().granularity(workbench().selected(), Granularity.CHANNEL));
        awaitExact();
        shot(Theme.DARK, Locale.ENGLISH, 100, "calibrators-channels-dark-en");
        interact(() -> workbench().editor().channelProperty().set(3));
        shot(Theme.LIGHT, Locale.ENGLISH, 100, "calibrators-channel-light-en");
    }

    private void shot(Theme theme, Locale language, double percent, String name) throws Exception {
        interact(() -> {
            settings.themeProperty().set(theme);
            settings.languageProperty().set(language);
            settings.zoomFont(percent);
        });
        push(KeyCode.SHORTCUT, KeyCode.K);
        await("the comparison", tasks::isIdle);
        List<Window> windows = Window.getWindows().stream()
                .filter(window -> window.isShowing() && window instanceof Stage)
                .toList();
        Pictures.save(this, (Stage) windows.get(windows.size() - 1), name);
        push(KeyCode.ESCAPE);
    }
}
