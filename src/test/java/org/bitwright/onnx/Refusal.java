package org.bitwright.onnx;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.bitwright.model.InvalidFileException;

/** Says that a file is refused, and in which words. */
final class Refusal {
    private Refusal() {}

    static void of(Path file, String... words) {
        assertThatThrownBy(() -> OnnxDocument.open(file))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageStartingWith(String.valueOf(file.getFileName()))
                .message()
                .contains(words)
                .doesNotContain("java.", "null");
    }
}
