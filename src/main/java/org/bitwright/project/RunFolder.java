package org.bitwright.project;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitwright.export.AtomicFile;
import org.bitwright.export.ChangedWeights;
import org.bitwright.export.JsonField;
import org.bitwright.export.ToolVersion;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;
import org.bitwright.model.ToldException;
import org.bitwright.training.Checkpoint;
import org.bitwright.training.CheckpointFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of runs that are not at their end: of each, what it began with ({@code ID.run}), its last epoch ({@code
 * ID.checkpoint}), and a lock while it is under way. Each file is replaced whole.
 *
 * @param path need not be there
 */
record RunFolder(Path path) {
    private static final Logger LOG = LoggerFactory.getLogger(RunFolder.class);
    private static final String FORMAT = "bitwright-run";
    private static final int VERSION = 1;
    private static final String ENTRY = "run.json";
    private static final String RUN = ".run";

    private Path file(String id, String end) {
        return path.resolve(id + end);
    }

    private Path checkpoint(String id) {
        return file(id, ".checkpoint");
    }

    private void create() throws IOException {
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw new ToldException(Phrase.of("'%s' is a file, and a folder of this name is needed", path));
        }
        Files.createDirectories(path);
    }

    /** Of the runs whose beginning lies here, in no order that means anything. */
    List<String> ids() throws IOException {
        List<String> ids = new ArrayList<>();
        if (Files.isDirectory(path)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(path, "*" + RUN)) {
                for (Path file : files) {
                    String name = String.valueOf(file.getFileName());
                    String id = name.substring(0, name.length() - RUN.length());
                    if (RunJson.isId(id)) {
                        ids.add(id);
                    }
                }
            }
        }
        Collections.sort(ids);
        return ids;
    }

    /** Whether runs can be kept here; the folder need not be there. */
    boolean takesFiles() {
        Path there = path.toAbsolutePath();
        while (there != null && !Files.exists(there)) {
            there = there.getParent();
        }
        // A file of this name is in the way, and is told when it comes to it.
        return there != null && (Files.isWritable(there) || !Files.isDirectory(there));
    }

    /** Whether somebody trains it; where no lock can be made, nobody can keep what comes of it here either. */
    boolean isUnderWay(String id) {
        try {
            Optional<RunLock> lock = lock(id);
            if (lock.isPresent()) {
                lock.get().close();
                removeLeft(id);
            }
            return lock.isEmpty();
        } catch (IOException e) {
            LOG.debug("no lock for run {}: {}", id, e.getMessage());
            return false;
        }
    }

    /** What writers left that were killed. */
    private void removeLeft(String id) {
        AtomicFile.removeLeft(file(id, RUN));
        AtomicFile.removeLeft(checkpoint(id));
    }

    /** Empty where the run is under way. */
    Optional<RunLock> lock(String id) throws IOException {
        create();
        return RunLock.tryLock(file(id, ".lock"));
    }

    void begin(KeptRun run, String modelDigest) throws IOException {
        ChangedWeights changed = new ChangedWeights();
        ConfigTable configs = new ConfigTable(changed);
        Map<String, byte[]> entries = new LinkedHashMap<>();
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("format", FORMAT);
        root.put("version", VERSION);
        root.put("tool", ToolVersion.text());
        root.put("model", modelDigest);
        root.set("run", RunJson.json(run, configs));
        configs.put(root);
        changed.putTable(root, entries::put);
        create();
        ZippedJson.write(file(run.id(), RUN), ENTRY, ZippedJson.bytes(root), entries);
    }

    /** @throws InvalidFileException if it is damaged, of a newer version, or of another model */
    KeptRun run(String id, String modelDigest) throws IOException {
        Path file = file(id, RUN);
        KeptRun run = ZippedJson.read(file, ENTRY, Phrase.of("run"), (json, entries) -> {
            JsonField root = JsonField.parse(file, json);
            root.get("version").integer(1, VERSION);
            if (!root.get("format").text().equals(FORMAT)
                    || !root.get("model").text().equals(modelDigest)) {
                root.fail(Phrase.of("it is no run of this model"));
            }
            ChangedWeights changed = ChangedWeights.read(root, entries);
            return RunJson.read(root.get("run"), ConfigTable.read(root, changed));
        });
        if (!run.id().equals(id)) {
            throw new InvalidFileException(file, Phrase.verbatim("run.id"), Phrase.of("it is the run of another file"));
        }
        return run;
    }

    void keep(String id, Checkpoint checkpoint) throws IOException {
        create();
        AtomicFile.write(checkpoint(id), new CheckpointFile(id, checkpoint)::writeTo);
    }

    boolean hasCheckpoint(String id) {
        return Files.isRegularFile(checkpoint(id));
    }

    /** @throws InvalidFileException if it is damaged, or of another run */
    Checkpoint checkpointOf(String id) throws IOException {
        CheckpointFile file = CheckpointFile.read(checkpoint(id));
        if (!file.note().equals(id)) {
            throw new InvalidFileException(checkpoint(id), Phrase.of("it is the checkpoint of another run"));
        }
        return file.checkpoint();
    }

    void copyTo(RunFolder other, String id) throws IOException {
        other.create();
        copy(checkpoint(id), other.checkpoint(id));
        copy(file(id, RUN), other.file(id, RUN));
    }

    private static void copy(Path from, Path to) throws IOException {
        if (Files.isRegularFile(from)) {
            AtomicFile.write(to, out -> Files.copy(from, out));
        }
    }

    /** What is of no use disturbs nobody where it cannot be removed. */
    void removeIfPossible(String id) {
        try {
            remove(id);
        } catch (IOException e) {
            LOG.debug("run {} stays in {}: {}", id, path, e.getMessage());
        }
    }

    /** Removes what is of a run, and the folder with the last one. */
    void remove(String id) throws IOException {
        // The beginning first: without it nobody takes the rest for a run.
        Files.deleteIfExists(file(id, RUN));
        Files.deleteIfExists(checkpoint(id));
        Files.deleteIfExists(file(id, ".lock"));
        try {
            Files.deleteIfExists(path);
        } catch (DirectoryNotEmptyException e) {
            // Others lie there.
        }
    }
}
