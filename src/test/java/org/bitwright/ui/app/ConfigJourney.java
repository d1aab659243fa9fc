package org.bitwright.ui.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javafx.scene.control.Label;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.input.KeyCode;
import org.bitwright.export.ExportTarget;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Scheme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Configurations of other tools are opened, edited and written in the window. */
class ConfigJourney extends WindowFixture {
    @TempDir
    Path folder;

    private Path encodings() throws IOException {
        return Files.writeString(
                folder.resolve("a.encodings"),
                "{\"version\": \"2.0.0\", \"encodings\": ["
                        + "{\"name\": \"fc3.weight\", \"output_dtype\": \"int5\", \"y_scale\": 0.125},"
                        + "{\"name\": \"elsewhere\", \"output_dtype\": \"int5\", \"y_scale\": 0.125}]}");
    }

    @Test
    void encodingsLandInTheEditorAndCanBeTakenBack() throws IOException {
        openSample("lenet5");
        dialogs.chooseFile(encodings());
        push(KeyCode.SHORTCUT, KeyCode.SHIFT, KeyCode.O);
        await("the configuration", () -> row("fc3/Gemm").config().isHandMade());
        assertThat(row("fc3/Gemm").config().format()).isEqualTo(NumberFormat.uniform(5, Scheme.SYMMETRIC));
        assertThat(row("conv1/Conv").config().format().isQuantized()).isFalse();
        await("what does not fit", () -> !dialogs.told().isEmpty());
        assertThat(dialogs.told().get(0)).contains("'elsewhere' is no weight and no activation");
        select("fc3/Gemm");
        interact(() -> workbench().editing().bits(workbench().selected(), 6));
        assertThat(row("fc3/Gemm").config().format().bits()).isEqualTo(6);
        push(KeyCode.SHORTCUT, KeyCode.Z);
        push(KeyCode.SHORTCUT, KeyCode.Z);
        await("the first configuration", () -> !row("fc3/Gemm").config().isHandMade());
        assertThat(row("conv1/Conv").config().format().bits()).isEqualTo(8);
    }

    @Test
    void everyTargetIsInTheMenuAndIsWritten() {
        openSample("lenet5");
        for (ExportTarget target : ExportTarget.values()) {
            Path file = folder.resolve(target.id() + "." + target.extension());
            dialogs.chooseFile(file);
            interact(() -> menuItem(target).fire());
            await(target.id(), () -> Files.exists(file));
            await("it is told", () -> lookup("#export-file")
                    .tryQueryAs(Label.class)
                    .filter(label -> label.getText().startsWith(file.toString()))
                    .isPresent());
        }
        assertThat(dialogs.errors()).isEmpty();
    }

    private MenuItem menuItem(ExportTarget target) {
        MainMenu bar = node("menu");
        return bar.getMenus().stream()
                .flatMap(menu -> menu.getItems().stream())
                .flatMap(item -> item instanceof Menu menu ? menu.getItems().stream() : Stream.of(item))
                .filter(item -> ("menu-EXPORT_" + target.name()).equals(item.getId())
                        || ("export-" + target.id()).equals(item.getId()))
                .findFirst()
                .orElseThrow();
    }
}
