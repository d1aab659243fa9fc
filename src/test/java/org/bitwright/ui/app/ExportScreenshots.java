package org.bitwright.ui.app;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javafx.scene.control.TabPane;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.bitwright.quant.target.NetworkPreset;
import org.bitwright.ui.common.Pictures;
import org.bitwright.ui.common.Theme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures of what an export comes to and how fast it is, in target/screenshots. */
class ExportScreenshots extends WindowFixture {
    @TempDir
    Path folder;

    @Test
    void theResult() throws Exception {
        openSample("residual");
        interact(() -> workbench().editing().preset(NetworkPreset.W8A8));
        take(Theme.LIGHT, Locale.ENGLISH, "light-en");
        take(Theme.DARK, Locale.SIMPLIFIED_CHINESE, "dark-zh");
    }

    @Test
    void lossesOfOtherFiles() throws Exception {
        openSample("lenet5");
        interact(() -> workbench().editing().preset(NetworkPreset.W4A16_GROUP32));
        export("w4.onnx");
        shot("export-w4a16-light-en");
        push(KeyCode.ESCAPE);
        interact(() -> workbench().editing().bits(List.copyOf(workbench().rows()), 5));
        awaitExact();
        dress(Theme.DARK, Locale.ENGLISH, 100);
        export("w5.onnx");
        shot("export-5bit-dark-en");
    }

    private void take(Theme theme, Locale language, String name) throws Exception {
        dress(theme, language, 100);
        export("residual-" + name + ".onnx");
        shot("export-result-" + name);
        interact(() -> this.<TabPane>node("export-details").getSelectionModel().select(1));
        shot("export-operators-" + name);
        clickOn("#export-speed");
        await("it runs", () -> lookup("#speed-progress").tryQuery().isPresent());
        shot("speed-running-" + name);
        await("the speed", () -> lookup("#speed-table").tryQuery().isPresent());
        shot("speed-" + name);
        push(KeyCode.ESCAPE);
        await("it is away", () -> lookup("#speed").tryQuery().isEmpty());
    }

    private void export(String name) {
        dialogs.chooseFile(folder.resolve(name));
        int before = tasks.items().size();
        push(KeyCode.SHORTCUT, KeyCode.E);
        await("it is written", () -> tasks.items().size() > before && tasks.isIdle());
        await("the result", () -> lookup("#export-result").tryQuery().isPresent());
    }

    private void shot(String name) throws Exception {
        List<Window> windows = Window.getWindows().stream()
                .filter(window -> window.isShowing() && window instanceof Stage)
                .toList();
        Pictures.save(this, (Stage) windows.get(windows.size() - 1), name);
    }
}
