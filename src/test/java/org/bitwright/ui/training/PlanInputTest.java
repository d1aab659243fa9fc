package org.bitwright.ui.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.bitwright.training.Augmentation;
import org.bitwright.training.Distillation;
import org.bitwright.training.GradientRounding;
import org.bitwright.training.Normalization;
import org.bitwright.training.Optimizer;
import org.bitwright.training.Pruning;
import org.bitwright.training.RangeRule;
import org.bitwright.training.Schedule;
import org.bitwright.training.TrainingPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanInputTest {
    private static final List<String> LAYERS = List.of("conv1", "fc1", "fc2");

    private static final TrainingPlan EVERYTHING = new TrainingPlan(
            12,
            32,
            7_000_000_000L,
            new Optimizer.Sgd(0.85, 0.0005),
            new Schedule(Schedule.Course.STEP, 0.05, 0.5, 4, 0.2),
            RangeRule.LEARNED,
            RangeRule.FIXED,
            Normalization.TRAINED,
            new Augmentation(2, true),
            Optional.of(new Distillation(3.5, 0.7)),
            Optional.of(new GradientRounding(4, false, true)),
            Optional.of(new Pruning(0.92, Map.of("conv1", 0.3), 1.5, 9)),
            0.15,
            OptionalInt.of(3));

    @Test
    void whatIsShownIsWhatComesBack() {
        assertThat(new PlanInput(EVERYTHING, LAYERS).plan()).contains(EVERYTHING);
        assertThat(new PlanInput(TrainingPlan.usual(), LAYERS).plan()).contains(TrainingPlan.usual());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 'a whole number, 1 to 10,000'",
        "10001, 'a whole number, 1 to 10,000'",
        "2.5, 'a whole number, 1 to 10,000'",
        "many, 'a whole number, 1 to 10,000'",
        "'', 'a whole number, 1 to 10,000'"
    })
    void epochsThatCannotBeAreFaults(String typed, String why) {
        PlanInput input = new PlanInput(TrainingPlan.usual(), LAYERS);
        input.epochs.textProperty().set(typed);
        assertThat(input.epochs.fault()).contains(why);
        assertThat(input.plan()).isEmpty();
        assertThat(input.isMoreWrong()).isFalse();
    }

    @Test
    void boundsTellWhichEndsAreOpen() {
        PlanInput input = new PlanInput(TrainingPlan.usual(), LAYERS);
        input.schedule.rate.textProperty().set("0");
        assertThat(input.schedule.rate.fault()).contains("above 0, at most 100");
        input.optimizer.beta1.textProperty().set("1");
        assertThat(input.optimizer.beta1.fault()).contains("at least 0, below 1");
        input.optimizer.epsilon.textProperty().set("0");
        assertThat(input.optimizer.epsilon.fault()).contains("above 0, below 1");
        assertThat(input.isMoreWrong()).isTrue();
        input.schedule.rate.textProperty().set("3e-4");
        input.optimizer.beta1.textProperty().set("0");
        input.optimizer.epsilon.textProperty().set("1e-8");
        assertThat(input.plan().orElseThrow().schedule().rate()).isEqualTo(0.0003);
    }

    @Test
    void numbersOfWhatIsNotChosenDoNotCount() {
        PlanInput input = new PlanInput(TrainingPlan.usual(), LAYERS);
        input.optimizer.momentum.textProperty().set("much");
        input.gradients.bits.textProperty().set("1");
        input.distillation.temperature.textProperty().set("-");
        input.pruning.end.textProperty().set("99");
        input.schedule.stepFactor.textProperty().set("2");
        assertThat(input.plan()).contains(TrainingPlan.usual());
        input.optimizer.kind.set(OptimizerInput.Kind.SGD);
        assertThat(input.plan()).isEmpty();
    }

    @Test
    void pruningEndsInTimeAndAfterItBegins() {
        PlanInput input = new PlanInput(TrainingPlan.usual(), LAYERS);
        input.pruning.chosen.set(true);
        assertThat(input.pruning.fault()).isEmpty();
        input.pruning.end.textProperty().set("6");
        assertThat(input.pruning.fault()).contains("at the latest after epoch 5");
        input.epochs.textProperty().set("6");
        assertThat(input.pruning.fault()).isEmpty();
        input.pruning.begin.textProperty().set("6");
        assertThat(input.pruning.fault()).contains("ends after it begins");
        assertThat(input.plan()).isEmpty();
    }

    /** As the command line has them: later ones win. */
    @Test
    void layersMayHaveOtherSharesOfZeros() {
        PlanInput input = new PlanInput(TrainingPlan.usual(), LAYERS);
        input.pruning.chosen.set(true);
        input.pruning.others.textProperty().set("fc*=90; fc2=50.5 ;");
        assertThat(input.plan().orElseThrow().pruning().orElseThrow().layers())
                .isEqualTo(Map.of("fc1", 0.9, "fc2", 0.505));
        assertThat(input.isMoreWrong()).isFalse();
        input.pruning.others.textProperty().set("");
        assertThat(input.plan().orElseThrow().pruning().orElseThrow().layers()).isEmpty();
    }

    /** TFLite joins the names of what it fuses. */
    @Test
    void namesMayHaveWhatPartsThem() {
        List<String> layers = List.of("conv/Relu;bias", "fc=1");
        LayerShares shares = new LayerShares(layers, Map.of("conv/Relu;bias", 0.9, "fc=1", 0.5));
        assertThat(shares.fault()).isEmpty();
        assertThat(shares.shares()).isEqualTo(Map.of("conv/Relu;bias", 0.9, "fc=1", 0.5));
    }

    @ParameterizedTest
    @CsvSource({
        "fc3=50, no layer is called fc3",
        "fc1=100, 'fc1: at least 0, below 100'",
        "fc1, 'fc1: at least 0, below 100'",
        "conv1=30; fc?=much, 'fc?: at least 0, below 100'"
    })
    void sharesOfLayersThatCannotBeAreFaults(String typed, String why) {
        PlanInput input = new PlanInput(TrainingPlan.usual(), LAYERS);
        input.pruning.others.textProperty().set(typed);
        assertThat(input.plan()).as("it does not count").contains(TrainingPlan.usual());
        input.pruning.chosen.set(true);
        assertThat(input.pruning.fault()).contains(why);
        assertThat(input.pruning.spanFault()).isEmpty();
        assertThat(input.isMoreWrong()).isTrue();
        assertThat(input.plan()).isEmpty();
    }

    @Test
    void patienceMayBeLeftOut() {
        PlanInput input = new PlanInput(EVERYTHING, LAYERS);
        input.patience.textProperty().set(" ");
        assertThat(input.plan().orElseThrow().patience()).isEmpty();
        input.patience.textProperty().set("0");
        assertThat(input.patience.fault()).isPresent();
    }

    @Test
    void everyChangeIsHeard() {
        PlanInput input = new PlanInput(TrainingPlan.usual(), LAYERS);
        int[] heard = {0};
        input.watched()
                .forEach(one -> one.addListener(observable -> {
                    heard[0]++;
                    input.plan();
                }));
        input.seed.textProperty().set("2");
        input.pruning.chosen.set(true);
        input.gradients.stochastic.set(false);
        assertThat(heard[0]).isEqualTo(3);
    }
}
