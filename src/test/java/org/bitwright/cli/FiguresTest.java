package org.bitwright.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.bitwright.model.Glob;
import org.junit.jupiter.api.Test;

class FiguresTest {

    @Test
    void fourSignificantDigits() {
        assertThat(Figures.rounded(0)).isEqualTo("0.0");
        assertThat(Figures.rounded(1.0 / 3)).isEqualTo("0.3333");
        assertThat(Figures.rounded(-41.30123)).isEqualTo("-41.30");
        assertThat(Figures.rounded(123456)).isEqualTo("123456");
        assertThat(Figures.rounded(1.49e-7)).isEqualTo("1.490e-07");
        assertThat(Figures.rounded(Double.NaN)).isEqualTo("–");
        assertThat(Figures.rounded(Double.NEGATIVE_INFINITY)).isEqualTo("-∞");
    }

    @Test
    void widthsAreListsAndRanges() {
        assertThat(BitWidths.parse("8,2-4,3").values()).containsExactly(2, 3, 4, 8);
        assertThat(BitWidths.parse("1-16").values()).hasSize(16);
        for (String wrong : new String[] {"", "0", "17", "4-2", "a", "1-2-3", "2,,4", "-4"}) {
            assertThatThrownBy(() -> BitWidths.parse(wrong)).as(wrong).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void globsMatchWholeNames() {
        assertThat(new Glob("conv?/*").matches("conv1/Conv")).isTrue();
        assertThat(new Glob("conv").matches("conv1")).isFalse();
        assertThat(new Glob("a.b[0]").matches("a.b[0]")).isTrue();
        assertThat(new Glob("a.b").matches("axb")).isFalse();
        assertThat(new Glob("*").matches("a\nb")).isTrue();
    }

    @Test
    void setOptionSplitsAtTheLastColonThatAKeyFollows() {
        SetOption option = SetOption.parse("model:0/conv*:bits=4,calibrator=percentile:99.5");
        assertThat(option.names().text()).isEqualTo("model:0/conv*");
        assertThat(option.choice().bits()).contains(4);
        assertThat(option.choice().calibrator().orElseThrow().toString()).contains("99.5");
    }

    @Test
    void tableShowsControlCharactersHarmlessly() {
        TextTable table = new TextTable("lr", "name", "bits");
        table.row("a\u001b[2Jb", 8);
        assertThat(table.toString()).doesNotContain("\u001b").contains("a\uFFFD[2Jb");
    }
}
