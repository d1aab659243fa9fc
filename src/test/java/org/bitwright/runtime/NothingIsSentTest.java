package org.bitwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Decision 6: a version of ONNX Runtime that reports to its maker is not shipped. */
class NothingIsSentTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "linux-x64/libonnxruntime.so",
                "linux-aarch64/libonnxruntime.so",
                "osx-aarch64/libonnxruntime.dylib",
                "win-x64/onnxruntime.dll"
            })
    void nativeLibraryKnowsNoCollector(String library) throws IOException {
        try (InputStream in = OrtEnvironment.class.getResourceAsStream("native/" + library)) {
            assertThat(in).as(library).isNotNull();
            String bytes = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);

            assertThat(bytes.contains("CPUExecutionProvider"))
                    .as("is the library")
                    .isTrue();
            assertThat(bytes.contains("events.data.microsoft.com"))
                    .as("names a collector")
                    .isFalse();
        }
    }
}
