package org.bitwright.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.bitwright.analysis.DataPart;
import org.bitwright.analysis.Outcomes;
import org.bitwright.model.Layer;
import org.bitwright.project.VariantComparison.LayerRow;
import org.bitwright.quant.ActivationConfig;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Preset;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;
import org.bitwright.runtime.Engines;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VariantsTest {
    @TempDir
    private Path folder;

    private static QuantConfig every(Project project, TensorConfig choice) {
        QuantConfig config = QuantConfig.empty();
        for (Layer layer : project.model().layers()) {
            config = config.with(layer.name(), choice.fitting(layer));
        }
        return config;
    }

    @Test
    void configurationsAreKeptUnderNames() throws IOException {
        try (Project project = Project.create(Mnist.LENET)) {
            QuantConfig first = project.config();
            Variants variants = project.variants();
            variants.add(" eight bits ", first);
            variants.add("binary", every(project, Preset.BINARY.config()));
            assertThat(variants.all()).extracting(Variant::name).containsExactly("eight bits", "binary");
            assertThat(variants.find("eight bits")).contains(new Variant("eight bits", first));

            project.edit("one bit", variants.find("binary").orElseThrow().config());
            project.history().undo();
            assertThat(variants.all()).hasSize(2);
            assertThat(project.config()).isEqualTo(first);

            variants.rename("binary", "one bit");
            assertThat(variants.all()).extracting(Variant::name).containsExactly("eight bits", "one bit");
            variants.remove("eight bits");
            assertThat(variants.all()).extracting(Variant::name).containsExactly("one bit");
            assertThat(variants.find("eight bits")).isEmpty();
        }
    }

    @Test
    void namesAreToldApartAndSaySomething() throws IOException {
        try (Project project = Project.create(Mnist.LENET)) {
            Variants variants = project.variants();
            variants.add("a", project.config());
            variants.add("b", project.config());
            assertThatThrownBy(() -> variants.add(" a", project.config()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("There is a variant named 'a' already. Choose another name.");
            assertThatThrownBy(() -> variants.rename("b", "a")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> variants.add(" \t", project.config()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("A variant needs a name.");
            assertThatThrownBy(() -> variants.add("x".repeat(201), project.config()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("200 characters");
            assertThatThrownBy(() -> variants.remove("c"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("There is no variant named 'c'.");
            assertThat(variants.rename("b", " b ").name()).isEqualTo("b");
            assertThat(variants.all()).extracting(Variant::name).containsExactly("a", "b");
        }
    }

    @Test
    void configurationsOfOtherModelsAreRefused() throws IOException {
        try (Project project = Project.create(Mnist.LENET)) {
            QuantConfig other = QuantConfig.empty().with("none", Preset.BINARY.config());
            assertThatThrownBy(() -> project.variants().add("x", other))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("no layer 'none'");
        }
    }

    @Test
    void twoAreComparedLayerByLayerAndOnTheSameSamples() throws IOException, InferenceException {
        try (Project project = Project.create(Mnist.LENET)) {
            project.dataSets().use(Mnist.first(400));
            Layer changed = project.model().layers().get(1);
            Variant eight = new Variant("eight", project.config());
            Variant one = new Variant("one", project.config().with(changed.name(), Preset.BINARY.config()));

            VariantComparison found = compare(project, eight, one);

            assertThat(found.layers()).extracting(LayerRow::layer).containsExactlyElementsOf(layerNames(project));
            assertThat(found.layers().stream().filter(LayerRow::differs).map(LayerRow::layer))
                    .containsExactly(changed.name());
            LayerRow row = found.layers().get(1);
            assertThat(row.firstSqnrDb())
                    .isEqualTo(project.layers()
                            .quantized(changed.name(), eight.config().of(changed.name()), CancelToken.none())
                            .error()
                            .sqnrDb());
            assertThat(row.secondSqnrDb()).isLessThan(row.firstSqnrDb());
            // 8 bits a weight and one scale of 32 bits; 1 bit a weight and a scale a channel.
            assertThat(row.firstBytes()).isEqualTo(changed.parameters() + 4);
            assertThat(row.secondBytes()).isEqualTo((changed.parameters() + 7) / 8 + 4L * changed.channels());
            assertThat(found.firstBytes() - found.secondBytes()).isEqualTo(row.firstBytes() - row.secondBytes());

            Measurement before = found.firstMeasured().orElseThrow();
            Measurement after = found.secondMeasured().orElseThrow();
            assertThat(project.measuring().measured(one.config())).contains(after);
            long difference = found.test().orElseThrow().onlyFirst()
                    - found.test().orElseThrow().onlySecond();
            assertThat(difference)
                    .isEqualTo(before.accuracy().orElseThrow().correct()
                            - after.accuracy().orElseThrow().correct());
            assertThat(project.exploration().compare(eight.config(), one.config()))
                    .isEqualTo(found.test());
        }
    }

    @Test
    void floatLayersHaveNoErrorAndWithoutDataThereIsNoAccuracy() throws IOException, InferenceException {
        try (Project project = Project.create(Mnist.LENET)) {
            VariantComparison found =
                    compare(project, new Variant("float", QuantConfig.empty()), new Variant("eight", project.config()));
            assertThat(found.layers()).allSatisfy(row -> {
                assertThat(row.firstSqnrDb()).isInfinite();
                assertThat(row.secondSqnrDb()).isBetween(20.0, 60.0);
            });
            assertThat(found.firstBytes()).isEqualTo(project.measuring().floatBytes());
            assertThat(found.firstMeasured()).isEmpty();
            assertThat(found.test()).isEmpty();
        }
    }

    @Test
    void bothRunInTurnsAndNothingIsLeftOfTheirFiles() throws IOException, InferenceException {
        try (Project project = Project.create(Mnist.LENET)) {
            project.dataSets().use(Mnist.first(50));
            VariantLatency found = project.exploration()
                    .measureLatency(
                            new Variant("float", QuantConfig.empty()),
                            new Variant("eight", project.config()),
                            1,
                            List.of(1, 8),
                            new Progress(),
                            CancelToken.none());
            assertThat(found.batches())
                    .extracting(VariantLatency.Batch::samples)
                    .containsExactly(1, 8);
            assertThat(found.batches()).allSatisfy(batch -> {
                assertThat(batch.first().runs()).isEqualTo(batch.second().runs());
                assertThat(batch.first().median()).isPositive();
                assertThat(batch.second().median()).isPositive();
            });
            try (Stream<Path> files = Files.list(Engines.current().folder())) {
                assertThat(files.map(file -> file.getFileName().toString()))
                        .noneMatch(name -> name.startsWith("latency-"));
            }
        }
    }

    @Test
    void halvesOfTheDataAddUpToTheWhole() throws IOException, InferenceException {
        try (Project project = Project.create(Mnist.LENET)) {
            project.dataSets().use(Mnist.first(301));
            Measurement found = project.measuring().measure(project.config(), new Progress(), CancelToken.none());
            Outcomes outcomes = found.outcomes().orElseThrow();
            assertThat(outcomes.accuracy()).isEqualTo(found.accuracy().orElseThrow());
            assertThat(found.accuracy(DataPart.ALL)).isEqualTo(found.accuracy());
            assertThat(found.accuracy(DataPart.SEARCH).orElseThrow().samples()).isEqualTo(151);
            assertThat(found.accuracy(DataPart.SEARCH)
                            .orElseThrow()
                            .plus(found.accuracy(DataPart.REPORT).orElseThrow()))
                    .isEqualTo(found.accuracy().orElseThrow());
        }
    }

    @Test
    void frontHoldsWhatNothingSmallerReaches() throws IOException, InferenceException {
        try (Project project = Project.create(Mnist.LENET)) {
            project.dataSets().use(Mnist.first(400));
            QuantConfig eight = every(project, Preset.INT8_CHANNEL.config());
            QuantConfig binary = every(project, Preset.BINARY.config());
            for (QuantConfig config : List.of(eight, binary)) {
                project.measuring().measure(config, new Progress(), CancelToken.none());
            }
            Exploration exploration = project.exploration();
            assertThat(exploration.measured())
                    .extracting(MeasuredConfig::uniformBits)
                    .containsExactly(OptionalInt.empty(), OptionalInt.of(8), OptionalInt.of(1));
            List<MeasuredConfig> front = exploration.front();
            assertThat(front)
                    .isSortedAccordingTo((a, b) -> Long.compare(
                            a.measurement().bytes(), b.measurement().bytes()));
            assertThat(front.get(0).config()).isEqualTo(binary);
            for (MeasuredConfig found : exploration.measured()) {
                boolean beaten = exploration.measured().stream()
                        .anyMatch(other -> !other.equals(found)
                                && other.measurement().bytes()
                                        <= found.measurement().bytes()
                                && other.score() >= found.score());
                assertThat(front.stream().anyMatch(kept -> kept.config().equals(found.config())))
                        .isEqualTo(!beaten);
            }
        }
    }

    private static List<String> layerNames(Project project) {
        return project.model().layers().stream().map(Layer::name).toList();
    }

    private static VariantComparison compare(Project project, Variant first, Variant second)
            throws IOException, InferenceException {
        return project.exploration().compareVariants(first, second, new Progress(), CancelToken.none());
    }

    @Test
    void withoutTheCalibrationDataThatOneTakesTheOtherIsMeasured() throws IOException, InferenceException {
        try (Project project = Project.create(Mnist.LENET)) {
            project.dataSets().use(Mnist.first(50));
            String edge = project.model().edges().get(0).name();
            ActivationConfig rounded =
                    ActivationConfig.ofStatic(new NumberFormat.Uniform(8, Scheme.ASYMMETRIC), Calibrator.minMax());
            Variant plain = new Variant("weights", project.config());
            Variant both = new Variant("both", project.config().withActivation(edge, rounded));
            VariantComparison found = compare(project, plain, both);
            assertThat(found.layers()).hasSize(5);
            assertThat(found.firstMeasured()).isPresent();
            assertThat(found.secondMeasured()).isEmpty();
            assertThat(found.test()).isEmpty();
        }
    }

    @Test
    void namesComeBackWithTheProjectAndCountAsChanges() throws IOException {
        Path file = folder.resolve("work.bitwright");
        try (Project project = Project.create(Mnist.LENET)) {
            assertThat(project.isModified()).isFalse();
            project.variants().add("start", project.config());
            assertThat(project.isModified()).isTrue();
            project.save(file);
            assertThat(project.isModified()).isFalse();
            project.variants().add("none", QuantConfig.empty());
            project.variants().remove("none");
            assertThat(project.isModified()).isTrue();
            project.save(file);
        }
        try (Project again = Project.load(file)) {
            assertThat(again.variants().all()).containsExactly(new Variant("start", again.config()));
            assertThat(again.isModified()).isFalse();
            again.variants().rename("start", "first");
            assertThat(again.isModified()).isTrue();
        }
    }
}
