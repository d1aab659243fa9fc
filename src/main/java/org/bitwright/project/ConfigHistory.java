package org.bitwright.project;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Supplier;
import org.bitwright.quant.QuantConfig;

/**
 * The configuration and the named steps that lead back to older ones. Bounded: the oldest steps are forgotten. Its
 * beginning and its end may be steps of a {@link Succession} to another project. Thread-safe.
 */
public final class ConfigHistory {
    static final int MAX_STEPS = 200;

    /** @param name what it is called at the moment, which windows say in their language */
    private record Step(Supplier<String> name, QuantConfig config) {}

    private final Deque<Step> undo = new ArrayDeque<>();
    private final Deque<Step> redo = new ArrayDeque<>();
    private QuantConfig present;

    /** The step from another project to this one. */
    private Optional<Supplier<String>> beginning = Optional.empty();

    /** The step from the present configuration, or what redo makes of it, to another project. */
    private Optional<Supplier<String>> end = Optional.empty();

    ConfigHistory(QuantConfig present) {
        this.present = present;
    }

    synchronized QuantConfig present() {
        return present;
    }

    synchronized void edit(Supplier<String> name, QuantConfig next) {
        if (next.equals(present)) {
            return;
        }
        undo.push(new Step(name, present));
        if (undo.size() > MAX_STEPS) {
            undo.removeLast();
            beginning = Optional.empty();
        }
        redo.clear();
        end = Optional.empty();
        present = next;
    }

    /** Another project was made of the present configuration by a step of this name. */
    synchronized void leadOn(Supplier<String> name) {
        redo.clear();
        end = Optional.of(name);
    }

    /** Whether redo comes to another project at last. */
    synchronized boolean leadsOn() {
        return end.isPresent();
    }

    /** A step of this name led here from another project. */
    synchronized void beginAfter(Supplier<String> name) {
        beginning = Optional.of(name);
    }

    /** Whether undo comes to another project at last. */
    synchronized boolean beginsAfter() {
        return beginning.isPresent();
    }

    /** Nothing leads back to another project. */
    synchronized void beginAnew() {
        beginning = Optional.empty();
    }

    /** Name of the step that {@link Succession#undo} takes back. */
    public synchronized Optional<String> undoName() {
        return Optional.ofNullable(undo.peek())
                .map(Step::name)
                .or(() -> beginning)
                .map(Supplier::get);
    }

    /** Name of the step that {@link Succession#redo} does again. */
    public synchronized Optional<String> redoName() {
        return Optional.ofNullable(redo.peek()).map(Step::name).or(() -> end).map(Supplier::get);
    }

    /** @return whether there was a step within this project */
    public synchronized boolean undo() {
        return move(undo, redo);
    }

    /** @return whether there was a step within this project */
    public synchronized boolean redo() {
        return move(redo, undo);
    }

    private boolean move(Deque<Step> from, Deque<Step> to) {
        Step step = from.poll();
        if (step != null) {
            to.push(new Step(step.name(), present));
            present = step.config();
        }
        return step != null;
    }
}
