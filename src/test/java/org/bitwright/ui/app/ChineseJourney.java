package org.bitwright.ui.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.text.Text;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.bitwright.export.ExportTarget;
import org.bitwright.onnx.OptimizedGraph.Kernel;
import org.bitwright.optimize.ImprovementKind;
import org.bitwright.optimize.ImprovementOptions;
import org.bitwright.project.ImprovementResult;
import org.bitwright.project.Problem;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.FormatFamily;
import org.bitwright.quant.TargetProfile;
import org.bitwright.quant.target.NetworkPreset;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import org.bitwright.ui.common.LayerRow;
import org.bitwright.ui.common.TaskItem;
import org.bitwright.ui.common.Theme;
import org.bitwright.ui.problems.ProblemsViewModel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user of the Chinese window is told in Chinese what files lose, and sees no English sentence. */
class ChineseJourney extends WindowFixture {
    /** Three English words in a row. */
    private static final String SENTENCE = "[A-Za-z]*[a-z] [a-z]+ [a-z]+";

    /** Files that cannot say all of what is chosen below. */
    private static final Set<ExportTarget> LOSING = EnumSet.of(
            ExportTarget.HUFFMAN,
            ExportTarget.AIMET_0_6_1,
            ExportTarget.AIMET_2_0_0,
            ExportTarget.ORT_OVERRIDES,
            ExportTarget.TENSORRT,
            ExportTarget.NNCF,
            ExportTarget.C_HEADER);

    @TempDir
    Path folder;

    private int written;

    @BeforeEach
    void chinese() {
        dress(Theme.LIGHT, Locale.SIMPLIFIED_CHINESE, 100);
    }

    /** Other tests in the same process expect it. */
    @AfterEach
    void english() {
        dress(Theme.LIGHT, Locale.ENGLISH, 100);
    }

    @Test
    void whatFilesLoseIsTold() {
        openWithShortcut(Path.of("sample-models/lenet5.onnx"));
        interact(() -> {
            workbench().editing().bits(rows(), 5);
            workbench().editing().family(rows(0, 1), FormatFamily.NF4);
            workbench().editing().family(rows(1, 2), FormatFamily.TERNARY);
            workbench().editing().family(rows(2, 3), FormatFamily.FLOAT);
            workbench().editing().calibrator(rows(3, 4), Calibrator.mse());
        });
        awaitExact();
        assertThat(losses(ExportTarget.QDQ)).isNotEmpty().allSatisfy(ChineseJourney::assertChinese);
        assertThat(reasons()).isNotEmpty().allSatisfy(ChineseJourney::assertChinese);
        for (ExportTarget target : LOSING) {
            assertThat(losses(target)).as(target.id()).isNotEmpty().allSatisfy(ChineseJourney::assertChinese);
        }
        assertThat(losses(ExportTarget.AIMET_0_6_1)).contains("“conv1/Conv”（nf4，每 64 个一组）无法用 AIMET 编码文件 0.6.1 表示：已略去。");
        assertThat(problems()).isNotEmpty().allSatisfy(ChineseJourney::assertChinese);
        assertNoEnglish();
        assertBrokenRulesAreTold();
    }

    private void assertBrokenRulesAreTold() {
        interact(() -> {
            workbench().editing().preset(NetworkPreset.W8A8_DYNAMIC);
            workbench().activations().editing().target(TargetProfile.TFLM);
        });
        awaitExact();
        dialogs.answer("anyway");
        assertThat(losses(ExportTarget.QDQ))
                .anyMatch(loss -> loss.startsWith("违反 TFLite Micro、CMSIS-NN 的规则："))
                .allSatisfy(ChineseJourney::assertChinese);
        assertNoEnglish();
    }

    @Test
    void whatDoesNotFitIsToldAndTasksFollowTheLanguage() throws IOException {
        openWithShortcut(Path.of("sample-models/lenet5.onnx"));
        dialogs.chooseFile(Files.writeString(
                folder.resolve("a.encodings"),
                "{\"version\": \"2.0.0\", \"encodings\": ["
                        + "{\"name\": \"fc3.weight\", \"output_dtype\": \"int5\", \"y_scale\": 0.125},"
                        + "{\"name\": \"fc2.weight\", \"output_dtype\": \"int5\", \"y_scale\": [0.125, 1]},"
                        + "{\"name\": \"elsewhere\", \"output_dtype\": \"int5\", \"y_scale\": 0.125}]}"));
        push(KeyCode.SHORTCUT, KeyCode.SHIFT, KeyCode.O);
        await("what does not fit", () -> !dialogs.told().isEmpty());
        assertThat(dialogs.told().get(0))
                .contains("“elsewhere”既不是该模型的权重，也不是其激活", "“fc2.weight”已略去：")
                .satisfies(ChineseJourney::assertChinese);
        assertThat(names()).contains("正在打开 a.encodings");
        dress(Theme.LIGHT, Locale.ENGLISH, 100);
        assertThat(names()).contains("Opening a.encodings").noneMatch(name -> name.matches(".*\\p{IsHan}.*"));
    }

