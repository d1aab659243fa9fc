package org.bitwright.cli;

import java.util.List;
import java.util.Locale;
import org.bitwright.training.Schedule;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * {@code constant}, {@code cosine}, {@code linear}, or {@code step:EPOCHS[:FACTOR]}.
 *
 * @param stepEpochs epochs between two steps
 * @param stepFactor what the rate is multiplied by at each
 */
record ScheduleOption(Schedule.Course course, int stepEpochs, double stepFactor) {
    private static final double USUAL_FACTOR = 0.1;

    Schedule schedule(double rate, double warmup) {
        return new Schedule(course, rate, warmup, stepEpochs, stepFactor);
    }

    /** For picocli. */
    static final class Converter implements ITypeConverter<ScheduleOption> {
        @Override
        public ScheduleOption convert(String text) {
            List<String> parts = List.of(text.split(":", -1));
            try {
                Schedule.Course course = Schedule.Course.valueOf(parts.get(0).toUpperCase(Locale.ROOT));
                boolean steps = course == Schedule.Course.STEP;
                if (steps ? parts.size() == 2 || parts.size() == 3 : parts.size() == 1) {
                    return new ScheduleOption(
                            course,
                            steps ? Integer.parseInt(parts.get(1)) : 1,
                            parts.size() == 3 ? Double.parseDouble(parts.get(2)) : USUAL_FACTOR);
                }
            } catch (IllegalArgumentException e) {
                // told below
            }
            throw new TypeConversionException(
                    "'" + text + "' is no schedule; there are: constant, cosine, linear, step:EPOCHS[:FACTOR]");
        }
    }
}
