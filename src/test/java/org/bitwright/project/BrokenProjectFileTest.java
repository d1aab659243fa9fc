package org.bitwright.project;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bitwright.project.SavedWorks.everything;
import static org.bitwright.project.SavedWorks.of;
import static org.bitwright.project.SavedWorks.zipped;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bitwright.model.InvalidFileException;
import org.bitwright.quant.QuantConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokenProjectFileTest {
    @TempDir
    private Path folder;

    @Test
    void wrongResultsAreNamedByTheirPlace() throws IOException {
        refused("\"right\":\"", "\"right\":\"////////////////", "one bit for each of 100 samples");
        refused("\"right\":\"", "\"right\":\"*", "one bit for each of 100 samples");
        refused("\"correct\":96,", "\"correct\":95,", "measurements");
        refused("\"stage\":\"uniform\"", "\"stage\":\"lucky\"", "search.points[0].stage");
        refused("\"kind\":\"accuracy-loss\"", "\"kind\":\"luck\"", "search.budget.kind");
        refused("\"kind\":\"kept-by-hand\"", "\"kind\":\"x\"", "search.advice[2].kind");
        refused("\"part\":\"report\"", "\"part\":\"rest\"", "sensitivities[0].part");
        refused("\"series\":1,", "\"series\":2,", "sensitivities[0].cells[1].series");
        refused("\"agreeing\":99", "\"agreeing\":101", "search_half[0].fidelity.agreeing");
        refused("\"variants\":[{\"name\":\"eight → bits\"", "\"variants\":[{\"name\":\" \"", "variants[0].name");
        refused(
                "{\"name\":\"float\",\"configuration\":",
                "{\"name\":\"float\",\"configuration\":9",
                "variants[1].configuration");
        refused(
                "{\"name\":\"float\",\"configuration\"",
                "{\"name\":\"eight → bits\",\"configuration\"",
                "two variants named 'eight → bits'");
        refused("\"list\":[{\"choices\":[0,", "\"list\":[{\"choices\":[9999,", "configurations.list[0].choices[0]");
        refused("\"list\":[{\"choices\":[0,", "\"list\":[{\"choices\":[0,0,", "configurations.list[0].choices");
    }

    /** Changes what a project says and expects that it is refused for that place. */
    private void refused(String before, String after, String place) throws IOException {
        Map<String, byte[]> entries = new TreeMap<>();
        String json = everything().json(entries::put).toString();
        assertThat(json).contains(before);
        String wrong = json.replaceFirst(Pattern.quote(before), Matcher.quoteReplacement(after));
        assertThatThrownBy(() -> SavedWork.read(
                        folder.resolve("a.bitwright"),
                        wrong.getBytes(UTF_8),
                        name -> Optional.ofNullable(entries.get(name))))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageStartingWith("a.bitwright")
                .hasMessageContaining(place);
    }

    @Test
    void missingChangedWeightsAreNamed() throws IOException {
        String json = everything().json((name, bytes) -> {}).toString();
        assertThatThrownBy(() -> ProjectFile.read(zipped(folder, "project.json", json)))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("changed_weights.overlays[0].tensors[0].entry");
    }

    @Test
    void aSmallFileCannotAskForMoreThanMemoryHolds() throws IOException {
        String names = String.join(",", Collections.nCopies(3000, "\"a\""));
        String list = String.join(",", Collections.nCopies(3000, "{}"));
        String json = of(QuantConfig.empty(), List.of(), SavedResults.none())
                .json((name, bytes) -> {})
                .put("version", 5)
                .set("configurations", null)
                .toString();
        String wrong = json.replace(
                "\"configurations\":null",
                "\"configurations\":{\"layers\":[" + names + "],\"choices\":[],\"activations\":[],\"list\":[" + list
                        + "]}");
        assertThatThrownBy(() -> ProjectFile.read(zipped(folder, "project.json", wrong)))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("configurations.list")
                .hasMessageContaining("too many");
    }

    @Test
    void otherFilesAreRefusedByName() throws IOException {
        Path text = Files.writeString(folder.resolve("text.bitwright"), "hello");
        assertThatThrownBy(() -> ProjectFile.read(text))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageStartingWith("text.bitwright");
        Path empty = Files.createFile(folder.resolve("empty.bitwright"));
        assertThatThrownBy(() -> ProjectFile.read(empty)).isInstanceOf(InvalidFileException.class);
        assertThatThrownBy(() -> ProjectFile.read(folder))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("folder");
        assertThatThrownBy(() -> ProjectFile.read(folder.resolve("none.bitwright")))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("no such file");
        assertThatThrownBy(() -> ProjectFile.read(zipped(folder, "other.json", "{}")))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("no project");
        assertThatThrownBy(() -> ProjectFile.read(zipped(folder, "project.json", "{\"format\": \"x\"}")))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("no project");
    }

    @Test
    void cutOffFileIsRefused() throws IOException {
        Path file = folder.resolve("a.bitwright");
        ProjectFile.write(file, everything());
        byte[] bytes = Files.readAllBytes(file);
        for (int length : new int[] {1, 21, 100, bytes.length / 2, bytes.length - 1}) {
            Files.write(file, Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> ProjectFile.read(file)).isInstanceOf(InvalidFileException.class);
        }
    }

    @Test
    void flippedBytesNeverGetThroughSilently() throws IOException {
        Path file = folder.resolve("a.bitwright");
        SavedWork all = everything();
        ProjectFile.write(file, all);
        byte[] bytes = Files.readAllBytes(file);
        for (int at = 30; at < bytes.length; at += 7) {
            byte[] damaged = bytes.clone();
            damaged[at] ^= 0x55;
            Files.write(file, damaged);
            try {
                assertThat(ProjectFile.read(file)).isEqualTo(all);
            } catch (InvalidFileException expected) {
                assertThat(expected).hasMessageStartingWith("a.bitwright");
            }
        }
    }

    @Test
    void wrongFieldIsNamedByItsPlace() throws IOException {
        SavedWork all = everything();
        QuantConfig first = QuantConfig.empty().with("conv", all.config().of("conv \"1\" → x"));
        SavedWork one = of(first, List.of(), SavedResults.none());
        String json = one.json((name, bytes) -> {}).toString().replace("\"bits\":5", "\"bits\":99");
        assertThatThrownBy(() -> ProjectFile.read(zipped(folder, "project.json", json)))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("configuration.layers[0].bits")
                .hasMessageContaining("99");
    }

    @Test
    void deepJsonIsRefused() throws IOException {
        String json =
                "{\"format\": \"bitwright-project\", \"version\": " + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        assertThatThrownBy(() -> ProjectFile.read(zipped(folder, "project.json", json)))
                .isInstanceOf(InvalidFileException.class);
    }
}