    @Test
    void windowsThatAreOpenFollowTheLanguage() {
        dress(Theme.LIGHT, Locale.ENGLISH, 100);
        openWithShortcut(Path.of("sample-models/lenet5.onnx"));
        interact(() -> {
            workbench().editing().bits(rows(), 5);
            workbench().editing().family(rows(0, 1), FormatFamily.NF4);
        });
        awaitExact();
        assertThat(losses(ExportTarget.QDQ)).isNotEmpty().allSatisfy(loss -> assertThat(loss)
                .containsPattern(SENTENCE));
        interact(() -> new ModelWindow(project()).show(stage));
        interact(() -> new ImprovementWindow(improvement()).show(stage, () -> {}));
        await("they are open", () -> Window.getWindows().size() == 4);

        dress(Theme.LIGHT, Locale.SIMPLIFIED_CHINESE, 100);
        await("all follows", () -> shown().stream().noneMatch(text -> text.matches("(?s).*" + SENTENCE + ".*")));
        assertThat(titles()).contains("已导出", "模型", "已折叠批归一化").doesNotContain("Model");
        assertThat(List.copyOf(this.<ListView<String>>node("export-losses").getItems()))
                .isNotEmpty()
                .allSatisfy(ChineseJourney::assertChinese);
        assertThat(reasons()).isNotEmpty().allSatisfy(ChineseJourney::assertChinese);
        assertNoEnglish();
    }

    private ImprovementResult improvement() {
        try {
            return project()
                    .improve(
                            ImprovementKind.NORMALIZATION_FOLD,
                            List.of("conv1/Conv"),
                            ImprovementOptions.defaults(),
                            new Progress(),
                            CancelToken.none());
        } catch (IOException | InferenceException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> titles() {
        return Window.getWindows().stream()
                .map(open -> ((Stage) open).getTitle())
                .toList();
    }

    /** Why operators of the written network run in float. */
    private List<String> reasons() {
        TableView<Kernel> operators = node("export-operators");
        return operators.getItems().stream()
                .map(kernel -> (String) operators.getColumns().get(4).getCellData(kernel))
                .filter(reason -> !reason.isEmpty())
                .toList();
    }

    private List<LayerRow> rows() {
        return List.copyOf(workbench().rows());
    }

    private List<LayerRow> rows(int from, int to) {
        return rows().subList(from, to);
    }

    private List<String> names() {
        return tasks.items().stream().map(TaskItem::name).toList();
    }

    private List<String> problems() {
        ListView<Problem> list = (ListView<Problem>)
                this.<TabPane>node("notes").getTabs().get(1).getContent().lookup("#problem-list");
        return list.getItems().stream().map(ProblemsViewModel::text).toList();
    }

    private List<String> losses(ExportTarget target) {
        Path file = folder.resolve(++written + "-" + target.id() + "." + target.extension());
        dialogs.chooseFile(file);
        interact(() -> menuItem(target).fire());
        await(target.id(), () -> lookup("#export-file")
                .tryQueryAs(Label.class)
                .filter(label -> label.getText().startsWith(file.toString()))
                .isPresent());
        assertThat(dialogs.errors()).isEmpty();
        return List.copyOf(this.<ListView<String>>node("export-losses").getItems());
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

    private void assertNoEnglish() {
        List<String> shown = new ArrayList<>();
        interact(() -> shown.addAll(shown()));
        assertThat(shown).hasSizeGreaterThan(50).allSatisfy(text -> assertThat(text)
                .doesNotContainPattern(SENTENCE));
    }

    /** Whatever the windows show, whether it has been told of or not; not what lies behind another tab. */
    private static List<String> shown() {
        List<String> shown = new ArrayList<>();
        Window.getWindows().stream()
                .map(open -> open.getScene().getRoot())
                .flatMap(root -> root.lookupAll("*").stream())
                .filter(ChineseJourney::isShown)
                .forEach(node -> {
                    if (node instanceof Labeled labeled && labeled.getText() != null) {
                        shown.add(labeled.getText());
                    } else if (node instanceof Text text) {
                        shown.add(text.getText());
                    }
                });
        return shown;
    }

    private static boolean isShown(Node node) {
        return node.isVisible() && (node.getParent() == null || isShown(node.getParent()));
    }

    private static void assertChinese(String sentence) {
        assertThat(sentence).containsPattern("\\p{IsHan}").doesNotContainPattern(SENTENCE);
    }
}
