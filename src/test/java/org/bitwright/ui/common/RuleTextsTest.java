package org.bitwright.ui.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.bitwright.model.Phrase;
import org.bitwright.project.Problem;
import org.bitwright.project.Project;
import org.bitwright.quant.FormatFamily;
import org.bitwright.quant.TargetProfile;
import org.bitwright.quant.target.NetworkPreset;
import org.bitwright.quant.target.RuleNote;
import org.bitwright.quant.target.TargetRule;
import org.bitwright.ui.problems.ProblemsViewModel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What rules did is told in the window's language, with what it names. */
class RuleTextsTest {
    private final Workbench workbench = new Workbench(Tasks.sameThread(), new ScriptedDialogs());

    @AfterEach
    void close() {
        Texts.use(Locale.ENGLISH);
        workbench.close();
    }

    @Test
    void formatsThatBreakARuleAreNamedInTheLanguage() throws IOException {
        workbench.show(Project.create(Path.of("sample-models/lenet5.onnx")));
        List<LayerRow> first = List.copyOf(workbench.rows().subList(0, 1));
        workbench.editing().preset(NetworkPreset.W8A8_DYNAMIC);
        workbench.activations().editing().target(TargetProfile.TENSORRT);
        workbench.editing().family(first, FormatFamily.CODEBOOK);

        assertThat(sentence(TargetRule.WEIGHT_FORMAT))
                .isEqualTo(
                        "The weight of “conv1/Conv” is 8 bits, per channel, and with quantized activations the target"
                                + " needs int8 with zero point 0, per tensor or per channel");
        Texts.use(Locale.SIMPLIFIED_CHINESE);
        assertThat(sentence(TargetRule.WEIGHT_FORMAT))
                .isEqualTo("“conv1/Conv”的权重为 8 位，逐通道，在激活量化时目标需要 零点为 0 的 int8，逐张量或逐通道");
    }

    @Test
    void whatSharesARangeIsNamedInTheLanguage() {
        RuleNote note = new RuleNote(
                TargetRule.SHARED, "a", List.of(Phrase.of("%s, %s", Phrase.of("'%s'", "b"), Phrase.of("'%s'", "c"))));
        assertThat(RuleTexts.sentence(note)).isEqualTo("“a” shares its parameters with 'b', 'c'");
        Texts.use(Locale.SIMPLIFIED_CHINESE);
        assertThat(RuleTexts.sentence(note)).isEqualTo("“a”与 “b”，“c” 共用参数");
    }

    private String sentence(TargetRule rule) {
        RuleNote note = workbench.activations().planProperty().get().violations().stream()
                .filter(one -> one.rule() == rule)
                .findFirst()
                .orElseThrow();
        String sentence = RuleTexts.sentence(note);
        assertThat(ProblemsViewModel.text(Problem.ofRule(Problem.Severity.WARNING, note)))
                .isEqualTo(sentence);
        return sentence;
    }
}
