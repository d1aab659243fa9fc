package org.bitwright.ui.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.bitwright.export.AtomicFile;
import org.bitwright.ui.common.ChartFile;
import org.bitwright.ui.common.Dialogs;
import org.bitwright.ui.common.Tasks;
import org.bitwright.ui.common.Texts;

/** Asks where a chart shall be saved, and writes it. */
final class ChartSaving {
    private final Tasks tasks;
    private final Dialogs dialogs;
    private final String name;

    /** @param name of the file that is suggested, without its ending */
    ChartSaving(Tasks tasks, Dialogs dialogs, String name) {
        this.tasks = tasks;
        this.dialogs = dialogs;
        this.name = name;
    }

    void save(ChartFile file) {
        String ending = file.kind().extension();
        dialogs.saveFile(
                        Texts.get("chart.save"),
                        name + "." + ending,
                        new Dialogs.FileKind(file.kind().name(), List.of("*." + ending)))
                .ifPresent(path -> tasks.<Path>task(
                                Texts.supply("task.save", String.valueOf(path.getFileName())),
                                (progress, cancel) -> write(path, file.content().call()))
                        .onFailure(error -> new Failures(dialogs).show("error.export", error))
                        .start());
    }

    private static Path write(Path path, byte[] bytes) throws IOException {
        AtomicFile.write(path, out -> out.write(bytes));
        return path;
    }
}
