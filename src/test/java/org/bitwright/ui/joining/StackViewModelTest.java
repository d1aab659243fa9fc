package org.bitwright.ui.joining;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bitwright.model.ActivationFunction;
import org.bitwright.model.DenseStack;
import org.bitwright.model.DenseStep;
import org.bitwright.model.Tensor;
import org.bitwright.project.Project;
import org.bitwright.project.join.StackProposal;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.common.WeightsOnDisk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackViewModelTest {
    @TempDir
    Path folder;

    @AfterEach
    void english() {
        Texts.use(Locale.ENGLISH);
    }

    @Test
    void theArticlesLayersFollowEachOtherWithNothingBetweenThem() throws IOException {
        StackViewModel model = new StackViewModel(proposal(WeightsOnDisk.article()));
        assertThat(model.stackProperty().get().steps())
                .containsExactly(
                        new DenseStep("fc1.weight", Optional.of("fc1.bias"), false, ActivationFunction.NONE),
                        new DenseStep("fc2.weight", Optional.of("fc2.bias"), false, ActivationFunction.NONE));
        assertThat(model.faultsProperty().get()).isEmpty();
        assertThat(model.leftOver()).isEmpty();
        assertThat(StackTexts.network(model)).isEqualTo("784 inputs → fc1.weight → 256 → fc2.weight → 10");
    }

    @Test
    void aPresentStackIsShownAsItIsWithWhatItLeavesOutBehindIt() throws IOException {
        DenseStep only = new DenseStep("fc2.weight", Optional.of("fc2.bias"), false, ActivationFunction.SOFTMAX);
        StackViewModel model = new StackViewModel(proposal(WeightsOnDisk.article()), new DenseStack(List.of(only)));
        assertThat(model.rows()).extracting(StackRow::weight).containsExactly("fc2.weight", "fc1.weight");
        assertThat(model.stackProperty().get().steps()).containsExactly(only);
        assertThat(model.leftOver()).containsExactly("fc1.weight", "fc1.bias");
    }

    @Test
    void anActivationBetweenTheLayersStaysOffTheAnswers() throws IOException {
        StackViewModel model = three();
        model.between(ActivationFunction.RELU);
        assertThat(StackTexts.network(model)).isEqualTo("4 inputs → a → 6 → ReLU → b → 5 → ReLU → c → 3");
        assertThat(model.between()).contains(ActivationFunction.RELU);
        model.rows().get(1).afterProperty().set(ActivationFunction.TANH);
        assertThat(model.between()).isEmpty();
    }

    @Test
    void aLayerLeftOutLeavesWidthsThatDoNotFollow() throws IOException {
        StackViewModel model = three();
        model.rows().get(1).usedProperty().set(false);
        assertThat(model.faultsProperty().get()).containsExactly("c takes 5 numbers, but a before it gives 6.");
        assertThat(model.fits(model.rows().get(2))).isFalse();
        assertThat(model.leftOver()).contains("b");
        Texts.use(Locale.SIMPLIFIED_CHINESE);
        model.rows().get(0).usedProperty().set(false);
        model.rows().get(2).usedProperty().set(false);
        assertThat(model.faultsProperty().get()).containsExactly("请选择组成网络的层。");
    }

    @Test
    void layersChangeTheirPlaces() throws IOException {
        StackViewModel model = three();
        StackRow last = model.rows().get(2);
        model.move(last, -2);
        assertThat(model.rows()).extracting(StackRow::weight).containsExactly("c", "a", "b");
        model.move(last, -1);
        assertThat(model.rows()).extracting(StackRow::weight).containsExactly("c", "a", "b");
        assertThat(model.faultsProperty().get()).containsExactly("a takes 4 numbers, but c before it gives 3.");
    }

    @Test
    void aWeightThatIsStoredTheOtherWayRoundIsTurned() throws IOException {
        Path file = WeightsOnDisk.write(
                folder.resolve("k.pth"), WeightsOnDisk.tensor("first", 4, 6), WeightsOnDisk.tensor("second", 6, 3));
        StackViewModel model = new StackViewModel(proposal(file));
        model.rows().forEach(row -> row.usedProperty().set(true));
        model.rows().forEach(row -> row.transposedProperty().set(true));
        assertThat(StackTexts.network(model)).isEqualTo("4 inputs → first → 6 → second → 3");
        assertThat(model.faultsProperty().get()).isEmpty();
    }

    @Test
    void aBiasThatATurnedLayerHasNoUseForIsTold() throws IOException {
        StackViewModel model = new StackViewModel(proposal(WeightsOnDisk.article()));
        StackRow first = model.rows().get(0);
        model.rows().get(1).usedProperty().set(false);
        first.transposedProperty().set(true);
        assertThat(model.faultsProperty().get())
                .containsExactly("fc1.bias is no bias of fc1.weight, which gives 784 numbers as it is turned.");
        Texts.use(Locale.SIMPLIFIED_CHINESE);
        first.afterProperty().set(ActivationFunction.RELU);
        assertThat(model.faultsProperty().get()).containsExactly("fc1.bias 不是 fc1.weight 的偏置：该层按所选方向输出 784 个数。");
    }

    @Test
    void aSquareWeightKeepsItsBiasWhenTurned() throws IOException {
        Path file = WeightsOnDisk.write(
                folder.resolve("square.pth"),
                WeightsOnDisk.tensor("fc.weight", 4, 4),
                WeightsOnDisk.tensor("fc.bias", 4));
        StackViewModel model = new StackViewModel(proposal(file));
        model.rows().get(0).transposedProperty().set(true);
        assertThat(model.faultsProperty().get()).isEmpty();
        assertThat(model.stackProperty().get().steps().get(0).bias()).contains("fc.bias");
    }

    private StackViewModel three() throws IOException {
        Tensor[] layers = {
            WeightsOnDisk.tensor("a", 6, 4), WeightsOnDisk.tensor("b", 5, 6), WeightsOnDisk.tensor("c", 3, 5)
        };
        return new StackViewModel(proposal(WeightsOnDisk.write(folder.resolve("three.pth"), layers)));
    }

    private static StackProposal proposal(Path file) throws IOException {
        try (Project project = Project.create(file)) {
            return project.joining().proposeStack();
        }
    }
}
