package org.bitwright.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bitwright.cli.Ran.bitwright;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VariantsCommandTest {
    private static final String LENET = "sample-models/lenet5.onnx";
    private static final String IMAGES = "sample-models/mnist/t10k-images-idx3-ubyte.gz";

    @TempDir
    private Path folder;

    private Path project;

    @BeforeEach
    void setUp() {
        project = folder.resolve("p.bitwright");
        assertThat(bitwright(
                                "variants",
                                LENET,
                                "--data",
                                IMAGES,
                                "--limit",
                                200,
                                "--preset",
                                "int4-channel-mse",
                                "--add",
                                "four",
                                "--save",
                                project)
                        .status())
                .isZero();
    }

    private JsonNode list(Object... options) throws IOException {
        Object[] arguments = new Object[options.length + 3];
        arguments[0] = "variants";
        arguments[1] = project;
        arguments[2] = "--json";
        System.arraycopy(options, 0, arguments, 3, options.length);
        return bitwright(arguments).json().get("variants");
    }

    @Test
    void variantsStayInTheProjectFile() throws IOException {
        list("--preset", "int8-channel", "--add", "eight");
        assertThat(list().findValuesAsText("name")).containsExactly("four", "eight");
        assertThat(list("--rename", "four=small").findValuesAsText("name")).containsExactly("small", "eight");
        assertThat(list("--remove", "eight").findValuesAsText("name")).containsExactly("small");
        JsonNode only = list().get(0);
        assertThat(only.get("average_bits").asDouble()).isEqualTo(4);
        assertThat(only.get("present").asBoolean()).as("eight bits are present").isFalse();
        assertThat(list("--load", "small").get(0).get("present").asBoolean()).isTrue();
        assertThat(list().get(0).get("present").asBoolean()).isTrue();
    }

    @Test
    void comparisonTellsLayersAccuracyAndTheTest() throws IOException {
        JsonNode compared = bitwright("variants", project, "--compare", "four", "float", "--json")
                .json()
                .get("comparison");
        assertThat(compared.get("layers")).hasSize(5);
        JsonNode layer = compared.get("layers").get(0);
        assertThat(layer.get("first").get("bits").asInt()).isEqualTo(4);
        assertThat(layer.get("second").get("format").asText()).isEqualTo("float");
        assertThat(layer.get("second").get("sqnr_db").isNull()).as("infinite").isTrue();
        assertThat(layer.get("differs").asBoolean()).isTrue();
        assertThat(compared.get("first").get("samples").asInt()).isEqualTo(200);
        long first = compared.get("first").get("correct").asLong();
        long second = compared.get("second").get("correct").asLong();
        assertThat(compared.get("only_first").asLong()
                        - compared.get("only_second").asLong())
                .isEqualTo(first - second);
        Ran ran = bitwright("variants", project, "--compare", "four", "float");
        assertThat(ran.out()).contains("conv1/Conv", "int 4, channel", "≠", "McNemar p", "four: ", "float: ");
    }

    @Test
    void speedOfBothIsMeasuredInTurns() throws IOException {
        JsonNode batch = bitwright("variants", project, "--compare", "four", "present", "--latency", "--json")
                .json()
                .get("latency")
                .get("batches")
                .get(0);
        assertThat(batch.get("batch").asInt()).isEqualTo(1);
        assertThat(batch.get("first").get("median_ms").asDouble()).isPositive();
        assertThat(batch.get("second").get("runs").asInt()).isPositive();
    }

    @Test
    void wrongUseIsSaidInWordsAndChangesNothing() throws IOException {
        byte[] before = Files.readAllBytes(project);
        refused("'four' already", project, "--add", "four");
        refused("needs a name", project, "--add", " ");
        refused("there are: four", project, "--load", "none");
        refused("no variant named 'none'", project, "--remove", "none");
        refused("OLD=NEW", project, "--rename", "four");
        refused("there are: four", project, "--compare", "four", "none");
        refused("needs --compare", project, "--latency");
        refused("--save FILE", LENET, "--add", "x");
        assertThat(project).hasBinaryContent(before);
    }

    private static void refused(String words, Object... arguments) {
        Object[] all = new Object[arguments.length + 1];
        all[0] = "variants";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        Ran ran = bitwright(all);
        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.err()).contains(words).doesNotContain("\tat ");
    }
}
