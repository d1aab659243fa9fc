package org.bitwright.project;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The steps that lead from one project to another, since another network cannot be edited into one: weights were joined,
 * or joined in another way. What was there before stays as it was, so that undo at the beginning of the history leads
 * back to it, and redo at its end to what was made of it, as long as nothing else is done. Whoever leaves a project for
 * its neighbour keeps it open; closing one closes all. Thread-safe.
 */
public final class Succession {
    /** Projects are large. */
    static final int MOST_BEFORE = 3;

    /** Of all: links tie two projects, and change seldom. */
    private static final Object LINKS = new Object();

    private final Project project;
    private final ConfigHistory history;
    private final List<Project> abandoned = new ArrayList<>();
    private @Nullable Project before;
    private @Nullable Project after;

    Succession(Project project, ConfigHistory history) {
        this.project = project;
        this.history = history;
    }

    /**
     * Leads from this project to one that was made of it, as one step of this name, which is asked for whenever it is
     * shown. Steps that were taken back before are forgotten.
     */
    public void lead(Supplier<String> name, Project next) {
        synchronized (LINKS) {
            history.leadOn(name);
            abandonAfter();
            after = next;
            next.succession().before = project;
            next.history().beginAfter(name);
            forgetOldest();
        }
        next.saving().place().share(project.saving().place());
        project.saving().hide();
    }

    private void forgetOldest() {
        Project first = project;
        for (int kept = 1; kept < MOST_BEFORE; kept++) {
            Project earlier = first.succession().before;
            if (earlier == null) {
                return;
            }
            first = earlier;
        }
        Project forgotten = first.succession().before;
        if (forgotten != null) {
            first.succession().cutBefore();
            abandoned.add(forgotten);
        }
    }

    private void cutBefore() {
        Project earlier = before;
        if (earlier != null) {
            before = null;
            earlier.succession().after = null;
        }
        history.beginAnew();
    }

    private void abandonAfter() {
        Project later = after;
        if (later != null) {
            later.succession().cutBefore();
            abandoned.add(later);
        }
    }

    private void abandonBefore() {
        Project earlier = before;
        if (earlier != null) {
            cutBefore();
            abandoned.add(earlier);
        }
    }

    /**
     * Takes a step back.
     *
     * @return the project that is to be shown instead, where that step made this one of it
     */
    public Optional<Project> undo() {
        synchronized (LINKS) {
            return history.undo() || !history.beginsAfter() ? Optional.empty() : turnTo(before);
        }
    }

    /**
     * Does a step again.
     *
     * @return the project that is to be shown instead, where that step made it of this one
     */
    public Optional<Project> redo() {
        synchronized (LINKS) {
            return history.redo() || !history.leadsOn() ? Optional.empty() : turnTo(after);
        }
    }

    private Optional<Project> turnTo(@Nullable Project other) {
        if (other != null) {
            project.saving().hide();
            other.saving().shownAgain();
        }
        return Optional.ofNullable(other);
    }

    /** Whether what took long in a project that redo leads to would be lost by closing this one. */
    public boolean leadsToLongWork() {
        synchronized (LINKS) {
            Project later = history.leadsOn() ? after : null;
            return later != null
                    && (later.saving().wouldLoseLongWork() || later.succession().leadsToLongWork());
        }
    }

    /** The same of projects that undo leads back to. */
    public boolean comesFromLongWork() {
        synchronized (LINKS) {
            Project earlier = history.beginsAfter() ? before : null;
            return earlier != null
                    && (earlier.saving().wouldLoseLongWork()
                            || earlier.succession().comesFromLongWork());
        }
    }

    /** Projects that no step leads to any more, each once; whoever asks closes them. */
    public List<Project> abandoned() {
        synchronized (LINKS) {
            if (!history.leadsOn()) {
                abandonAfter();
            }
            if (!history.beginsAfter()) {
                abandonBefore();
            }
            List<Project> found = List.copyOf(abandoned);
            abandoned.clear();
            return found;
        }
    }

    /** The others that steps lead to, which are not shown while this one is. */
    List<Project> others() {
        synchronized (LINKS) {
            List<Project> found = new ArrayList<>();
            for (Project earlier = before; earlier != null; earlier = earlier.succession().before) {
                found.add(earlier);
            }
            for (Project later = after; later != null; later = later.succession().after) {
                found.add(later);
            }
            return found;
        }
    }

    /** Closes its neighbours, and theirs. */
    void close() {
        List<Project> others = new ArrayList<>();
        synchronized (LINKS) {
            Project earlier = before;
            if (earlier != null) {
                others.add(earlier);
            }
            cutBefore();
            abandonAfter();
            others.addAll(abandoned);
            abandoned.clear();
        }
        others.forEach(Project::close);
    }
}
