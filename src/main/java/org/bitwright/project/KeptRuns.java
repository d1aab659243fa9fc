package org.bitwright.project;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.bitwright.model.Phrase;
import org.bitwright.model.RefusedException;
import org.bitwright.project.TrainingRun.State;
import org.bitwright.training.EpochRecord;

/** The runs of a project, in the order in which they began. Only one trains at a time. Thread-safe. */
final class KeptRuns {
    static final int MOST = 1000;

    private final List<KeptRun> runs = new ArrayList<>();
    private long revision;

    synchronized List<KeptRun> all() {
        return List.copyOf(runs);
    }

    synchronized Optional<KeptRun> find(String name) {
        return runs.stream().filter(run -> run.name().equals(name.strip())).findFirst();
    }

    synchronized Optional<KeptRun> of(String id) {
        return runs.stream().filter(run -> run.id().equals(id)).findFirst();
    }

    /** @throws RefusedException if there is none of this name */
    synchronized KeptRun named(String name) {
        return find(name)
                .orElseThrow(() -> new RefusedException(Phrase.of("There is no run named '%s'.", name.strip())));
    }

    synchronized String freeName(String base) {
        return Names.free(base, Training.LONGEST_NAME, name -> find(name).isPresent());
    }

    static String newId() {
        return UUID.randomUUID().toString();
    }

    /** Adds a run that begins. */
    synchronized KeptRun begin(KeptRun run) {
        refuseWhileOneTrains();
        if (runs.size() >= MOST) {
            refuse(Phrase.of("There are %s runs already. Remove some first.", MOST));
        }
        KeptRun begun = run.renamed(free(run.name())).withState(State.RUNNING);
        runs.add(begun);
        revision++;
        return begun;
    }

    /** Sets a run going that is there, from the epochs that its checkpoint has: the last ones may not have been kept. */
    synchronized KeptRun goOn(String id, List<EpochRecord> from) {
        refuseWhileOneTrains();
        return change(id, run -> run.goingOn(from));
    }

    private void refuseWhileOneTrains() {
        runs.stream()
                .filter(run -> run.state() == State.RUNNING)
                .findFirst()
                .ifPresent(
                        run -> refuse(Phrase.of("The run '%s' is training. Wait for its end, or end it.", run.name())));
    }

    /** Changes a run that is there. */
    synchronized KeptRun change(String id, UnaryOperator<KeptRun> change) {
        for (int i = 0; i < runs.size(); i++) {
            if (runs.get(i).id().equals(id)) {
                KeptRun changed = change.apply(runs.get(i));
                runs.set(i, changed);
                revision++;
                return changed;
            }
        }
        throw new IllegalStateException("there is no run " + id);
    }

    synchronized void rename(String name, String other) {
        KeptRun run = named(name);
        if (!run.name().equals(other.strip())) {
            String wanted = free(other);
            change(run.id(), kept -> kept.renamed(wanted));
        }
    }

    synchronized KeptRun remove(String name) {
        KeptRun run = named(name);
        if (run.state() == State.RUNNING) {
            refuse(Phrase.of("The run '%s' is training. End it first.", run.name()));
        }
        drop(run.id());
        return run;
    }

    synchronized void drop(String id) {
        if (runs.removeIf(run -> run.id().equals(id))) {
            revision++;
        }
    }

    /** Takes over those of a file, and such as were left; these get other names where theirs are taken. */
    synchronized void restore(List<KeptRun> saved) {
        saved.forEach(run -> runs.add(run.renamed(freeName(run.name()))));
        revision++;
    }

    /** Changes with every change. */
    synchronized long revision() {
        return revision;
    }

    /** The name that was asked for, without blanks around it. */
    synchronized String free(String name) {
        String wanted = name.strip();
        nameFault(wanted).ifPresent(KeptRuns::refuse);
        if (find(wanted).isPresent()) {
            refuse(Phrase.of("There is a run named '%s' already. Choose another name.", wanted));
        }
        return wanted;
    }

    /** What is wrong with a name whatever others there are. */
    static Optional<Phrase> nameFault(String name) {
        if (name.isBlank()) {
            return Optional.of(Phrase.of("A run needs a name."));
        }
        return name.length() > Training.LONGEST_NAME
                ? Optional.of(Phrase.of("A name of a run has at most %s characters.", Training.LONGEST_NAME))
                : Optional.empty();
    }

    private static void refuse(Phrase reason) {
        throw new RefusedException(reason);
    }
}
