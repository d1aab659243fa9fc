package org.bitwright.ui.training;

import java.util.List;
import javafx.beans.Observable;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.bitwright.training.Schedule;
import org.bitwright.training.TrainingPlan;

/** The learning rate over the run. */
final class ScheduleInput implements InputGroup {
    final ObjectProperty<Schedule.Course> course = new SimpleObjectProperty<>(Schedule.Course.CONSTANT);
    final NumberInput rate = NumberInput.above(0, 100);
    final NumberInput warmup = NumberInput.range(0, TrainingPlan.MOST_EPOCHS);
    final NumberInput stepEpochs = NumberInput.whole(1, TrainingPlan.MOST_EPOCHS);
    final NumberInput stepFactor = NumberInput.above(0, 1);
    private final Schedule before;

    ScheduleInput(Schedule schedule) {
        before = schedule;
        course.set(schedule.course());
        rate.set(schedule.rate());
        warmup.set(schedule.warmup());
        stepEpochs.set(schedule.stepEpochs());
        stepFactor.set(schedule.stepFactor());
    }

    boolean hasSteps() {
        return course.get() == Schedule.Course.STEP;
    }

    @Override
    public List<NumberInput> counting() {
        return hasSteps() ? List.of(rate, warmup, stepEpochs, stepFactor) : List.of(rate, warmup);
    }

    @Override
    public List<Observable> watched() {
        return List.of(
                course,
                rate.textProperty(),
                warmup.textProperty(),
                stepEpochs.textProperty(),
                stepFactor.textProperty());
    }

    /** A course without steps keeps the numbers that it had for them. */
    Schedule schedule() {
        return new Schedule(
                course.get(),
                rate.number(),
                warmup.number(),
                hasSteps() ? stepEpochs.integer() : before.stepEpochs(),
                hasSteps() ? stepFactor.number() : before.stepFactor());
    }
}
