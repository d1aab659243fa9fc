package org.bitwright.ui.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.OptionalLong;
import org.bitwright.ui.common.Tasks;
import org.bitwright.ui.common.Texts;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MemoryViewModelTest {
    private static final long LIMIT = 2_000_000_000L;

    private MemoryUse sample = use(500_000_000L, 300_000_000L);
    private final MemoryViewModel model = new MemoryViewModel(() -> sample, Tasks.sameThread());

    private static MemoryUse use(long used, long kept) {
        return new MemoryUse(used, kept, LIMIT, 12_345L, OptionalLong.empty());
    }

    @BeforeEach
    void english() {
        Texts.use(Locale.ENGLISH);
    }

    @Test
    void usedOfTheLimitIsShownShortAndExplainedExactly() {
        assertThat(model.text()).isEqualTo("500 MB of 2.00 GB");
        assertThat(model.useProperty().get().share()).isEqualTo(0.25);
        assertThat(model.explanation())
                .startsWith("Memory: 500,000,000 of 2,000,000,000 bytes; 300,000,000 were kept")
                .contains("12,345 bytes")
                .endsWith("Click to free what is not needed any more")
                .doesNotContain("Process");
    }

    @Test
    void theProcessThatRunsNetworksIsNamedWhileThereIsOne() {
        model.show(new MemoryUse(1, 1, LIMIT, 0, OptionalLong.of(77_000)));
        assertThat(model.explanation()).contains("Process that runs networks: 77,000 bytes");
    }

    @Test
    void garbageAloneIsNoReasonToWarn() {
        model.show(use(1_990_000_000L, 300_000_000L));
        model.show(use(1_990_000_000L, 300_000_000L));
        assertThat(model.nearlyFullProperty().get()).isFalse();
    }

    @Test
    void aHeapThatStaysNearlyFullIsWarnedOfAndAPeakIsNot() {
        // 85 per cent of 2,000,000,000 are 1,700,000,000
        model.show(use(1_900_000_000L, 1_700_000_001L));
        assertThat(model.nearlyFullProperty().get()).isFalse();
        model.show(use(1_900_000_000L, 1_700_000_001L));
        assertThat(model.nearlyFullProperty().get()).isTrue();
        assertThat(model.explanation()).contains("Nearly full", "-Xmx");
        model.show(use(1_900_000_000L, 1_700_000_000L));
        assertThat(model.nearlyFullProperty().get()).isFalse();
    }

    @Test
    void collectingLooksAgain() {
        sample = use(100_000_000L, 90_000_000L);
        model.collect();
        assertThat(model.text()).isEqualTo("100 MB of 2.00 GB");
    }

    @Test
    void thisProgramUsesSomeOfItsMemory() {
        MemoryUse now = MemoryUse.now(OptionalLong.empty());
        assertThat(now.used()).isPositive().isLessThanOrEqualTo(now.limit());
        assertThat(now.kept()).isBetween(0L, now.used());
        assertThat(now.limit()).isEqualTo(Runtime.getRuntime().maxMemory());
    }

    @Test
    void theSystemTellsTheMemoryOfAProcessInKibibytes() {
        assertThat(InferenceMemory.bytes("VmRSS:\t   12345 kB")).isEqualTo(12_641_280L);
        assertThat(InferenceMemory.bytes("VmRSS:")).isZero();
    }
}
