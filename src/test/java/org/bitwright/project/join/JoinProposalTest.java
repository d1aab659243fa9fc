package org.bitwright.project.join;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.bitwright.model.JoinedPair;
import org.bitwright.model.Shape;
import org.bitwright.model.StoredWeight;
import org.bitwright.model.Tensor;
import org.bitwright.model.WeightFile;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OnnxModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JoinProposalTest {
    @TempDir
    private Path folder;

    @Test
    void sameNamesAreProposedAsTheyAre() throws IOException {
        JoinProposal proposal =
                propose(mlp(), torch("fc1.weight", 3, 4, "fc1.bias", 3, "fc2.weight", 2, 3, "fc2.bias", 2));
        assertThat(proposal.rows()).extracting(JoinRow::match).containsOnly(Match.SAME_NAME);
        assertThat(proposal.pairs())
                .containsExactly(
                        new JoinedPair("fc1.weight", "fc1.weight"),
                        new JoinedPair("fc1.bias", "fc1.bias"),
                        new JoinedPair("fc2.weight", "fc2.weight"),
                        new JoinedPair("fc2.bias", "fc2.bias"));
        assertThat(proposal.faults(proposal.pairs(), false)).isEmpty();
    }

    @Test
    void prefixesOfWrappersAreDropped() throws IOException {
        JoinProposal proposal = propose(
                mlp(),
                torch(
                        "state_dict.module.fc1.weight",
                        3,
                        4,
                        "state_dict.module.fc1.bias",
                        3,
                        "state_dict.module.fc2.weight",
                        2,
                        3,
                        "state_dict.module.fc2.bias",
                        2,
                        "epoch",
                        1));
        assertThat(proposal.rows()).extracting(JoinRow::match).containsOnly(Match.WITHOUT_PREFIX);
        assertThat(proposal.leftOver(proposal.pairs())).containsExactly("epoch");
    }

    @Test
    void weightsOfOneShapeAreTakenInOrderAndSaidToBeAGuess() throws IOException {
        OnnxModels graph = OnnxModels.opset(13)
                .input("x", -1, 4)
                .weight("w1", 4, 4)
                .weight("w2", 4, 4)
                .weight("w3", 2, 4)
                .node("Gemm", "one", "x w1", "a", "transB=1")
                .node("Gemm", "two", "a w2", "b", "transB=1")
                .node("Gemm", "three", "b w3", "y", "transB=1")
                .output("y", -1, 2);
        JoinProposal proposal = propose(graph, torch("0.weight", 4, 4, "2.weight", 4, 4, "4.weight", 2, 4));
        assertThat(proposal.rows())
                .extracting(JoinRow::match)
                .containsExactly(Match.IN_ORDER, Match.IN_ORDER, Match.ONLY_SHAPE);
        assertThat(proposal.rows()).extracting(JoinRow::isGuess).containsExactly(true, true, false);
        assertThat(proposal.pairs()).extracting(JoinedPair::tensor).containsExactly("0.weight", "2.weight", "4.weight");
        assertThat(proposal.rows().get(0).candidates()).containsExactly("0.weight", "2.weight");
    }

    /** PyTorch's Linear holds outputs × inputs, a MatMul takes inputs × outputs: also where both are as many. */
    @Test
    void weightsOfMatrixProductsAreTransposed() throws IOException {
        OnnxModels graph = OnnxModels.opset(13)
                .input("x", -1, 4)
                .weight("onnx::MatMul_1", 4, 4)
                .weight("onnx::MatMul_2", 4, 2)
                .node("MatMul", "one", "x onnx::MatMul_1", "a")
                .node("MatMul", "two", "a onnx::MatMul_2", "y")
                .output("y", -1, 2);
        JoinProposal proposal = propose(graph, torch("fc1.weight", 4, 4, "fc2.weight", 2, 4));
        assertThat(proposal.pairs())
                .containsExactly(
                        new JoinedPair("onnx::MatMul_1", "fc1.weight", List.of(1, 0)),
                        new JoinedPair("onnx::MatMul_2", "fc2.weight", List.of(1, 0)));
    }

    @Test
    void kernelsOfKerasAndTensorFlowLiteAreBroughtIntoTheOrderOfOnnx() throws IOException {
        OnnxModels graph = OnnxModels.opset(13)
                .input("x", -1, 3, 8, 8)
                .weight("conv", 3, 3, 3, 3)
                .weight("depthwise", 6, 1, 5, 5)
                .node("Conv", "one", "x conv", "a")
                .node("Conv", "two", "a depthwise", "y", "group=3")
                .result("y");
        WeightFile keras = new WeightFile(
                folder.resolve("k.h5"),
                "Keras",
                List.of(
                        weight("conv/kernel", 3, 2, 3, 3, 3, 3),
                        depthwise("dw/kernel", 2, 5, 5, 3, 2)));
        // HWIO to OIHW; HWCM to CM1HW
        assertThat(propose(graph, keras).pairs())
                .containsExactly(
                        new JoinedPair("conv", "conv/kernel", List.of(3, 2, 0, 1)),
                        new JoinedPair("depthwise", "dw/kernel", List.of(2, 3, 0, 1)));
        WeightFile tflite = new WeightFile(
                folder.resolve("k.tflite"),
                "TensorFlow Lite",
                List.of(
                        weight("conv", 0, 3, 3, 3, 3, 3),
                        depthwise("dw", 3, 1, 5, 5, 6)));
        // OHWI to OIHW; 1HWC to C1HW
        assertThat(propose(graph, tflite).pairs())
                .containsExactly(
                        new JoinedPair("conv", "conv", List.of(0, 3, 1, 2)),
                        new JoinedPair("depthwise", "dw", List.of(3, 0, 1, 2)));
    }

    @Test
    void statisticsOfBatchNormalizationGoWhereTheirNamesSay() throws IOException {
        OnnxModels graph = OnnxModels.opset(13)
                .input("x", -1, 2, 4, 4)
                .weight("a", 3, 2, 1, 1)
                .weight("b", 3)
                .weight("s", 3)
                .weight("o", 3)
                .weight("m", 3)
                .weight("v", 3)
                .node("Conv", "conv", "x a b", "c")
                .node("BatchNormalization", "bn", "c s o m v", "y")
                .result("y");
        // in another order than the operator takes them, with a counter among them
        JoinProposal proposal = propose(
                graph,
                torch(
                        "0.weight",
                        3,
                        2,
                        1,
                        1,
                        "1.running_var",
                        3,
                        "1.running_mean",
                        3,
                        "1.bias",
                        3,
                        "1.weight",
                        3,
                        "0.bias",
                        3));
        assertThat(proposal.pairs())
                .extracting(JoinedPair::tensor)
                .containsExactly("0.weight", "0.bias", "1.weight", "1.bias", "1.running_mean", "1.running_var");
        assertThat(proposal.rows().get(1).match()).isEqualTo(Match.BESIDE_WEIGHT);
    }

    @Test
    void faultsNameWhatIsWrong() throws IOException {
        JoinProposal proposal =
                propose(mlp(), torch("fc1.weight", 3, 5, "fc1.bias", 3, "fc2.weight", 2, 3, "fc2.bias", 2));
        assertThat(proposal.missing(proposal.pairs())).containsExactly("fc1.weight");
        assertThat(proposal.faults(proposal.pairs(), false))
                .singleElement()
                .asString()
                .contains("'fc1.weight' (3 × 4; the file's is 3 × 5)", "keep the graph's own values");
        assertThat(proposal.faults(proposal.pairs(), true)).isEmpty();
        assertThat(proposal.faults(List.of(), true))
                .containsExactly("No tensor is paired with a constant of the graph.");
        assertThat(proposal.faults(
                        List.of(
                                new JoinedPair("fc1.bias", "fc1.bias"),
                                new JoinedPair("fc1.bias", "fc1.bias"),
                                new JoinedPair("nowhere", "fc2.bias"),
                                new JoinedPair("fc2.bias", "nothing"),
                                new JoinedPair("fc2.weight", "fc1.weight")),
                        true))
                .hasSize(4)
                .anySatisfy(fault -> assertThat(fault).contains("'fc1.bias' is paired twice"))
                .anySatisfy(fault -> assertThat(fault).contains("no constant 'nowhere'"))
                .anySatisfy(fault -> assertThat(fault).contains("no tensor 'nothing'"))
                .anySatisfy(fault -> assertThat(fault)
                        .contains("'fc1.weight' (3 × 5, FLOAT32) does not fit 'fc2.weight' (2 × 3, FLOAT32)"));
        assertThat(proposal.faults(
                        List.of(new JoinedPair("fc1.bias", "fc1.bias"), new JoinedPair("fc2.bias", "fc1.bias")), true))
                .anySatisfy(fault ->
                        assertThat(fault).contains("'fc1.bias' is paired with 'fc1.bias' and with 'fc2.bias'"));
        assertThat(proposal.faults(List.of(new JoinedPair("fc2.weight", "fc2.weight", List.of(1, 0))), true))
                .singleElement()
                .asString()
                .contains("in the order [1, 0]");
    }

    /** Exported without its parameters, a graph takes them as inputs. */
    @Test
    void inputsOfTheNameOfATensorAreWeights() throws IOException {
        OnnxModels graph = OnnxModels.opset(13)
                .input("x", -1, 4)
                .input("fc.weight", 2, 4)
                .node("Gemm", "fc", "x fc.weight", "y", "transB=1")
                .output("y", -1, 2);
        JoinProposal proposal = propose(graph, torch("fc.weight", 2, 4));
        assertThat(proposal.pairs()).containsExactly(new JoinedPair("fc.weight", "fc.weight"));
    }

    @Test
    void gatesOfRecurrentCellsAreNotPutWhereTheirOrderIsAnother() throws IOException {
        OnnxModels graph = OnnxModels.opset(13)
                .input("x", 5, 1, 3)
                .weight("W", 1, 8, 3)
                .weight("R", 1, 8, 2)
                .node("LSTM", "lstm", "x W R", "y", "hidden_size=2")
                .result("y");
        assertThat(propose(graph, torch("weight_ih_l0", 8, 3, "weight_hh_l0", 8, 2))
                        .pairs())
                .isEmpty();
    }

    @Test
    void settingsOfOperatorsAreNoWeights() throws IOException {
        OnnxModels graph = OnnxModels.opset(13)
                .input("x", -1, 4)
                .weight("low", new float[] {0})
                .weight("w", 2, 4)
                .weight("half", new float[] {0.5f}, 1)
                .longs("shape", -1, 2)
                .node("Clip", "clip", "x low", "a")
                .node("Mul", "mul", "a half", "b")
                .node("Gemm", "fc", "b w", "c", "transB=1")
                .node("Reshape", "reshape", "c shape", "y")
                .output("y", -1, 2);
        assertThat(propose(graph, torch("fc.weight", 2, 4)).rows())
                .extracting(JoinRow::initializer)
                .containsExactly("w");
    }

    private static OnnxModels mlp() {
        return OnnxModels.opset(13)
                .input("x", -1, 4)
                .weight("fc1.weight", 3, 4)
                .weight("fc1.bias", 3)
                .weight("fc2.weight", 2, 3)
                .weight("fc2.bias", 2)
                .node("Gemm", "fc1", "x fc1.weight fc1.bias", "a", "transB=1")
                .node("Relu", "relu", "a", "b")
                .node("Gemm", "fc2", "b fc2.weight fc2.bias", "y", "transB=1")
                .output("y", -1, 2);
    }

    private JoinProposal propose(OnnxModels graph, WeightFile weights) throws IOException {
        OnnxDocument document = graph.open(folder);
        return JoinProposal.of(weights, document.file(), document);
    }

    /** Names, each followed by its extents; of tensors of several axes the first holds the outputs. */
    private WeightFile torch(Object... namesAndExtents) {
        List<StoredWeight> weights = new ArrayList<>();
        for (int i = 0; i < namesAndExtents.length; ) {
            String name = (String) namesAndExtents[i++];
            long[] extents = new long[0];
            while (i < namesAndExtents.length && namesAndExtents[i] instanceof Integer extent) {
                extents = Arrays.copyOf(extents, extents.length + 1);
                extents[extents.length - 1] = extent;
                i++;
            }
            weights.add(extents.length > 1 ? weight(name, 0, 1, extents) : StoredWeight.plain(tensor(name, extents)));
        }
        return new WeightFile(folder.resolve("w.pth"), "PyTorch", weights);
    }

    private static StoredWeight weight(String name, int outputs, int inputs, long... extents) {
        return new StoredWeight(
                tensor(name, extents), OptionalInt.of(outputs), OptionalInt.of(inputs), "", Optional.empty());
    }

    /** A kernel whose outputs are the only channels that it has an axis for. */
    private static StoredWeight depthwise(String name, int outputs, long... extents) {
        return new StoredWeight(
                tensor(name, extents), OptionalInt.of(outputs), OptionalInt.empty(), "Conv", Optional.empty());
    }

    private static Tensor tensor(String name, long... extents) {
        Shape shape = Shape.of(extents);
        return Tensor.of(name, shape, OnnxModels.values((int) shape.elements()));
    }
}
