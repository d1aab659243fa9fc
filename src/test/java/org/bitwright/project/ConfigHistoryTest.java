package org.bitwright.project;

import static org.assertj.core.api.Assertions.assertThat;

import org.bitwright.quant.Preset;
import org.bitwright.quant.QuantConfig;
import org.junit.jupiter.api.Test;

class ConfigHistoryTest {
    private final QuantConfig first = QuantConfig.empty();
    private final QuantConfig second = first.with("conv1", Preset.INT8_CHANNEL.config());
    private final QuantConfig third = second.with("conv2", Preset.BINARY.config());

    @Test
    void startsWithNothingToUndo() {
        ConfigHistory history = new ConfigHistory(first);
        history.undo();
        history.redo();
        assertThat(history.present()).isEqualTo(first);
        assertThat(history.undoName()).isEmpty();
        assertThat(history.redoName()).isEmpty();
    }

    @Test
    void undoAndRedoWalkThroughNamedSteps() {
        ConfigHistory history = new ConfigHistory(first);
        history.edit(() -> "conv1 to 8 bits", second);
        history.edit(() -> "conv2 to binary", third);
        assertThat(history.undoName()).contains("conv2 to binary");
        history.undo();
        assertThat(history.present()).isEqualTo(second);
        assertThat(history.undoName()).contains("conv1 to 8 bits");
        assertThat(history.redoName()).contains("conv2 to binary");
        history.redo();
        assertThat(history.present()).isEqualTo(third);
        assertThat(history.redoName()).isEmpty();
    }

    @Test
    void editAfterUndoForgetsWhatWasUndone() {
        ConfigHistory history = new ConfigHistory(first);
        history.edit(() -> "conv1 to 8 bits", second);
        history.undo();
        history.edit(() -> "other", third);
        assertThat(history.redoName()).isEmpty();
        history.undo();
        assertThat(history.present()).isEqualTo(first);
    }

    @Test
    void editThatChangesNothingIsNoStep() {
        ConfigHistory history = new ConfigHistory(second);
        history.edit(() -> "again", first.with("conv1", Preset.INT8_CHANNEL.config()));
        assertThat(history.undoName()).isEmpty();
    }

    @Test
    void oldestStepsAreForgottenOverTheBound() {
        ConfigHistory history = new ConfigHistory(first);
        for (int i = 0; i < ConfigHistory.MAX_STEPS + 10; i++) {
            history.edit(() -> "step", first.with("layer" + i, Preset.BINARY.config()));
        }
        int steps = 0;
        while (history.undoName().isPresent()) {
            history.undo();
            steps++;
        }
        assertThat(steps).isEqualTo(ConfigHistory.MAX_STEPS);
        assertThat(history.present().layers()).containsOnlyKeys("layer9");
    }
}
