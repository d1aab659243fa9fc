package org.bitwright.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bitwright.cli.Ran.bitwright;
import static org.bitwright.io.image.ImageFiles.plain;
import static org.bitwright.io.image.ImageFiles.write;
import static org.bitwright.io.numpy.NpyFiles.header;
import static org.bitwright.io.numpy.NpyFiles.longs;
import static org.bitwright.io.numpy.NpyFiles.npy;
import static org.bitwright.io.numpy.NpyFiles.npz;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bitwright.model.ElementType;
import org.bitwright.onnx.OnnxModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataOptionsTest {
    private static final String LENET = "sample-models/lenet5.onnx";
    private static final String MNIST = "sample-models/mnist";

    @TempDir
    private Path folder;

    /** The network answers with the channel that is greatest. */
    private Path channelNetwork(long... extents) throws IOException {
        return OnnxModels.opset(13)
                .input("x", extents)
                .node("GlobalAveragePool", "", "x", "p")
                .node("Flatten", "", "p", "f")
                .weight("w", new float[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, 3, 3)
                .node("MatMul", "fc", "f w", "y")
                .output("y", -1, 3)
                .write(folder.resolve("channels.onnx"));
    }

    private Path images(int count) {
        int[] colours = {0xFF0000, 0x00FF00, 0x0000FF};
        for (int i = 0; i < count; i++) {
            String place = List.of("a", "b", "c").get(i % 3) + "/" + i + ".png";
            write(plain(5, 4, colours[i % 3]), "png", folder.resolve("images").resolve(place));
        }
        return folder.resolve("images");
    }

    @Test
    void aFolderOfImagesIsMeasured() throws IOException {
        JsonNode json = bitwright(
                        "quantize", channelNetwork(-1, 3, 2, 2), "--data", images(9), "--shorter-side", 3, "--json")
                .json();

        assertThat(json.get("float").get("correct").asInt()).isEqualTo(9);
        assertThat(json.get("hints")).isEmpty();
    }

    @Test
    void channelsInTheOtherOrderAreSaidAtOnceWithTheOptionThatHelps() throws IOException {
        Ran ran =
                bitwright("sweep", channelNetwork(-1, 3, 2, 2), "--data", images(90), "--channels", "bgr", "--bits", 8);

        assertThat(ran.status()).isZero();
        assertThat(ran.err()).contains("red and blue exchanged").contains("(--channels rgb)");
    }

    @Test
    void axesOfAnySizeAreTold() throws IOException {
        Path model = channelNetwork(-1, 3, -1, -1);
        Ran asked = bitwright("quantize", model, "--data", images(9));
        String message = asked.err();

        assertThat(asked.status()).isEqualTo(1);
        assertThat(message).contains("tell the extents of its axes");
        String named = message.substring(message.indexOf("axes ") + 5).strip();
        List<String> options = new ArrayList<>(List.of("quantize", model.toString(), "--json"));
        options.addAll(List.of("--data", images(9).toString()));
        for (String axis : named.split(", ")) {
            options.addAll(List.of("--axis", axis + "=4"));
        }
        JsonNode json = bitwright(options.toArray()).json();
        assertThat(json.get("float").get("correct").asInt()).isEqualTo(9);
    }

    @Test
    void wrongScalingIsSaidWithTheOptionsThatHelp() throws IOException {
        JsonNode json = bitwright(
                        "quantize", LENET, "--data", MNIST, "--limit", 300, "--mean", 5, "--std", 0.1, "--json")
                .json();

        assertThat(json.get("hints").get(0).asText())
                .contains("with scale 1/255, mean 0 and std 1")
                .contains("(--scale 0.003921569 --mean=0.0 --std 1.0)");
    }

    @Test
    void tablesTellTheirLabelColumn() throws IOException {
        Path model = OnnxModels.opset(13)
                .input("x", -1, 2)
                .weight("w", new float[] {1, 0, 0, 1}, 2, 2)
                .node("MatMul", "fc", "x w", "y")
                .output("y", -1, 2)
                .write(folder.resolve("table.onnx"));
        Path csv = Files.writeString(folder.resolve("t.csv"), "1,5,7\n0,3,2\n0,1,9\n");

        assertThat(bitwright("quantize", model, "--data", csv).err()).contains("which column holds the labels");
        JsonNode json = bitwright("quantize", model, "--data", csv, "--label-column", 1, "--json")
                .json();
        assertThat(json.get("float").get("correct").asInt()).isEqualTo(2);
    }

    @Test
    void severalInputsAnOutputAndPoolingAreChosen() throws IOException {
        Path model = OnnxModels.opset(13)
                .input("ids", ElementType.INT64, -1, -1)
                .input("mask", ElementType.INT64, -1, -1)
                .input("offset", -1, -1, 1)
                .weight("table", new float[] {1, 2, 3, 4, 5, 6}, 3, 2)
                .node("Gather", "embedding", "table ids", "h")
                .node("Add", "", "h offset", "y")
                .node("Cast", "", "mask", "z", "to=1")
                .output("z", -1, -1)
                .output("y", -1, -1, 2)
                .write(folder.resolve("tokens.onnx"));
        byte[] ids = npy(header("<i8", false, "(2, 2)"), longs(0, 1, 2, 0));
        byte[] mask = npy(header("<i8", false, "(2, 2)"), longs(1, 1, 1, 0));
        Path data = Files.write(folder.resolve("t.npz"), npz(Map.of("ids", ids, "mask", mask)));

        Ran lacking = bitwright("quantize", model, "--data", data);
        assertThat(lacking.status()).isEqualTo(1);
        assertThat(lacking.err()).contains("no array for the network's input 'offset'");
        JsonNode json = bitwright(
                        "quantize",
                        model,
                        "--data",
                        data,
                        "--fill",
                        "offset=0.5",
                        "--output",
                        "y",
                        "--pool",
                        "mask",
                        "--json")
                .json();
        assertThat(json.get("mean_cosine").asDouble()).isBetween(0.999, 1.0);
        assertThat(json.get("samples").asInt()).isEqualTo(2);
    }

    @Test
    void wrongNumbersAreRefused() throws IOException {
        assertThat(bitwright("quantize", LENET, "--data", MNIST, "--axis", "batch=0")
                        .status())
                .isEqualTo(2);
        assertThat(bitwright("quantize", LENET, "--data", MNIST, "--axis", "batch")
                        .status())
                .isEqualTo(2);
        assertThat(bitwright("quantize", LENET, "--data", MNIST, "--shorter-side", 0)
                        .status())
                .isEqualTo(2);
        assertThat(bitwright("quantize", LENET, "--data", MNIST, "--output", "none")
                        .err())
                .contains("no output 'none', only output");
    }
}
