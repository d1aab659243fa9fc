package org.bitwright.ui.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsFileTest {
    @TempDir
    private Path folder;

    @Test
    void whatIsSavedComesBack() {
        Path file = folder.resolve("deep/settings.json");
        Settings settings = new Settings();
        settings.themeProperty().set(Theme.DARK);
        settings.languageProperty().set(Locale.SIMPLIFIED_CHINESE);
        settings.zoomFont(150);
        settings.measureAutomaticallyProperty().set(false);
        settings.opened(folder.resolve("a.onnx"));
        settings.opened(folder.resolve("b.onnx"));
        settings.layoutProperty().set(new WindowLayout(1000, 700, true, List.of(0.2, 0.8, 0.5, 0.6)));
        new SettingsFile(file).save(settings);

        Settings back = new SettingsFile(file).load();
        assertThat(back.themeProperty().get()).isEqualTo(Theme.DARK);
        assertThat(back.languageProperty().get()).isEqualTo(Locale.SIMPLIFIED_CHINESE);
        assertThat(back.fontPercentProperty().get()).isEqualTo(150);
        assertThat(back.measureAutomaticallyProperty().get()).isFalse();
        assertThat(back.recent()).containsExactly(folder.resolve("b.onnx"), folder.resolve("a.onnx"));
        assertThat(back.layoutProperty().get())
                .isEqualTo(new WindowLayout(1000, 700, true, List.of(0.2, 0.8, 0.5, 0.6)));
    }

    @Test
    void savingLeavesNoTemporaryFile() throws IOException {
        Path file = folder.resolve("settings.json");
        new SettingsFile(file).save(new Settings());
        new SettingsFile(file).save(new Settings());
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aBrokenFileIsAFirstStart() throws IOException {
        Path file = folder.resolve("settings.json");
        Files.writeString(file, "{\"theme\": ");
        assertThat(new SettingsFile(file).load().themeProperty().get()).isEqualTo(Theme.LIGHT);
        Files.writeString(file, "{\"fontPercent\": 9000, \"window\": {\"width\": -1}, \"theme\": \"dark\"}");
        Settings settings = new SettingsFile(file).load();
        assertThat(settings.fontPercentProperty().get()).isEqualTo(250);
        assertThat(settings.layoutProperty().get()).isEqualTo(WindowLayout.INITIAL);
        assertThat(settings.themeProperty().get()).isEqualTo(Theme.DARK);
    }

    @Test
    void aFileOpenedAgainMovesToTheFront() {
        Settings settings = new Settings();
        for (int i = 0; i < 12; i++) {
            settings.opened(folder.resolve(i + ".onnx"));
        }
        settings.opened(folder.resolve("5.onnx"));
        assertThat(settings.recent()).hasSize(10).startsWith(folder.resolve("5.onnx"), folder.resolve("11.onnx"));
    }
}
