package org.bitwright.project;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.bitwright.quant.QuantConfig;

/** The configuration and the named steps that lead back to older ones. Bounded: the oldest steps are forgotten. Thread-safe. */
public final class ConfigHistory {
    static final int MAX_STEPS = 200;

    private record Step(String name, QuantConfig config) {}

    private final Deque<Step> undo = new ArrayDeque<>();
    private final Deque<Step> redo = new ArrayDeque<>();
    private QuantConfig present;

    ConfigHistory(QuantConfig present) {
        this.present = present;
    }

    synchronized QuantConfig present() {
        return present;
    }

    synchronized void edit(String name, QuantConfig next) {
        if (next.equals(present)) {
            return;
        }
        undo.push(new Step(name, present));
        if (undo.size() > MAX_STEPS) {
            undo.removeLast();
        }
        redo.clear();
        present = next;
    }

    /** Name of the step that {@link #undo} takes back. */
    public synchronized Optional<String> undoName() {
        return Optional.ofNullable(undo.peek()).map(Step::name);
    }

    public synchronized Optional<String> redoName() {
        return Optional.ofNullable(redo.peek()).map(Step::name);
    }

    public synchronized void undo() {
        move(undo, redo);
    }

    public synchronized void redo() {
        move(redo, undo);
    }

    private void move(Deque<Step> from, Deque<Step> to) {
        Step step = from.poll();
        if (step != null) {
            to.push(new Step(step.name(), present));
            present = step.config();
        }
    }
}
