package org.bitwright.ui.joining;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bitwright.model.JoinedPair;
import org.bitwright.model.Tensor;
import org.bitwright.project.Project;
import org.bitwright.project.join.JoinProposal;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.common.WeightsOnDisk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JoinViewModelTest {
    @TempDir
    Path folder;

    @AfterEach
    void english() {
        Texts.use(Locale.ENGLISH);
    }

    @Test
    void tensorsOfTheSameNamesTakeTheirPlaces() throws IOException {
        JoinViewModel model = model(
                WeightsOnDisk.tensor("fc1.weight", 256, 784),
                WeightsOnDisk.tensor("fc1.bias", 256),
                WeightsOnDisk.tensor("fc2.weight", 10, 256),
                WeightsOnDisk.tensor("fc2.bias", 10));
        assertThat(model.pairsProperty().get())
                .containsExactly(
                        new JoinedPair("fc1.weight", "fc1.weight"),
                        new JoinedPair("fc1.bias", "fc1.bias"),
                        new JoinedPair("fc2.weight", "fc2.weight"),
                        new JoinedPair("fc2.bias", "fc2.bias"));
        assertThat(model.faultsProperty().get()).isEmpty();
        assertThat(model.leftOver()).isEmpty();
        assertThat(JoinTexts.match(model.rows().get(0))).isEqualTo("same name");
    }

    @Test
    void aWeightOfKerasIsTurned() throws IOException {
        JoinViewModel model = model(
                WeightsOnDisk.tensor("a/kernel", 784, 256),
                WeightsOnDisk.tensor("a/bias", 256),
                WeightsOnDisk.tensor("b/kernel", 256, 10),
                WeightsOnDisk.tensor("b/bias", 10));
        PairRow first = model.rows().get(0);
        assertThat(first.tensor()).contains("a/kernel");
        assertThat(first.isTransposed()).isTrue();
        assertThat(JoinTexts.match(first)).endsWith(", turned");
    }

    @Test
    void aConstantWithoutATensorIsToldUntilItMayStayAsItIs() throws IOException {
        JoinViewModel model =
                model(WeightsOnDisk.tensor("fc1.weight", 256, 784), WeightsOnDisk.tensor("fc2.weight", 10, 256));
        assertThat(model.faultsProperty().get())
                .containsExactly("Constants without a tensor (2): fc1.bias, fc2.bias – choose one for each, or let them"
                        + " keep the values of the ONNX file.");
        model.keepMissingProperty().set(true);
        assertThat(model.faultsProperty().get()).isEmpty();
        Texts.use(Locale.SIMPLIFIED_CHINESE);
        model.rows().forEach(row -> model.choose(row, Optional.empty()));
        assertThat(model.faultsProperty().get()).containsExactly("文件中没有任何张量替代常量。");
    }

    @Test
    void theUserChoosesAmongTensorsThatFit() throws IOException {
        JoinViewModel model = model(
                WeightsOnDisk.tensor("fc1.weight", 256, 784),
                WeightsOnDisk.tensor("fc1.bias", 256),
                WeightsOnDisk.tensor("ema.fc1.bias", 256),
                WeightsOnDisk.tensor("fc2.weight", 10, 256),
                WeightsOnDisk.tensor("fc2.bias", 10));
        PairRow bias = model.rows().get(1);
        assertThat(bias.candidates()).containsExactly("fc1.bias", "ema.fc1.bias");
        assertThat(model.leftOver()).containsExactly("ema.fc1.bias");
        model.choose(bias, Optional.of("ema.fc1.bias"));
        assertThat(model.leftOver()).containsExactly("fc1.bias");
        assertThat(JoinTexts.match(bias)).isEqualTo("chosen by hand");
        assertThat(model.faultsProperty().get()).isEmpty();
    }

    /** A turned weight that is not to be turned is no longer what the graph wants. */
    @Test
    void presentPairsAreShownWhateverIsProposed() throws IOException {
        Path file = WeightsOnDisk.write(
                folder.resolve("weights.pth"),
                WeightsOnDisk.tensor("fc1.weight", 256, 784),
                WeightsOnDisk.tensor("fc1.bias", 256),
                WeightsOnDisk.tensor("ema.fc1.bias", 256));
        try (Project project = Project.create(file)) {
            JoinProposal proposal = project.joining().proposeJoin(Path.of("sample-models", "simple-model.onnx"));
            JoinViewModel model = JoinViewModel.again(
                    proposal,
                    List.of(
                            new JoinedPair("fc1.weight", "fc1.weight", List.of(1, 0)),
                            new JoinedPair("fc1.bias", "ema.fc1.bias")));
            assertThat(model.rows().get(1).tensor()).contains("ema.fc1.bias");
            assertThat(JoinTexts.match(model.rows().get(1))).isEqualTo("chosen by hand");
            assertThat(model.keepMissingProperty().get()).as("as it is now").isTrue();
            assertThat(model.faultsProperty().get())
                    .singleElement()
                    .asString()
                    .startsWith("The axes of fc1.weight in the order [1, 0] do not give the shape of fc1.weight");
            Texts.use(Locale.SIMPLIFIED_CHINESE);
            model.choose(model.rows().get(1), Optional.of("fc1.bias"));
            assertThat(model.faultsProperty().get())
                    .singleElement()
                    .asString()
                    .startsWith("fc1.weight 的轴按顺序 [1, 0] 排列，得不到 fc1.weight 的形状");
        }
    }

    @Test
    void aTensorInTwoPlacesIsTold() {
        List<JoinedPair> pairs =
                List.of(new JoinedPair("a", "bias"), new JoinedPair("b", "other"), new JoinedPair("c", "bias"));
        assertThat(JoinTexts.takenTwice(pairs))
                .containsExactly("bias is paired with a and with c; a tensor goes to one place.");
        Texts.use(Locale.SIMPLIFIED_CHINESE);
        assertThat(JoinTexts.takenTwice(pairs)).containsExactly("bias 同时用于 a 和 c；每个张量只能用于一处。");
    }

    @Test
    void theFilterLooksAtNamesUsesAndShapes() throws IOException {
        JoinViewModel model =
                model(WeightsOnDisk.tensor("fc1.weight", 256, 784), WeightsOnDisk.tensor("fc2.weight", 10, 256));
        model.filterProperty().set("FC2 bias");
        assertThat(model.shown()).extracting(PairRow::initializer).containsExactly("fc2.bias");
        model.filterProperty().set("784");
        assertThat(model.shown()).extracting(PairRow::initializer).containsExactly("fc1.weight");
        model.filterProperty().set("");
        model.doubtfulOnlyProperty().set(true);
        assertThat(model.shown()).extracting(PairRow::initializer).containsExactly("fc1.bias", "fc2.bias");
    }

    private JoinViewModel model(Tensor... tensors) throws IOException {
        Path file = WeightsOnDisk.write(folder.resolve("weights.pth"), tensors);
        try (Project project = Project.create(file)) {
            return new JoinViewModel(project.joining().proposeJoin(Path.of("sample-models", "simple-model.onnx")));
        }
    }
}
