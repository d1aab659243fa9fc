package org.bitwright.training;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.bitwright.model.Phrase;
import org.bitwright.model.ToldException;

/** Plans and epochs in bytes, value by value in the order of their declaration; what may be missing after a truth value. */
final class RecordCodec {
    private RecordCodec() {}

    /** Writes one part of a record. */
    @FunctionalInterface
    private interface Writer<T> {
        void write(DataOutputStream out, T value) throws IOException;
    }

    /** Reads one part of a record. */
    @FunctionalInterface
    private interface Reader<T> {
        T read(DataInputStream in) throws IOException;
    }

    static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static String readText(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new ToldException(Phrase.of("a text of %s bytes", length));
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    static void writePlan(DataOutputStream out, TrainingPlan plan) throws IOException {
        out.writeInt(plan.epochs());
        out.writeInt(plan.batch());
        out.writeLong(plan.seed());
        writeOptimizer(out, plan.optimizer());
        writeSchedule(out, plan.schedule());
        writeText(out, plan.weightRanges().name());
        writeText(out, plan.activationRanges().name());
        writeText(out, plan.normalization().name());
        out.writeInt(plan.augmentation().shift());
        out.writeBoolean(plan.augmentation().flip());
        writeOptional(out, plan.distillation(), RecordCodec::writeDistillation);
        writeOptional(out, plan.gradients(), RecordCodec::writeRounding);
        writeOptional(out, plan.pruning(), RecordCodec::writePruning);
        out.writeDouble(plan.validationShare());
        out.writeInt(plan.patience().orElse(0));
    }

    static TrainingPlan readPlan(DataInputStream in) throws IOException {
        return new TrainingPlan(
                in.readInt(),
                in.readInt(),
                in.readLong(),
                readOptimizer(in),
                readSchedule(in),
                RangeRule.valueOf(readText(in)),
                RangeRule.valueOf(readText(in)),
                Normalization.valueOf(readText(in)),
                new Augmentation(in.readInt(), in.readBoolean()),
                readOptional(in, from -> new Distillation(from.readDouble(), from.readDouble())),
                readOptional(in, from -> new GradientRounding(from.readInt(), from.readBoolean(), from.readBoolean())),
                readOptional(in, RecordCodec::readPruning),
                in.readDouble(),
                patience(in.readInt()));
    }

    private static OptionalInt patience(int epochs) {
        return epochs == 0 ? OptionalInt.empty() : OptionalInt.of(epochs);
    }

    private static void writeOptimizer(DataOutputStream out, Optimizer optimizer) throws IOException {
        out.writeBoolean(optimizer instanceof Optimizer.Adam);
        if (optimizer instanceof Optimizer.Adam adam) {
            out.writeDouble(adam.beta1());
            out.writeDouble(adam.beta2());
            out.writeDouble(adam.epsilon());
        } else if (optimizer instanceof Optimizer.Sgd sgd) {
            out.writeDouble(sgd.momentum());
        }
        out.writeDouble(optimizer.weightDecay());
    }

    private static Optimizer readOptimizer(DataInputStream in) throws IOException {
        return in.readBoolean()
                ? new Optimizer.Adam(in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble())
                : new Optimizer.Sgd(in.readDouble(), in.readDouble());
    }

    private static void writeSchedule(DataOutputStream out, Schedule schedule) throws IOException {
        writeText(out, schedule.course().name());
        out.writeDouble(schedule.rate());
        out.writeDouble(schedule.warmup());
        out.writeInt(schedule.stepEpochs());
        out.writeDouble(schedule.stepFactor());
    }

    private static Schedule readSchedule(DataInputStream in) throws IOException {
        return new Schedule(
                Schedule.Course.valueOf(readText(in)), in.readDouble(), in.readDouble(), in.readInt(), in.readDouble());
    }

    private static void writeDistillation(DataOutputStream out, Distillation soft) throws IOException {
        out.writeDouble(soft.temperature());
        out.writeDouble(soft.share());
    }

    private static void writeRounding(DataOutputStream out, GradientRounding rounding) throws IOException {
        out.writeInt(rounding.bits());
        out.writeBoolean(rounding.stochastic());
        out.writeBoolean(rounding.errorFeedback());
    }

    private static void writePruning(DataOutputStream out, Pruning pruning) throws IOException {
        out.writeDouble(pruning.sparsity());
        out.writeInt(pruning.layers().size());
        for (Map.Entry<String, Double> layer : pruning.layers().entrySet()) {
            writeText(out, layer.getKey());
            out.writeDouble(layer.getValue());
        }
        out.writeDouble(pruning.begin());
        out.writeDouble(pruning.end());
    }

    private static Pruning readPruning(DataInputStream in) throws IOException {
        double sparsity = in.readDouble();
        Map<String, Double> layers = new TreeMap<>();
        for (int count = in.readInt(); count > 0; count--) {
            layers.put(readText(in), in.readDouble());
        }
        return new Pruning(sparsity, layers, in.readDouble(), in.readDouble());
    }

    static void writeEpochs(DataOutputStream out, List<EpochRecord> epochs) throws IOException {
        writeList(out, epochs, RecordCodec::writeEpoch);
    }

    static List<EpochRecord> readEpochs(DataInputStream in) throws IOException {
        return readList(in, RecordCodec::readEpoch);
    }

    private static void writeEpoch(DataOutputStream out, EpochRecord epoch) throws IOException {
        out.writeInt(epoch.epoch());
        out.writeDouble(epoch.rate());
        out.writeDouble(epoch.loss());
        out.writeInt(epoch.correct());
        out.writeInt(epoch.samples());
        writeOptional(out, epoch.validation(), RecordCodec::writeScore);
        out.writeDouble(epoch.seconds());
        out.writeDouble(epoch.sparsity());
        writeList(out, epoch.gradients(), RecordCodec::writeGradient);
    }

    private static EpochRecord readEpoch(DataInputStream in) throws IOException {
        return new EpochRecord(
                in.readInt(),
                in.readDouble(),
                in.readDouble(),
                in.readInt(),
                in.readInt(),
                readOptional(in, from -> new Validation.Score(from.readDouble(), from.readInt(), from.readInt())),
                in.readDouble(),
                in.readDouble(),
                readList(in, RecordCodec::readGradient));
    }

    private static void writeScore(DataOutputStream out, Validation.Score score) throws IOException {
        out.writeDouble(score.loss());
        out.writeInt(score.correct());
        out.writeInt(score.samples());
    }

    private static void writeGradient(DataOutputStream out, GradientStatistics gradient) throws IOException {
        writeText(out, gradient.parameter());
        writeText(out, gradient.layer());
        out.writeInt(gradient.values());
        out.writeDouble(gradient.maxAbs());
        out.writeDouble(gradient.zeros());
        out.writeDouble(gradient.step());
        out.writeDouble(gradient.mse());
        out.writeDouble(gradient.sqnr());
        out.writeDouble(gradient.roundedToZero());
        out.writeInt(gradient.histogram().length);
        for (long count : gradient.histogram()) {
            out.writeLong(count);
        }
        out.writeLong(gradient.sentBits());
    }

    private static GradientStatistics readGradient(DataInputStream in) throws IOException {
        return new GradientStatistics(
                readText(in),
                readText(in),
                in.readInt(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble(),
                readLongs(in),
                in.readLong());
    }

    private static long[] readLongs(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || (long) count * Long.BYTES > in.available()) {
            throw new ToldException(Phrase.of("%s counts in %s bytes", count, in.available()));
        }
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            values[i] = in.readLong();
        }
        return values;
    }

    private static <T> void writeOptional(DataOutputStream out, Optional<T> value, Writer<T> writer)
            throws IOException {
        out.writeBoolean(value.isPresent());
        if (value.isPresent()) {
            writer.write(out, value.get());
        }
    }

    private static <T> Optional<T> readOptional(DataInputStream in, Reader<T> reader) throws IOException {
        return in.readBoolean() ? Optional.of(reader.read(in)) : Optional.empty();
    }

    private static <T> void writeList(DataOutputStream out, List<T> list, Writer<T> writer) throws IOException {
        out.writeInt(list.size());
        for (T value : list) {
            writer.write(out, value);
        }
    }

    private static <T> List<T> readList(DataInputStream in, Reader<T> reader) throws IOException {
        List<T> list = new ArrayList<>();
        for (int count = in.readInt(); count > 0; count--) {
            list.add(reader.read(in));
        }
        return list;
    }
}
