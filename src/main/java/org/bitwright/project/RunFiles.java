package org.bitwright.project;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.bitwright.model.Phrase;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.training.Checkpoint;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What of runs outlives the program before the project is saved: beside the project file in {@code NAME.training}, or in
 * the user's state folder while there is none. Trouble with these files never ends a run; it is told beside it.
 * Thread-safe; what only asks never waits for what writes.
 */
final class RunFiles {
    private static final Logger LOG = LoggerFactory.getLogger(RunFiles.class);

    private final OnnxDocument document;
    private final RunPlaces where;
    private final Map<String, RunFolder> places = new ConcurrentHashMap<>();
    private final Map<String, RunLock> locks = new HashMap<>();
    private final Map<String, Phrase> warnings = new ConcurrentHashMap<>();
    private final Set<String> damaged = ConcurrentHashMap.newKeySet();

    /** Runs whose files stay when the project is closed: they are in the project file, or were found there. */
    private final Set<String> lasting = ConcurrentHashMap.newKeySet();

    private @Nullable Path projectFile;
    private boolean closed;

    RunFiles(OnnxDocument document) {
        this.document = document;
        this.where = new RunPlaces(document);
    }

    /** Notes what a run begins with. */
    synchronized void begin(KeptRun run) {
        guarded(run.id(), () -> {
            RunFolder folder = where.present(projectFile);
            lock(folder, run.id());
            folder.begin(run, document.digest());
            places.put(run.id(), folder);
        });
    }

    /** Takes up a run that was left. */
    synchronized void goOn(String id) {
        RunFolder folder = places.get(id);
        if (folder != null) {
            guarded(id, () -> lock(writable(id, folder), id));
        }
    }

    /** The folder of a run, or another one with all that is there, where that is read-only. */
    private RunFolder writable(String id, RunFolder folder) throws IOException {
        RunFolder present = folder.takesFiles() ? folder : where.present(projectFile);
        if (!present.equals(folder)) {
            folder.copyTo(present, id);
            places.put(id, present);
        }
        return present;
    }

    private void lock(RunFolder folder, String id) throws IOException {
        if (!locks.containsKey(id)) {
            folder.lock(id).ifPresent(lock -> locks.put(id, lock));
        }
    }

    synchronized void keep(String id, Checkpoint checkpoint) {
        RunFolder folder = places.get(id);
        if (folder != null && !closed) {
            warnings.remove(id);
            guarded(id, () -> folder.keep(id, checkpoint));
        }
    }

    /** Lets others have a run that is not under way any more. */
    synchronized void release(String id) {
        RunLock lock = locks.remove(id);
        if (lock != null) {
            guarded(id, lock::close);
        }
    }

    boolean hasCheckpoint(String id) {
        RunFolder folder = places.get(id);
        return folder != null && folder.hasCheckpoint(id) && !damaged.contains(id);
    }

    /** What a run goes on from. */
    Optional<Checkpoint> checkpoint(String id) throws IOException {
        RunFolder folder = places.get(id);
        return folder != null && folder.hasCheckpoint(id) ? Optional.of(folder.checkpointOf(id)) : Optional.empty();
    }

    Optional<Phrase> warning(String id) {
        return Optional.ofNullable(warnings.get(id));
    }

    /** Has a run's files outlive the project's closing though nobody saved it. */
    synchronized void leave(String id) {
        lasting.add(id);
    }

    /** Whether a run's files outlive the project's closing. */
    boolean isLasting(String id) {
        return lasting.contains(id);
    }

    synchronized void remove(String id) {
        release(id);
        RunFolder folder = places.remove(id);
        if (folder != null) {
            guarded(id, () -> folder.remove(id));
        }
        warnings.remove(id);
    }

    /** Something to do with files, which may fail. */
    private interface FileWork {
        void run() throws IOException;
    }

    private void guarded(String id, FileWork work) {
        try {
            work.run();
        } catch (IOException e) {
            LOG.warn("files of a run: {}", e.getMessage());
            warnings.put(
                    id,
                    Phrase.of(
                            "What the run could go on from cannot be kept, so it would not survive an end of the program: %s",
                            Phrase.toldBy(e)));
        }
    }

