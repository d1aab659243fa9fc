package org.bitwright.project;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.bitwright.export.JsonField;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;
import org.bitwright.training.Augmentation;
import org.bitwright.training.Distillation;
import org.bitwright.training.GradientRounding;
import org.bitwright.training.Normalization;
import org.bitwright.training.Optimizer;
import org.bitwright.training.Pruning;
import org.bitwright.training.RangeRule;
import org.bitwright.training.Schedule;
import org.bitwright.training.TrainingPlan;

/** Plans of training, as files hold them. */
final class PlanJson {
    private PlanJson() {}

    static ObjectNode json(TrainingPlan plan) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("epochs", plan.epochs());
        node.put("batch", plan.batch());
        node.put("seed", plan.seed());
        put(node.putObject("optimizer"), plan.optimizer());
        put(node.putObject("schedule"), plan.schedule());
        node.put("weight_ranges", text(plan.weightRanges()));
        node.put("activation_ranges", text(plan.activationRanges()));
        node.put("normalization", text(plan.normalization()));
        node.putObject("augmentation")
                .put("shift", plan.augmentation().shift())
                .put("flip", plan.augmentation().flip());
        plan.distillation().ifPresent(soft -> node.putObject("distillation")
                .put("temperature", soft.temperature())
                .put("share", soft.share()));
        plan.gradients().ifPresent(rounding -> node.putObject("gradients")
                .put("bits", rounding.bits())
                .put("stochastic", rounding.stochastic())
                .put("error_feedback", rounding.errorFeedback()));
        plan.pruning().ifPresent(pruning -> put(node.putObject("pruning"), pruning));
        node.put("validation_share", plan.validationShare());
        plan.patience().ifPresent(epochs -> node.put("patience", epochs));
        return node;
    }

    private static void put(ObjectNode node, Optimizer optimizer) {
        if (optimizer instanceof Optimizer.Sgd sgd) {
            node.put("kind", "sgd").put("momentum", sgd.momentum());
        } else if (optimizer instanceof Optimizer.Adam adam) {
            node.put("kind", "adam")
                    .put("beta1", adam.beta1())
                    .put("beta2", adam.beta2())
                    .put("epsilon", adam.epsilon());
        }
        node.put("weight_decay", optimizer.weightDecay());
    }

    private static void put(ObjectNode node, Schedule schedule) {
        node.put("course", text(schedule.course()));
        node.put("rate", schedule.rate());
        node.put("warmup", schedule.warmup());
        node.put("step_epochs", schedule.stepEpochs());
        node.put("step_factor", schedule.stepFactor());
    }

    private static void put(ObjectNode node, Pruning pruning) {
        node.put("sparsity", pruning.sparsity());
        ObjectNode layers = node.putObject("layers");
        pruning.layers().forEach(layers::put);
        node.put("begin", pruning.begin());
        node.put("end", pruning.end());
    }

    static TrainingPlan read(JsonField node) throws InvalidFileException {
        try {
            return plan(node);
        } catch (IllegalArgumentException e) {
            return node.fail(Phrase.toldBy(e));
        }
    }

    private static TrainingPlan plan(JsonField node) throws InvalidFileException {
        Optional<JsonField> soft = node.find("distillation");
        Optional<JsonField> gradients = node.find("gradients");
        Optional<JsonField> pruning = node.find("pruning");
        Optional<JsonField> patience = node.find("patience");
        JsonField augmentation = node.get("augmentation");
        return new TrainingPlan(
                whole(node.get("epochs")),
                whole(node.get("batch")),
                node.get("seed").integer(Long.MIN_VALUE, Long.MAX_VALUE),
                optimizer(node.get("optimizer")),
                schedule(node.get("schedule")),
                choice(node.get("weight_ranges"), RangeRule.values()),
                choice(node.get("activation_ranges"), RangeRule.values()),
                choice(node.get("normalization"), Normalization.values()),
                new Augmentation(
                        whole(augmentation.get("shift")),
                        augmentation.get("flip").truth()),
                soft.isPresent()
                        ? Optional.of(new Distillation(
                                soft.get().get("temperature").real(),
                                soft.get().get("share").real()))
                        : Optional.empty(),
                gradients.isPresent() ? Optional.of(rounding(gradients.get())) : Optional.empty(),
                pruning.isPresent() ? Optional.of(pruning(pruning.get())) : Optional.empty(),
                node.get("validation_share").real(),
                patience.isPresent() ? OptionalInt.of(whole(patience.get())) : OptionalInt.empty());
    }

    private static Optimizer optimizer(JsonField node) throws InvalidFileException {
        double decay = node.get("weight_decay").real();
        return switch (node.get("kind").text()) {
            case "sgd" -> new Optimizer.Sgd(node.get("momentum").real(), decay);
            case "adam" ->
                new Optimizer.Adam(
                        node.get("beta1").real(),
                        node.get("beta2").real(),
                        node.get("epsilon").real(),
                        decay);
            default -> node.get("kind").fail(Phrase.of("sgd or adam is expected"));
        };
    }

    private static Schedule schedule(JsonField node) throws InvalidFileException {
        return new Schedule(
                choice(node.get("course"), Schedule.Course.values()),
                node.get("rate").real(),
                node.get("warmup").real(),
                whole(node.get("step_epochs")),
                node.get("step_factor").real());
    }

    private static GradientRounding rounding(JsonField node) throws InvalidFileException {
        return new GradientRounding(
                whole(node.get("bits")),
                node.get("stochastic").truth(),
                node.get("error_feedback").truth());
    }

    private static Pruning pruning(JsonField node) throws InvalidFileException {
        Map<String, Double> layers = new LinkedHashMap<>();
        for (String name : node.get("layers").names()) {
            layers.put(name, node.get("layers").get(name).real());
        }
        return new Pruning(
                node.get("sparsity").real(),
                layers,
                node.get("begin").real(),
                node.get("end").real());
    }

    private static int whole(JsonField field) throws InvalidFileException {
        return (int) field.integer(0, Integer.MAX_VALUE);
    }

    static String text(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    static <E extends Enum<E>> E choice(JsonField field, E[] values) throws InvalidFileException {
        for (E value : values) {
            if (text(value).equals(field.text())) {
                return value;
            }
        }
        return field.fail(Phrase.of("it says '%s', which this Bitwright does not know", field.text()));
    }
}
