package org.bitwright.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bitwright.cli.Ran.bitwright;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bitwright.io.safetensors.SafetensorsReader;
import org.bitwright.io.torch.TorchReader;
import org.bitwright.model.StateDict;
import org.bitwright.model.Tensor;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.project.Project;
import org.bitwright.project.TrainingRun;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Pause;
import org.bitwright.task.Progress;
import org.bitwright.training.Checkpoint;
import org.bitwright.training.EpochRecord;
import org.bitwright.training.StepReport;
import org.bitwright.training.TrainingListener;
import org.bitwright.training.TrainingPlan;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainCommandTest {
    private static final String SIMPLE = "sample-models/simple-model.onnx";
    private static final String TRAINING = "sample-models/mnist/calibration-images-idx3-ubyte.gz";
    private static final String IMAGES = "sample-models/mnist/t10k-images-idx3-ubyte.gz";

    @TempDir
    private Path folder;

    private String usualState = "";

    @BeforeEach
    void keepTheStateFolderApart() {
        usualState = System.getProperty("bitwright.state", "");
        System.setProperty("bitwright.state", folder.resolve("state").toString());
    }

    @AfterEach
    void restoreTheStateFolder() {
        if (usualState.isEmpty()) {
            System.clearProperty("bitwright.state");
        } else {
            System.setProperty("bitwright.state", usualState);
        }
    }

    /** Two epochs on 300 samples, measured on 200 others. */
    private static Ran quick(Object... options) {
        List<Object> all =
                new ArrayList<>(List.of("train", SIMPLE, "--training-data", TRAINING, "--training-limit", 300));
        all.addAll(List.of("--data", IMAGES, "--limit", 200, "--epochs", 2));
        all.addAll(List.of(options));
        return bitwright(all.toArray());
    }

    private static List<JsonNode> lines(Ran ran) throws JsonProcessingException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : ran.out().lines().toList()) {
            lines.add(new ObjectMapper().readTree(line));
        }
        return lines;
    }

    @Test
    void tellsALineAnEpochAndWhatItCameTo() {
        Ran ran = quick("--bits", 4, "--rate", "0.0001");

        assertThat(ran.status()).as(ran.err()).isZero();
        assertThat(ran.out())
                .contains(
                        "Training 'Training' on 300 samples",
                        "Learning rate            0.0001, falls to 0 along a cosine",
                        "Epoch 1, Loss: ",
                        "Epoch 2, Loss: ",
                        "of 30 samples held out",
                        "float  top-1",
                        "before top-1",
                        "after  top-1",
                        "of 200 samples",
                        "after against float");
        assertThat(ran.err()).isEmpty();
    }

    @Test
    void jsonIsALineAnEpochAndTheResultLast() throws IOException {
        Ran ran = quick("--json", "--bits", 4, "--gradient-bits", 4, "--error-feedback", "--name", "a run");
        List<JsonNode> lines = lines(ran);
        JsonNode result = lines.get(lines.size() - 1);

        List<JsonNode> epochs = lines.stream()
                .filter(line -> line.path("event").asText().equals("epoch"))
                .toList();
        assertThat(epochs).hasSize(2).allMatch(line -> line.get("run").asText().equals("a run"));
        assertThat(epochs.get(1).get("validation").get("samples").asInt()).isEqualTo(30);
        JsonNode gradient = epochs.get(0).get("gradients").get(0);
        assertThat(gradient.get("parameter").asText()).isEqualTo("fc1.weight");
        // 256 · 784 codes of 4 bits and a scale of 32
        assertThat(gradient.get("sent_bits").asLong()).isEqualTo(4L * 256 * 784 + 32);
        JsonNode run = result.get("runs").get(0);
        assertThat(run.get("state").asText()).isEqualTo("done");
        assertThat(run.get("settings").get("gradient_rounding").asText()).isEqualTo("stochastic");
        assertThat(run.get("settings").get("error_feedback").asBoolean()).isTrue();
        assertThat(run.get("after").get("samples").asInt()).isEqualTo(200);
        assertThat(run.get("epochs").get(1).get("loss")).isEqualTo(epochs.get(1).get("loss"));
        // weights at 4 bits, one scale a tensor
        assertThat(result.get("bytes").get("quantized").asLong()).isLessThan(110_000);
    }

    @Test
    void sameSeedTrainsTheSame() throws IOException {
        JsonNode first =
                lines(quick("--json", "--bits", 3, "--shift", 2, "--seed", 7)).get(0);
        JsonNode second =
                lines(quick("--json", "--bits", 3, "--shift", 2, "--seed", 7)).get(0);
        JsonNode other =
                lines(quick("--json", "--bits", 3, "--shift", 2, "--seed", 8)).get(0);

        assertThat(first.get("loss")).isEqualTo(second.get("loss")).isNotEqualTo(other.get("loss"));
    }

    @Test
    void theTrainedNetworkIsExportedAndSaved() throws IOException {
        Path pth = folder.resolve("quantized_model.pth");
        Path tensors = folder.resolve("model.safetensors");
        Path onnx = folder.resolve("simulated.onnx");
        Path saved = folder.resolve("trained.bitwright");

        Ran ran = quick(
                "--bits",
                2,
                "--save",
                saved,
                "--export",
                "pth=" + pth,
                "--export",
                "safetensors=" + tensors,
                "--export",
                "simulated=" + onnx);

        assertThat(ran.status()).as(ran.err()).isZero();
        StateDict state = TorchReader.read(pth);
        OnnxDocument written = OnnxDocument.open(onnx);
        OnnxDocument before = OnnxDocument.open(Path.of(SIMPLE));
        for (Tensor tensor : state.tensors()) {
            float[] values = tensor.readFloats();
            assertThat(values)
                    .isEqualTo(written.constant(tensor.name()).orElseThrow().readFloats());
            assertThat(values)
                    .isEqualTo(SafetensorsReader.read(tensors)
                            .tensor(tensor.name())
                            .orElseThrow()
                            .readFloats());
            assertThat(values)
                    .isNotEqualTo(before.constant(tensor.name()).orElseThrow().readFloats());
        }
        try (Project project = Project.load(saved)) {
            TrainingRun run = project.training().find("Training").orElseThrow();
            assertThat(run.state()).isEqualTo(TrainingRun.State.DONE);
            assertThat(run.result()).contains(project.config());
            assertThat(run.after()).isPresent();
        }
        assertThat(folder.resolve("trained.bitwright.training"))
                .satisfiesAnyOf(place -> assertThat(place).doesNotExist(), place -> assertThat(place)
                        .isEmptyDirectory());
    }

    @Test
    void twinsDifferInTheirGradientsAlone() throws IOException {
        List<JsonNode> lines = lines(quick("--json", "--bits", 4, "--gradient-twins", "2,8", "--name", "widths"));
        JsonNode runs = lines.get(lines.size() - 1).get("runs");

        assertThat(runs.findValuesAsText("name")).contains("widths (32 bits)", "widths (2 bits)", "widths (8 bits)");
        assertThat(runs.get(0).get("settings").has("gradient_bits")).isFalse();
        assertThat(runs.get(1).get("settings").get("gradient_bits").asInt()).isEqualTo(2);
        assertThat(runs.get(2).get("settings").get("seed"))
                .isEqualTo(runs.get(0).get("settings").get("seed"));
        assertThat(quick("--bits", 4, "--gradient-twins", "4").out()).contains("gradients", "full", "4 bits");
    }

    @Test
    void prunedWeightsAreZeroInTheResult() throws IOException {
        Path pth = folder.resolve("pruned.pth");

        Ran ran = quick(
                "--bits", 8, "--prune", "50%", "--prune-layer", "fc1*=0.9", "--prune-end", 1, "--export", "pth=" + pth);

        assertThat(ran.status()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("50 % of each layer's weights become 0, 'fc1/Gemm' 90 %", "of the weights zero");
        assertThat(zeros(TorchReader.read(pth).tensor("fc1.weight").orElseThrow()))
                .isGreaterThanOrEqualTo(0.9);
        assertThat(zeros(TorchReader.read(pth).tensor("fc2.weight").orElseThrow()))
                .isGreaterThanOrEqualTo(0.5);
    }

    private static double zeros(Tensor tensor) throws IOException {
        float[] values = tensor.readFloats();
        int zeros = 0;
        for (float value : values) {
            zeros += value == 0 ? 1 : 0;
        }
        return (double) zeros / values.length;
    }

    @Test
    void rangesOfActivationsComeFromTheTrainingDataWhereNothingElseIsSaid() {
        Ran ran = quick("--bits", 8, "--activation-bits", 8);

        assertThat(ran.status()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("the first 300 training samples");
    }

    @Test
    void labelledCalibrationDataStandInAndAreCalledFew() {
        Ran ran = bitwright("train", SIMPLE, "--bits", 4, "--calibration-data", TRAINING, "--epochs", 1);

        assertThat(ran.status()).as(ran.err()).isZero();
        assertThat(ran.err()).contains("a small set");
        assertThat(ran.out()).contains("on 1000 samples");
    }

    @Test
    void whatCannotBeTrainedIsNamedBeforeAnythingStarts() throws IOException {
        Path model = OnnxModels.opset(13)
                .input("x", -1, 1, 28, 28)
                .weight("shape", 0)
                .longs("flat", -1, 784)
                .node("Reshape", "reshape", "x flat", "r")
                .weight("w", 784, 10)
                .node("MatMul", "product", "r w", "h")
                .node("Hardmax", "hard", "h", "y")
                .output("y", -1, 10)
                .write(folder.resolve("hard.onnx"));

        Ran ran = bitwright("train", model, "--training-data", TRAINING);

        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.err()).contains("cannot be trained on", "hard (Hardmax)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--epochs 0 | epochs are 1 to",
                "--epochs x | --epochs",
                "--batch 5000 | a batch has",
                "--optimizer lion | --optimizer",
                "--momentum 0.5 | sgd's",
                "--optimizer sgd --momentum 1 | momentum",
                "--rate 0 | learning rate",
                "--schedule step | no schedule",
                "--schedule step:2:0.5:1 | no schedule",
                "--ranges floating | --ranges",
                "--gradient-bits 1 | 2 to 16 bits",
                "--error-feedback | need --gradient-bits",
                "--gradient-twins 1-4 | 2 to 16 bits",
                "--gradient-twins 4 --gradient-bits 4 | its own widths",
                "--gradient-twins 4 --export pth=x.pth | writes one",
                "--distill 4:2 | share of soft targets",
                "--distill hot | TEMPERATURE",
                "--prune 120% | no share",
                "--prune 50% --prune-end 9 | pruning ends after the last epoch",
                "--prune-begin 1 | need --prune",
                "--prune-layer conv*=0.5 | no layer matches",
                "--validation 60% | held out",
                "--patience 0 | patience",
                "--shift 99 | pixels",
                "--resume Training --epochs 3 | own settings",
                "--resume Training --name other | own settings"
            })
    void wrongSettingsAreToldAsWrongUse(String options, String words) {
        List<Object> all = new ArrayList<>(List.of("train", SIMPLE, "--training-data", TRAINING));
        all.addAll(List.of(options.trim().split(" ")));

        Ran ran = bitwright(all.toArray());

        assertThat(ran.status()).as(ran.err()).isEqualTo(2);
        assertThat(ran.err()).contains(words);
        assertThat(ran.out()).isEmpty();
    }

    @Test
    void missingDataAreToldWithTheOption() {
        Ran none = bitwright("train", SIMPLE, "--data", IMAGES, "--limit", 10);
        assertThat(none.status()).isEqualTo(2);
        assertThat(none.err()).contains("--training-data is missing");

        Ran unknown = bitwright("train", SIMPLE, "--training-data", TRAINING, "--resume", "gone");
        assertThat(unknown.status()).isEqualTo(1);
        assertThat(unknown.err()).contains("no run 'gone'");
    }

    @Test
    void aRunOfAProjectFileThatIsNotSavedCanGoOnAgain() throws Exception {
        Path file = folder.resolve("a.bitwright");
        assertThat(quick("--bits", 4, "--save", file).status()).isZero();
        try (Project project = Project.load(file)) {
            CancelToken cancel = new CancelToken();
            TrainingListener ending = new TrainingListener() {
                @Override
                public void step(StepReport report) {}

                @Override
                public void epoch(EpochRecord record, Checkpoint checkpoint) {
                    cancel.cancel();
                }
            };
            TrainingRun left = project.training()
                    .run("left", TrainingPlan.usual().withEpochs(2), new Pause(), ending, new Progress(), cancel);
            assertThat(left.state()).isEqualTo(TrainingRun.State.CANCELLED);
            project.save(file);
        }

        for (int time = 0; time < 2; time++) {
            Ran ran = bitwright("train", file, "--resume", "left");
            assertThat(ran.status()).as(ran.err()).isZero();
            assertThat(ran.out()).contains("'left' is done").doesNotContain("Epoch 1, Loss: ");
        }
    }

    @Test
    void evaluationDataAreNeverTrainedOn() {
        Ran ran = bitwright("train", SIMPLE, "--training-data", IMAGES, "--data", IMAGES);

        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.err()).contains("are the evaluation data");
    }

    @Test
    void aRunThatDivergesSaysSo() {
        Ran ran = quick("--bits", 4, "--optimizer", "sgd", "--rate", 100, "--schedule", "constant");

        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.err()).contains("diverged");
    }

    @Test
    void helpShowsAnExample() {
        Ran ran = bitwright("train", "--help");

        assertThat(ran.status()).isZero();
        assertThat(ran.out()).contains("Example:", "--gradient-bits", "--training-data", "(default: 5)");
        assertThat(Files.exists(folder.resolve("state"))).isFalse();
    }
}