    /**
     * Looks for runs that were left.
     *
     * @param file the project file; null for a project that has none
     * @param known runs of that file
     * @return the same and others, each as far as it came; one that is under way elsewhere is left out
     */
    synchronized List<KeptRun> found(@Nullable Path file, List<KeptRun> known) {
        projectFile = file;
        Map<String, KeptRun> runs = new LinkedHashMap<>();
        known.forEach(run -> {
            runs.put(run.id(), run);
            lasting.add(run.id());
        });
        for (RunFolder folder : where.all(file)) {
            take(folder, runs);
        }
        return new ArrayList<>(runs.values());
    }

    private void take(RunFolder folder, Map<String, KeptRun> runs) {
        List<String> ids = List.of();
        try {
            ids = folder.ids();
        } catch (IOException e) {
            LOG.warn("runs that were left cannot be looked for: {}", e.getMessage());
        }
        for (String id : ids) {
            try {
                take(folder, id, runs);
            } catch (IOException e) {
                LOG.warn("a run that was left cannot be read: {}", e.getMessage());
            }
        }
    }

    private void take(RunFolder folder, String id, Map<String, KeptRun> runs) throws IOException {
        KeptRun known = runs.get(id);
        if (folder.isUnderWay(id)) {
            return;
        }
        if (known == null ? !folder.hasCheckpoint(id) : known.state().isFinal()) {
            folder.removeIfPossible(id);
            return;
        }
        try {
            KeptRun run = known == null ? folder.run(id, document.digest()) : known;
            places.put(id, folder);
            lasting.add(id);
            runs.put(id, asFarAsItCame(folder, run));
        } catch (IOException e) {
            LOG.warn("a run that was left cannot be read: {}", e.getMessage());
        }
    }

    private KeptRun asFarAsItCame(RunFolder folder, KeptRun run) {
        if (!folder.hasCheckpoint(run.id())) {
            return run;
        }
        try {
            Checkpoint checkpoint = folder.checkpointOf(run.id());
            return checkpoint.epochs().size() > run.epochs().size() ? run.interrupted(checkpoint.epochs()) : run;
        } catch (IOException e) {
            damaged.add(run.id());
            warnings.put(run.id(), Phrase.of("The run cannot go on: %s", Phrase.toldBy(e)));
            return run;
        }
    }

    /**
     * After the project was saved: what the file tells whole goes, the rest lies beside it.
     *
     * @param written runs as the file has them
     * @param runs as they are by now: one may have come to its end meanwhile, which only its checkpoint tells
     */
    synchronized void saved(Path file, List<KeptRun> written, List<KeptRun> runs) {
        Set<String> whole = new HashSet<>();
        written.stream().filter(run -> run.state().isFinal()).forEach(run -> whole.add(run.id()));
        boolean moved = !file.equals(projectFile);
        boolean hadNone = projectFile == null;
        projectFile = file;
        for (KeptRun run : runs) {
            lasting.add(run.id());
            if (whole.contains(run.id())) {
                remove(run.id());
            } else if (moved) {
                move(run.id(), RunPlaces.beside(file), hadNone);
            }
        }
    }

    private void move(String id, RunFolder to, boolean away) {
        RunFolder from = places.get(id);
        if (from == null) {
            return;
        }
        guarded(id, () -> {
            from.copyTo(to, id);
            places.put(id, to);
            RunLock lock = locks.remove(id);
            if (lock != null) {
                lock.close();
                lock(to, id);
            }
            if (away) {
                from.remove(id);
            }
        });
    }

    /** Lets go of all, and removes what would be found again though nobody saved it. */
    synchronized void close() {
        closed = true;
        List.copyOf(locks.keySet()).forEach(this::release);
        for (Map.Entry<String, RunFolder> place : Map.copyOf(places).entrySet()) {
            if (!lasting.contains(place.getKey())) {
                remove(place.getKey());
            }
        }
    }
}
