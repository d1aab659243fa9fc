package org.bitwright.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bitwright.cli.Ran.bitwright;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import org.bitwright.project.OwnState;
import org.bitwright.project.Project;
import org.bitwright.project.Recoveries;
import org.bitwright.project.Variant;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What took a command long is not lost when its file cannot be saved to in the end. */
class KeptWorkTest {
    private static final Path MODEL = Path.of("sample-models/simple-model.onnx");

    @RegisterExtension
    private final OwnState state = new OwnState();

    @TempDir
    private Path folder;

    private Path file;
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void saveProject() throws IOException {
        file = Files.createDirectory(folder.resolve("place")).resolve("work.bitwright");
        assertThat(bitwright("quantize", MODEL, "--save", file).status()).isZero();
    }

    /** Something that happens while a command works. */
    private interface Incident {
        void happen() throws IOException;
    }

    @Command(name = "work")
    private static final class Working extends WorkCommand {
        private final Path file;
        private final Incident incident;

        Working(Path file, Incident incident) {
            this.file = file;
            this.incident = incident;
        }

        @Override
        void work(Progress progress, CancelToken cancel) throws Exception {
            try (Project project = Project.load(file)) {
                project.variants().add("long work", project.config());
                incident.happen();
                save(project, Optional.of(file));
                result.put("done", true);
            }
        }
    }

    /** @return the exit status */
    private int run(StringWriter out, Incident incident, String... arguments) {
        return new CommandLine(new Working(file, incident))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    private static List<String> variants(Path of) throws IOException {
        try (Project project = Project.load(of)) {
            return project.variants().all().stream().map(Variant::name).toList();
        }
    }

    @Test
    void whatSomebodyElseSavedMeanwhileStaysAndTheWorkLiesBesideIt() throws IOException {
        Path theirs = folder.resolve("theirs.bitwright");
        assertThat(bitwright("variants", file, "--add", "theirs", "--save", theirs)
                        .status())
                .isZero();
        StringWriter out = new StringWriter();

        int status = run(out, () -> Files.move(theirs, file, StandardCopyOption.REPLACE_EXISTING), "--json");

        assertThat(status).isEqualTo(1);
        Path beside = file.resolveSibling("work.other.bitwright");
        assertThat(err.toString())
                .contains("was changed by another program or window")
                .contains("What was done here is in ")
                .contains("work.other.bitwright");
        assertThat(out.toString()).as("programs are told what was found").contains("\"done\" : true");
        assertThat(variants(file)).containsExactly("theirs");
        assertThat(variants(beside)).containsExactly("long work");
    }

    @Test
    void workThatCannotBeSavedIsRecovered() throws IOException {
        Path gone = folder.resolve("gone");

        int status = run(new StringWriter(), () -> Files.move(file.getParent(), gone));

        assertThat(status).isEqualTo(1);
        assertThat(err.toString()).contains("'bitwright recover' saves it elsewhere");
        assertThat(Recoveries.found()).hasSize(1);
        Path saved = folder.resolve("saved.bitwright");
        assertThat(bitwright("recover", "--output", saved).status()).isZero();
        assertThat(variants(saved)).containsExactly("long work");
    }

    /** The natural place for recovered work is the project that it belongs to, and others may have gone on with that. */
    @Test
    void recoveredWorkIsNotSavedOverWhatItsProjectBecame() throws IOException {
        Path gone = folder.resolve("gone");
        run(new StringWriter(), () -> Files.move(file.getParent(), gone));
        Files.move(gone, file.getParent());
        assertThat(bitwright("variants", file, "--add", "theirs").status()).isZero();

        Ran refused = bitwright("recover", "--output", file);

        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).contains("was changed by another program or window");
        assertThat(variants(file)).containsExactly("theirs");
        assertThat(Recoveries.found()).hasSize(1);
    }
}
