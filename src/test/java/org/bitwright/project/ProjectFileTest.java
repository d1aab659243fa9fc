package org.bitwright.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bitwright.project.SavedWorks.everything;
import static org.bitwright.project.SavedWorks.fidelity;
import static org.bitwright.project.SavedWorks.of;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bitwright.analysis.Fidelity;
import org.bitwright.analysis.search.Budget;
import org.bitwright.analysis.search.SearchPlan;
import org.bitwright.analysis.search.SearchResult;
import org.bitwright.project.Explored.Half;
import org.bitwright.quant.Preset;
import org.bitwright.quant.QuantConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectFileTest {
    @TempDir
    private Path folder;

    @Test
    void everyBudgetComesBack() throws IOException {
        for (Budget budget : List.of(
                new Budget.Bytes(Long.MAX_VALUE),
                new Budget.AverageBits(3.5),
                new Budget.BitOperations(1e12),
                new Budget.AccuracyLoss(0.01))) {
            SearchPlan plan = new SearchPlan(budget, List.of(), List.of(), List.of(), QuantConfig.empty(), 0, 0, 0);
            SearchResult none = new SearchResult(
                    plan, Fidelity.none(false), Optional.empty(), List.of(), Optional.empty(), false, List.of(), false);
            SavedResults results =
                    new SavedResults(Map.of(), Optional.empty(), List.of(), List.of(), Optional.of(none));
            Path file = folder.resolve("budget.bitwright");
            ProjectFile.write(file, of(QuantConfig.empty(), List.of(), results));
            assertThat(ProjectFile.read(file).results()).isEqualTo(results);
        }
    }

    /** A search that tries two choices for each of 300 layers says each name and each choice once. */
    @Test
    void configurationsOfAResultShareTheirChoices() throws IOException {
        List<Half> halves = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            QuantConfig config = QuantConfig.empty();
            for (int layer = 0; layer < 300; layer++) {
                Preset preset = (layer * 31 + i) % 7 == 0 ? Preset.INT8_CHANNEL : Preset.BINARY;
                config = config.with("a layer with quite a long name " + layer, preset.config());
            }
            halves.add(new Half(config, fidelity(i % 100)));
        }
        SavedResults results = new SavedResults(Map.of(), Optional.empty(), halves, List.of(), Optional.empty());
        JsonNode json = of(QuantConfig.empty(), List.of(), results).json((name, bytes) -> {});
        assertThat(json.get("configurations").get("choices")).hasSize(2);
        assertThat(json.toString().length()).isLessThan(250_000);
        Path file = folder.resolve("search.bitwright");
        ProjectFile.write(file, of(QuantConfig.empty(), List.of(), results));
        assertThat(ProjectFile.read(file).results().halves()).isEqualTo(halves);
    }

    @Test
    void everythingComesBackAsItWas() throws IOException {
        Path file = folder.resolve("a.bitwright");
        ProjectFile.write(file, everything());
        assertThat(ProjectFile.read(file)).isEqualTo(everything());
    }

    @Test
    void changedWeightsAreWrittenOnceHoweverOftenTheyAreNamed() {
        Map<String, byte[]> entries = new TreeMap<>();
        JsonNode table = everything().json(entries::put).get("changed_weights");
        assertThat(table.get("overlays")).hasSize(1);
        assertThat(table.get("codes")).hasSize(3);
        assertThat(entries.values().stream().map(bytes -> bytes.length)).containsExactlyInAnyOrder(3, 4, 8, 12, 0, 12);
        assertThat(table.toString()).doesNotContain("\"data\"");
    }

    @Test
    void oneOlderCopyIsKept() throws IOException {
        Path file = folder.resolve("a.bitwright");
        ProjectFile.write(file, everything());
        byte[] first = Files.readAllBytes(file);
        ProjectFile.write(file, of(QuantConfig.empty(), List.of(), SavedResults.none()));
        assertThat(folder.resolve("a.bitwright.bak")).hasBinaryContent(first);
        assertThat(ProjectFile.read(file).config()).isEqualTo(QuantConfig.empty());
        assertThat(folder).isDirectoryContaining(path -> path.endsWith("a.bitwright"));
        assertThat(Files.list(folder)).hasSize(2);
    }
}
