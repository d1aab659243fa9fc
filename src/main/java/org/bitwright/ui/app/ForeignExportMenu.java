package org.bitwright.ui.app;

import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import org.bitwright.export.ExportTarget;
import org.bitwright.ui.common.Icons;
import org.bitwright.ui.common.Texts;
import org.kordamp.ikonli.feather.Feather;

/** The files of other tools. */
final class ForeignExportMenu {
    private static final List<ExportTarget> TARGETS = List.of(
            ExportTarget.PTH,
            ExportTarget.SAFETENSORS,
            ExportTarget.AIMET_2_0_0,
            ExportTarget.AIMET_1_0_0,
            ExportTarget.AIMET_0_6_1,
            ExportTarget.ORT_OVERRIDES,
            ExportTarget.TENSORRT,
            ExportTarget.NNCF,
            ExportTarget.C_HEADER);

    private ForeignExportMenu() {}

    static Menu of(Commands commands) {
        Menu menu = new Menu();
        menu.setId("menu.otherExports");
        menu.setMnemonicParsing(false);
        menu.textProperty().bind(Texts.bind("menu.otherExports"));
        menu.setGraphic(Icons.of(Feather.SHARE_2));
        menu.disableProperty().bind(commands.nothingOpen());
        TARGETS.forEach(target -> menu.getItems().add(item(commands, target)));
        return menu;
    }

    private static MenuItem item(Commands commands, ExportTarget target) {
        MenuItem item = new MenuItem();
        item.setId("export-" + target.id());
        item.setMnemonicParsing(false);
        item.textProperty().bind(Bindings.concat(Texts.bind("export." + target.name()), "…"));
        if (target.needsNetwork()) {
            item.disableProperty().bind(commands.withNetwork().not());
        }
        item.setOnAction(event -> commands.export(target));
        return item;
    }
}
