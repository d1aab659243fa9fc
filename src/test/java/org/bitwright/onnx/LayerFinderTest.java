package org.bitwright.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.bitwright.model.ElementType;
import org.bitwright.model.Layer;
import org.bitwright.model.Model;
import org.bitwright.model.Operator;
import org.bitwright.model.ValueInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LayerFinderTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "lenet5, 5, 61706, 246824",
        "simple-model, 2, 203532, 814136",
        "lenet-300-100, 3, 266610, 1066440",
        "residual, 9, 150858, 603432",
        "depthwise, 12, 62282, 249128",
        "vit, 26, 138969, 556128",
    })
    void sampleModelsShowTheirLayers(String name, int layers, long parameters, long bytes) throws IOException {
        Model model =
                OnnxDocument.open(Path.of("sample-models", name + ".onnx")).model();
        assertThat(model.layers()).hasSize(layers).allMatch(layer -> layer.channelAxis()
                .isPresent());
        assertThat(model.parameters()).isEqualTo(parameters);
        assertThat(model.bytes()).isEqualTo(bytes);
        assertThat(model.inputs())
                .containsExactly(new ValueInfo(
                        "input",
                        ElementType.FLOAT32,
                        List.of(ValueInfo.FREE, 1L, 28L, 28L),
                        List.of("batch", "", "", "")));
        assertThat(model.outputs())
                .containsExactly(new ValueInfo(
                        "output", ElementType.FLOAT32, List.of(ValueInfo.FREE, 10L), List.of("batch", "")));
    }

    @Test
    void lenetHasItsArchitecture() throws IOException {
        Model model = OnnxDocument.open(Path.of("sample-models/lenet5.onnx")).model();
        assertThat(model.layers().stream()
                        .map(layer -> layer.op() + " " + layer.weight().shape()))
                .containsExactly(
                        "Conv 6 × 1 × 5 × 5", "Conv 16 × 6 × 5 × 5", "Gemm 120 × 400", "Gemm 84 × 120", "Gemm 10 × 84");
    }

    @ParameterizedTest
    @ValueSource(strings = {"LSTM", "GRU", "RNN"})
    void recurrentCellsHaveTwoWeights(String type) throws IOException {
        Model model = open(OnnxModels.opset(14)
                .weight("kernel", 1, 12, 4)
                .weight("recurrence", 1, 12, 3)
                .node(type, "cell", "x kernel recurrence", "y", "hidden_size=3"));
        assertThat(model.layers()).extracting(Layer::name).containsExactly("cell/W", "cell/R");
        assertThat(model.layers()).allMatch(layer -> layer.channelAxis().equals(OptionalInt.of(1)));
    }

    /** Old operator sets: weights listed as inputs, Constant operators, axes and shapes as attributes. */
    @ParameterizedTest
    @ValueSource(ints = {7, 8, 9, 10, 11, 12, 13, 21})
    void weightsAreFoundAtEveryOperatorSet(int opset) throws IOException {
        OnnxModels models = OnnxModels.opset(opset).ir(opset < 9 ? 3 : 8).weight("w", 2, 3, 3, 3);
        if (opset < 9) {
            models.input("w", 2, 3, 3, 3);
        }
        models.constant("dense", OnnxModels.values(20), 4, 5);
        Model model = open(models.node("Conv", "conv", "x w", "a").node("Gemm", "dense", "x dense _", "y"));
        assertThat(model.opset()).isEqualTo(opset);
        assertThat(model.layers()).extracting(Layer::name).containsExactly("conv", "dense");
        assertThat(model.inputs()).extracting(ValueInfo::name).containsExactly("x", "i");
        assertThat(model.layers().get(1).weight().readFloats()).containsExactly(OnnxModels.values(20));
    }

    @Test
    void aSharedWeightIsOneLayer() throws IOException {
        Layer layer = onlyLayer(OnnxModels.opset(13)
                .weight("table", 7, 5)
                .node("Gather", "embed", "table i", "a")
                .node("Transpose", "", "table", "turned", "perm=[1,0]")
                .node("MatMul", "head", "a turned", "y"));
        assertThat(layer.name()).isEqualTo("embed");
        assertThat(layer.operators()).containsExactly("embed", "head");
        assertThat(layer.channelAxis()).hasValue(0);
    }

    @Test
    void unnamedOperatorsTakeTheWeightsNameAndNamesAreUnique() throws IOException {
        Model model = open(OnnxModels.opset(13)
                .weight("w", 5, 5)
                .weight("v", 5, 5)
                .weight("u", 5, 5)
                .node("MatMul", "", "x w", "a")
                .node("MatMul", "same", "a v", "b")
                .node("MatMul", "same", "b u", "y"));
        assertThat(model.layers()).extracting(Layer::name).containsExactly("w", "same", "same (2)");
        assertThat(model.operators()).extracting(Operator::name).containsExactly("MatMul_0", "same", "same");
    }

    @ParameterizedTest
    @CsvSource({"FLOAT16, 0.333251953125", "BFLOAT16, 0.333984375", "FLOAT64, 0.3333333432674408"})
    void weightsOfEveryFloatTypeAreRead(ElementType type, float expected) throws IOException {
        Layer layer = onlyLayer(OnnxModels.opset(13)
                .weight("w", type, new float[] {1 / 3f, -2}, 2, 1)
                .node("MatMul", "", "x w", "y"));
        assertThat(layer.weight().type()).isEqualTo(type);
        assertThat(layer.weight().readFloats()).containsExactly(expected, -2f);
    }

    @Test
    void productsOfActivationsHoldNoWeight() throws IOException {
        Operator operator = onlyOperator(OnnxModels.opset(13).node("MatMul", "scores", "x x", "y"));
        assertThat(operator.quantizable()).isFalse();
        assertThat(operator.note()).contains("two activations");
    }

    @Test
    void computedWeightsAreNamed() throws IOException {
        Model model = open(OnnxModels.opset(13).node("Relu", "", "x", "w").node("Conv", "conv", "x w", "y"));
        assertThat(model.layers()).isEmpty();
        assertThat(operator(model, "conv").note()).contains("computed while the network runs");
    }

    @Test
    void integerWeightsAreAlreadyQuantized() throws IOException {
        Model model = open(OnnxModels.opset(13)
                .raw("q", ElementType.INT8, new byte[20], 4, 5)
                .weight("scale", new float[] {0.5f})
                .node("Cast", "", "q", "cast", "to=1")
                .node("MatMul", "fromCast", "x cast", "a")
                .node("DequantizeLinear", "", "q scale", "dequantized")
                .node("MatMul", "fromCodes", "x dequantized", "y"));
        assertThat(model.layers()).isEmpty();
        assertThat(operator(model, "fromCast").note()).contains("already quantized");
        assertThat(operator(model, "fromCodes").note()).contains("already quantized");
    }

    @Test
    void unknownOperatorsStayAndAreMarked() throws IOException {
        OnnxModels models = OnnxModels.opset(13)
                .domain("com.example", 1)
                .weight("w", 4, 5)
                .node("com.example.FancyConv", "fancy", "x w", "a")
                .node("Sparkle", "sparkle", "a", "y");
        Model model = open(models);
        assertThat(model.layers()).isEmpty();
        assertThat(operator(model, "fancy")).satisfies(fancy -> {
            assertThat(fancy.type()).isEqualTo("com.example.FancyConv");
            assertThat(fancy.quantizable()).isFalse();
            assertThat(fancy.note()).contains("not known here");
        });
        assertThat(operator(model, "sparkle").note()).contains("not known here");
    }

    @Test
    void functionsOfTheModelAreCarriedAlong() throws IOException {
        OnnxModels models = OnnxModels.opset(15).domain("local", 1).node("local.Twice", "call", "x", "y");
        Path file = folder.resolve("functions.onnx");
        FunctionProto twice = FunctionProto.newBuilder()
                .setDomain("local")
                .setName("Twice")
                .addInput("a")
                .addOutput("b")
                .addNode(OnnxModels.operator("Add", "", "a a", "b"))
                .build();
        Files.write(
                file,
                finished(models).proto().toBuilder().addFunctions(twice).build().toByteArray());
        OnnxDocument document = OnnxDocument.open(file);
        assertThat(document.model().operators()).hasSize(1);
        assertThat(document.model().operators().get(0).note()).contains("function that the model defines");
        assertThat(document.withMetadata("a", "b").proto().getFunctionsList()).containsExactly(twice);
    }

    @Test
    void branchesAreListedButNotQuantized() throws IOException {
        GraphProto branch = OnnxModels.opset(13)
                .weight("inner", 5, 5)
                .node("MatMul", "inside", "x inner", "then")
                .node("MatMul", "borrowed", "then outer", "result")
                .output("result", -1, 5)
                .graph();
        NodeProto choice = OnnxModels.choice("condition", "y", branch);
        Model model = open(OnnxModels.opset(13)
                .raw("condition", ElementType.BOOL, new byte[] {1})
                .weight("outer", 5, 5)
                .node("MatMul", "main", "x outer", "a")
                .node(choice));
        assertThat(model.layers()).hasSize(1);
        assertThat(model.layers().get(0).operators()).containsExactly("main", "borrowed");
        assertThat(operator(model, "inside").quantizable()).isFalse();
        assertThat(operator(model, "inside").note()).contains("If 'choice'").contains("not quantized");
    }

    @Test
    void sparseWeightsAreNamed() throws IOException {
        OnnxModels models = OnnxModels.opset(13).node("MatMul", "product", "x w", "y");
        SparseTensorProto sparse = SparseTensorProto.newBuilder()
                .setValues(OnnxModels.tensor("w", ElementType.FLOAT32, OnnxModels.floats(1), 1))
                .setIndices(OnnxModels.tensor("", ElementType.INT64, ByteString.copyFrom(new byte[8]), 1))
                .addDims(4)
                .addDims(5)
                .build();
        var proto = finished(models).proto().toBuilder();
        proto.getGraphBuilder().addSparseInitializer(sparse);
        Path file = Files.write(folder.resolve("sparse.onnx"), proto.build().toByteArray());
        Model model = OnnxDocument.open(file).model();
        assertThat(operator(model, "product").note()).contains("sparse");
        assertThat(model.parameters()).isEqualTo(2);
    }

    @Test
    void chainsTooLongToFollowAreSaid() throws IOException {
        OnnxModels models = OnnxModels.opset(13).weight("w0", 4, 5);
        for (int i = 0; i < 40; i++) {
            models.node("Identity", "", "w" + i, "w" + (i + 1));
        }
        Model model = open(models.node("MatMul", "product", "x w40", "y"));
        assertThat(model.layers()).isEmpty();
        assertThat(operator(model, "product").note()).contains("too many operators");
    }

    @Test
    void namesAreMadeSafeToShow() throws IOException {
        Model model = open(OnnxModels.opset(13).weight("w", 4, 5).node("MatMul", "a\u001b[31m\u202eb\nc", "x w", "y"));
        assertThat(model.layers().get(0).name()).isEqualTo("a\\u001b[31m\\u202eb\\u000ac");
    }

    private static Operator operator(Model model, String name) {
        return model.operators().stream()
                .filter(operator -> operator.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Layer onlyLayer(OnnxModels models) throws IOException {
        return onlyLayer(models, folder);
    }

    static Layer onlyLayer(OnnxModels models, Path folder) throws IOException {
        Model model = finished(models).open(folder).model();
        assertThat(model.layers()).hasSize(1);
        return model.layers().get(0);
    }

    private Operator onlyOperator(OnnxModels models) throws IOException {
        Model model = open(models);
        assertThat(model.operators()).hasSize(1);
        return model.operators().get(0);
    }

    private Model open(OnnxModels models) throws IOException {
        return finished(models).open(folder).model();
    }

    private static OnnxModels finished(OnnxModels models) {
        return models.input("x", -1, 4).input("i", ElementType.INT64, -1).output("y", -1, 5);
    }
}
