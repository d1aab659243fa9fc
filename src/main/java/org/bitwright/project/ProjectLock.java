package org.bitwright.project;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to save a project. It lies beside the project file as {@code .NAME.lock}, or in the state folder where that
 * folder takes no file; where neither does, there is nothing that two could take from each other.
 */
final class ProjectLock implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ProjectLock.class);
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int LONGEST_HOST = 64;

    private final Path real;
    private final Path asNamed;
    private @Nullable LockFile held;

    private ProjectLock(Path real, Path asNamed) {
        this.real = real;
        this.asNamed = asNamed;
    }

    /**
     * Takes the lock of a project file, which need not be there yet.
     *
     * @throws ProjectInUseException if somebody has it, perhaps this very process
     */
    static ProjectLock take(Path file) throws IOException {
        ProjectLock lock = new ProjectLock(real(file), file);
        lock.hold();
        return lock;
    }

    /** Says early that a project is open elsewhere. */
    static void check(Path file) throws IOException {
        take(file).close();
    }

    /** The file that a name stands for: through links, and as the disk writes it. */
    static Path real(Path file) throws IOException {
        if (Files.exists(file)) {
            return file.toRealPath();
        }
        Path absolute = file.toAbsolutePath().normalize();
        Path folder = absolute.getParent();
        return folder == null || !Files.isDirectory(folder)
                ? absolute
                : folder.toRealPath().resolve(absolute.getFileName());
    }

    /** The file itself, where saving writes. */
    Path place() {
        return real;
    }

    boolean isOf(Path file) throws IOException {
        return real.equals(real(file));
    }

    /** Takes it again if somebody removed it. */
    void ensure() throws IOException {
        LockFile present = held;
        if (present != null && !present.isInPlace()) {
            present.close();
            held = null;
            hold();
        }
    }

    private void hold() throws IOException {
        Path beside = real.resolveSibling("." + real.getFileName() + ".lock");
        Path inState = StateFolder.path().resolve("locks").resolve(StateFolder.nameOf(real) + ".lock");
        LockFile taken = beside(beside);
        if (taken == null) {
            taken = inState(inState);
        } else if (Files.exists(inState)) {
            // Somebody may have come when the folder was read-only.
            LockFile other = inState(inState, taken);
            if (other != null) {
                other.close();
            }
        }
        held = taken;
    }

    /** Null where no lock can lie beside the file. */
    private @Nullable LockFile beside(Path beside) throws IOException {
        Optional<LockFile> taken;
        try {
            taken = LockFile.tryHold(beside, text());
        } catch (IOException e) {
            LOG.debug("no lock beside {}: {}", real, e.getMessage());
            refuseIfAlive(beside);
            return null;
        }
        return taken.orElseThrow(() -> inUse(beside));
    }

    private @Nullable LockFile inState(Path inState) throws IOException {
        Optional<LockFile> taken;
        try {
            Files.createDirectories(inState.getParent());
            taken = LockFile.tryHold(inState, text());
        } catch (IOException e) {
            LOG.debug("no lock for {}: {}", real, e.getMessage());
            return null;
        }
        return taken.orElseThrow(() -> inUse(inState));
    }

    private @Nullable LockFile inState(Path inState, LockFile other) throws IOException {
        try {
            return inState(inState);
        } catch (ProjectInUseException e) {
            other.close();
            throw e;
        }
    }

    /** A lock that only another user may open. */
    private void refuseIfAlive(Path lock) throws ProjectInUseException {
        if (Files.isRegularFile(lock)) {
            ProjectHolder holder = holder(lock);
            boolean alive = holder.host().equals(HostName.own())
                    && ProcessHandle.of(holder.processId())
                            .filter(ProcessHandle::isAlive)
                            .isPresent();
            if (alive) {
                throw new ProjectInUseException(asNamed, holder);
            }
        }
    }

    private ProjectInUseException inUse(Path lock) {
        return new ProjectInUseException(asNamed, holder(lock));
    }

    private static String text() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("process", ProcessHandle.current().pid())
                .put("host", HostName.own())
                .put("since", Instant.now().toString())
                .toString();
    }

    private static ProjectHolder holder(Path lock) {
        try {
            JsonNode node = MAPPER.readTree(LockFile.text(lock));
            return new ProjectHolder(
                    node.path("process").asLong(),
                    printable(node.path("host").asText()),
                    Instant.parse(node.path("since").asText()));
        } catch (IOException | DateTimeParseException e) {
            return new ProjectHolder(0, "", Instant.EPOCH);
        }
    }

    /** Whoever can write into the folder can write this. */
    private static String printable(String host) {
        return host.replaceAll("[^\\p{L}\\p{N}._-]", "?").substring(0, Math.min(host.length(), LONGEST_HOST));
    }

    @Override
    public void close() {
        LockFile present = held;
        held = null;
        if (present != null) {
            try {
                present.close();
            } catch (IOException e) {
                LOG.warn("the lock of {} cannot be let go: {}", real, e.getMessage());
            }
        }
    }
}
