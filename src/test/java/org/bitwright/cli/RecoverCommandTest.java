package org.bitwright.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bitwright.cli.Ran.bitwright;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.bitwright.project.Autosave;
import org.bitwright.project.OwnState;
import org.bitwright.project.Project;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecoverCommandTest {
    private static final Path MODEL = Path.of("sample-models/simple-model.onnx");

    @TempDir
    private Path folder;

    private Path state;
    private Path file;

    /** A project with one variant that is not saved, whose program is dead. */
    @BeforeEach
    void leaveUnsavedWork() throws IOException {
        state = Files.createDirectories(folder.resolve("state/autosave")).getParent();
        file = folder.resolve("work.bitwright");
        OwnState.use(folder.resolve("living"));
        try (Project project = Project.create(MODEL)) {
            project.save(file);
            project.variants().add("unsaved", project.config());
            try (Autosave autosave = Autosave.of(project, Duration.ofDays(1), kept -> {})) {
                autosave.keepNow();
                try (Stream<Path> files = Files.list(folder.resolve("living/autosave"))) {
                    for (Path kept : files.filter(path -> path.toString().endsWith(".bitwright"))
                            .toList()) {
                        Files.copy(kept, state.resolve("autosave").resolve(kept.getFileName()));
                    }
                }
            }
        }
        OwnState.use(state);
    }

    @AfterEach
    void forgetState() {
        OwnState.forget();
    }

    @Test
    void unsavedWorkIsListedAndSavedElsewhere() throws IOException {
        JsonNode listed = bitwright("recover", "--list", "--json").json().get("recoveries");
        assertThat(listed).hasSize(1);
        assertThat(listed.get(0).get("number").asInt()).isEqualTo(1);
        assertThat(listed.get(0).get("project").asText()).isEqualTo(file.toString());
        assertThat(bitwright("recover").out()).contains(file.toString(), MODEL.toString());
        byte[] before = Files.readAllBytes(file);
        Path saved = folder.resolve("saved.bitwright");
        Ran ran = bitwright("recover", "1", "--output", saved);
        assertThat(ran.status()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("saved " + saved);
        assertThat(file).hasBinaryContent(before);
        JsonNode variants = bitwright("variants", saved, "--json").json().get("variants");
        assertThat(variants.findValuesAsText("name")).containsExactly("unsaved");
        assertThat(bitwright("recover").out()).contains("There is no unsaved work.");
    }

    @Test
    void unsavedWorkIsRemovedOnlyWhenAskedFor() {
        assertThat(bitwright("recover", "2", "--discard").status()).isEqualTo(2);
        assertThat(bitwright("recover", "--discard", "--list").status()).isEqualTo(2);
        assertThat(bitwright("recover", "--discard").status()).isZero();
        Ran ran = bitwright("recover", "--discard");
        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.err()).contains("there is no unsaved work");
    }

    @Test
    void projectThatIsOpenElsewhereIsReadButNotSavedOver() throws IOException {
        byte[] before = Files.readAllBytes(file);
        try (Project open = Project.load(file)) {
            Ran refused = bitwright("variants", file, "--add", "mine");
            assertThat(refused.status()).isEqualTo(1);
            assertThat(refused.err()).contains("the project '" + file + "' is open");
            Ran other = bitwright("quantize", MODEL, "--save", file);
            assertThat(other.status()).isEqualTo(1);
            assertThat(other.err()).contains("is open").doesNotContain("at org.bitwright");
            assertThat(file).hasBinaryContent(before);
            Ran read = bitwright("variants", file);
            assertThat(read.status()).isZero();
            assertThat(read.err()).contains("What was saved last is read here");
            assertThat(open.file()).contains(file);
        }
        assertThat(bitwright("variants", file, "--add", "mine").status()).isZero();
        try (Project open = Project.load(file)) {
            assertThat(open.variants().all()).hasSize(1);
        }
    }
}
