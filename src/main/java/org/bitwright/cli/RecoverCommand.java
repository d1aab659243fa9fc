package org.bitwright.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bitwright.export.AtomicFile;
import org.bitwright.project.Loading;
import org.bitwright.project.Project;
import org.bitwright.project.Recoveries;
import org.bitwright.project.Recovery;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings back unsaved work of a window that did not end in order. */
@Command(
        name = "recover",
        description = "Lists the unsaved work of windows that did not end in order, and saves it as a project file.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  bitwright recover", "  bitwright recover 1 --output saved.bitwright"})
final class RecoverCommand extends WorkCommand {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "NUMBER",
            description = "Which one, as it is listed (default: the only one).")
    private Optional<Integer> number = Optional.empty();

    @Option(names = "--list", description = "List what there is, newest first, and change nothing (the default).")
    private boolean list;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "Save it as this project file (.bitwright); it is not listed any more then.")
    private Optional<Path> output = Optional.empty();

    @Option(names = "--discard", description = "Remove it for good.")
    private boolean discard;

    @Override
    void work(Progress progress, CancelToken cancel) throws Exception {
        if ((list ? 1 : 0) + (discard ? 1 : 0) + (output.isPresent() ? 1 : 0) > 1) {
            throw usage("--list, --output and --discard exclude each other");
        }
        if (output.isPresent()) {
            AtomicFile.checkTarget(output.get());
        }
        List<Recovery> found = Recoveries.found();
        if (output.isPresent()) {
            save(chosen(found), output.get());
        } else if (discard) {
            Recovery recovery = chosen(found);
            recovery.discard();
            result.put("discarded", recovery.autosave().toString());
            say("removed the unsaved work of " + TIME.format(recovery.savedAt()));
        } else {
            list(found);
        }
    }

    private Recovery chosen(List<Recovery> found) throws WorkException {
        if (found.isEmpty()) {
            throw new WorkException("there is no unsaved work");
        }
        if (number.isEmpty() && found.size() > 1) {
            throw usage("there are " + found.size() + "; name one by its NUMBER ('bitwright recover' lists them)");
        }
        int index = number.orElse(1);
        if (index < 1 || index > found.size()) {
            throw usage("NUMBER is 1 … " + found.size() + ", not " + index);
        }
        return found.get(index - 1);
    }

    private void save(Recovery recovery, Path file) throws IOException {
        try (Project project = recovery.open(Loading.usual().copy())) {
            project.saving().loadNotes().forEach(note -> warn("note: " + note));
            project.save(file);
        }
        recovery.discard();
        result.put("saved", file.toString());
        say("saved " + file);
    }

    private void list(List<Recovery> found) {
        ArrayNode recoveries = result.putArray("recoveries");
        TextTable table = new TextTable("rlll", "", "kept at", "project", "model");
        for (Recovery recovery : found) {
            int position = recoveries.size() + 1;
            ObjectNode node = recoveries.addObject();
            node.put("number", position);
            node.put("saved_at", recovery.savedAt().toString());
            recovery.project().ifPresent(project -> node.put("project", project.toString()));
            node.put("model", recovery.model().toString());
            node.put("file", recovery.autosave().toString());
            table.row(
                    String.valueOf(position),
                    TIME.format(recovery.savedAt()),
                    recovery.project().map(Path::toString).orElse("never saved"),
                    recovery.model().toString());
        }
        say(found.isEmpty() ? "There is no unsaved work." : table.toString());
    }
}
