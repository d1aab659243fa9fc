package org.bitwright.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bitwright.model.ElementType;
import org.bitwright.model.Phrase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The meanings that changed, after docs/Changelog.md of ONNX. */
class OpsetRaiseTest {
    @TempDir
    private Path folder;

    private OnnxDocument one(int opset, String type, String inputs, String outputs, String... attributes)
            throws IOException {
        OnnxModels model =
                OnnxModels.opset(opset).input("x", -1, 4).longs("n", 1).node(type, "op", inputs, outputs, attributes);
        for (String output : outputs.split(" ")) {
            model.output(output, -1, 4);
        }
        return model.open(folder);
    }

    @ParameterizedTest
    @CsvSource({
        "13, BatchNormalization, x n n n n, y n2, '', 14", // other outputs in training
        "8, BatchNormalization, x n n n n, y, spatial=0, 9",
        "10, ConvTranspose, x x, y, output_shape=[3], 11",
        "11, Dropout, x, y n2, '', 12", // what its mask was is not said
        "9, Upsample, x x, y, mode=linear, 11", // scales that are computed, perhaps below 1
        "10, Resize, x x, y, mode=nearest, 11",
        "12, Resize, x x x, y, coordinate_transformation_mode=tf_half_pixel_for_nn, 13",
        "20, GroupNormalization, x x x, y, num_groups=2, 21",
        "18, AveragePool, x, y, ceil_mode=1, 19",
        "10, AveragePool, x, y, auto_pad=SAME_UPPER, 11",
        "18, Frobnicate, x, y, '', 19", // not known: it could mean anything
    })
    void operatorsThatChangedStandInTheWay(
            int opset, String type, String inputs, String outputs, String attribute, int version) throws IOException {
        OnnxDocument document =
                one(opset, type, inputs, outputs, attribute.isEmpty() ? new String[0] : new String[] {attribute});
        assertThat(OpsetRaise.obstacles(document, version))
                .extracting(Phrase::toString)
                .containsExactly(type + " 'op'");
        assertThat(OpsetRaise.obstacles(document, 21))
                .extracting(Phrase::toString)
                .containsExactly(type + " 'op'");
        assertThat(OpsetRaise.obstacles(document, version - 1)).isEmpty();
        assertThat(OpsetRaise.obstacles(document, opset)).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OpsetRaise.raise(document, version))
                .withMessageContaining(type + " 'op'");
    }

    @ParameterizedTest
    @CsvSource({
        "7, Gemm, x x x, y, transB=1",
        "7, Conv, x x, y, 'strides=[2,2]'",
        "7, MaxPool, x, y, 'kernel_shape=[2,2]'",
        "7, BatchNormalization, x n n n n, y, ''",
        "7, Dropout, x, y, ''",
        "7, Flatten, x, y, axis=1",
        "10, Clip, x, y, ''",
        "11, AveragePool, x, y, auto_pad=NOTSET",
        "13, Softmax, x, y, axis=1",
        "13, ReduceMean, x, y, keepdims=0", // no axes: all of them, then as now
        "13, Split, x n, y, axis=1",
        "17, LayerNormalization, x x, y, axis=-1",
        "13, AveragePool, x, y, 'kernel_shape=[2,2]'",
        "13, com.example.Softmax, x, y, ''", // of another domain, whose version stays
    })
    void operatorsThatOnlyGainedTypesAndOptionsDoNot(
            int opset, String type, String inputs, String outputs, String attribute) throws IOException {
        OnnxDocument document =
                one(opset, type, inputs, outputs, attribute.isEmpty() ? new String[0] : new String[] {attribute});
        assertThat(OpsetRaise.obstacles(document, 21)).isEmpty();
        OnnxDocument raised = OpsetRaise.raise(document, 21);
        assertThat(raised.model().opset()).isEqualTo(21);
        assertThat(raised.proto().getIrVersion()).isEqualTo(10);
        assertThat(raised.proto().getGraph()).isEqualTo(document.proto().getGraph());
    }

    @Test
    void operatorsOfBranchesCount() throws IOException {
        OnnxModels branch = OnnxModels.opset(12)
                .node("Loop", "inner", "x", "z")
                .node("Loop", "second", "z", "w")
                .output("w", 1, 2);
        OnnxDocument document = OnnxModels.opset(12)
                .input("x", 1, 2)
                .raw("condition", ElementType.BOOL, new byte[] {1})
                .node(OnnxModels.choice("condition", "y", branch.graph()))
                .output("y", 1, 2)
                .open(folder);
        assertThat(OpsetRaise.obstacles(document, 19))
                .extracting(Phrase::toString)
                .containsExactly("Loop 'inner'");
    }

    @Test
    void functionsOfTheModelsOwnStandInTheWay() throws IOException {
        ModelProto plain = OnnxModels.opset(13)
                .domain("own", 1)
                .input("x", 1, 2)
                .node("own.Twice", "", "x", "y")
                .output("y", 1, 2)
                .proto();
        FunctionProto twice = FunctionProto.newBuilder()
                .setName("Twice")
                .setDomain("own")
                .addInput("a")
                .addOutput("b")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(13))
                .addNode(OnnxModels.operator("Add", "", "a a", "b"))
                .build();
        Path file = Files.write(
                folder.resolve("f.onnx"),
                plain.toBuilder().addFunctions(twice).build().toByteArray());
        assertThat(OpsetRaise.obstacles(OnnxDocument.open(file), 21))
                .extracting(Phrase::toString)
                .containsExactly("function 'Twice'");
    }

    @Test
    void constantsThatWereListedAsInputsStayConstants() throws IOException {
        OnnxDocument document = OnnxModels.opset(8)
                .ir(3)
                .domain("com.example", 4)
                .input("w", 2, 2)
                .input("x", -1, 2)
                .weight("w", 2, 2)
                .node("MatMul", "", "x w", "y")
                .output("y", -1, 2)
                .open(folder);
        OnnxDocument raised = OpsetRaise.raise(document, 19);
        assertThat(raised.proto().getIrVersion()).isEqualTo(9);
        assertThat(raised.proto().getGraph().getInputList())
                .extracting(input -> input.getName())
                .containsExactly("x");
        assertThat(raised.proto().getOpsetImportList())
                .extracting(set -> set.getDomain() + " " + set.getVersion())
                .containsExactly(" 19", "com.example 4");
        assertThat(raised.model().layers()).hasSize(1);
    }

    @Test
    void newInputsOfOldModelsAreListedAsOldModelsListThem() throws IOException {
        OnnxDocument document = OnnxModels.opset(7)
                .ir(3)
                .input("w", 4, 4)
                .input("x", -1, 4)
                .weight("w", 4, 4)
                .node("MatMul", "", "x w", "h")
                .node("Upsample", "", "h", "y", "scales=[1.0,2.0]")
                .output("y", -1, 8)
                .open(folder);
        OnnxDocument raised = OpsetRaise.raise(document, 9);
        assertThat(raised.proto().getIrVersion()).isEqualTo(4);
        assertThat(raised.proto().getGraph().getInputList())
                .extracting(input -> input.getName())
                .containsExactly("x");
        assertThat(raised.constant("y_scales").orElseThrow().readFloats()).containsExactly(1, 2);
    }

    @Test
    void aModelWithoutStandardOperatorsDeclaresThem() throws IOException {
        ModelProto plain = OnnxModels.opset(13)
                .domain("com.example", 1)
                .input("x", 1, 2)
                .node("com.example.Odd", "", "x", "y")
                .output("y", 1, 2)
                .proto();
        Path file = Files.write(
                folder.resolve("o.onnx"),
                plain.toBuilder().removeOpsetImport(0).build().toByteArray());
        OnnxDocument raised = OpsetRaise.raise(OnnxDocument.open(file), 21);
        assertThat(raised.model().opset()).isEqualTo(21);
        assertThat(OpsetRaise.obstacles(raised, 13)).isEqualTo(List.of());
    }
}
