package org.bitwright;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BitwrightTest {

    @Test
    void filesOpenInTheWindow() {
        assertThat(Bitwright.namesFiles("model.onnx")).isTrue();
        assertThat(Bitwright.namesFiles("work.bitwright")).isTrue();
        assertThat(Bitwright.namesFiles("missing.pth")).isTrue();
        assertThat(Bitwright.namesFiles("pom.xml")).isTrue();
    }

    @Test
    void commandsAndOptionsAreForTheCommandLine() {
        assertThat(Bitwright.namesFiles("inspect", "model.onnx")).isFalse();
        assertThat(Bitwright.namesFiles("--help")).isFalse();
        assertThat(Bitwright.namesFiles("quantise", "model.onnx")).isFalse();
    }
}
