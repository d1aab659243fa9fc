package org.bitwright.runtime.child;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bitwright.model.Phrase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out what a child process died of: from its exit status, its last words, and what the system counts. */
final class Obituary {
    private static final Logger LOG = LoggerFactory.getLogger(Obituary.class);

    /** Of {@code ExitOnOutOfMemoryError}. */
    private static final int NO_HEAP = 3;

    private static final int BY_SIGNAL = 128;
    private static final int KILLED = 9;
    private static final int MAX_CHARACTERS = 200;
    private static final int MAX_BYTES = 1 << 16;

    private static final Pattern SIGNAL = Pattern.compile("(?m)^#\\s+(SIG\\w+|EXCEPTION_\\w+)");
    private static final Pattern FRAME = Pattern.compile("(?m)^# Problematic frame:\\R#\\s*\\w?\\s*(.+)$");
    private static final Pattern NOT_PRINTED = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\s]+");

    /** How often Linux has ended processes for lack of memory. */
    private static final Path COUNTS = Path.of("/proc/vmstat");

    private final Path folder;
    private final long killedBefore = killedForMemory();

    /** Written before the process starts. */
    Obituary(Path folder) {
        this.folder = folder;
    }

    static Path words(Path folder) {
        return folder.resolve("words");
    }

    static Path crash(Path folder) {
        return folder.resolve("crash");
    }

    Death of(int status) {
        if (status == NO_HEAP) {
            return Death.outOfMemory(Phrase.verbatim(words()));
        }
        if (status == BY_SIGNAL + KILLED && killedForMemory() > killedBefore) {
            return Death.outOfMemory(Phrase.of("the system ended it, since memory ran out"));
        }
        Optional<Phrase> crash = crash();
        if (crash.isPresent()) {
            return Death.crashed(crash.get());
        }
        Phrase how = status > BY_SIGNAL && status < BY_SIGNAL + 64
                ? Phrase.of("signal %s", status - BY_SIGNAL)
                : Phrase.of("exit status %s", status);
        String words = words();
        return Death.crashed(words.isEmpty() ? how : Phrase.of("%s: %s", how, words));
    }

    private Optional<Phrase> crash() {
        String text = read(crash(folder));
        Matcher signal = SIGNAL.matcher(text);
        if (!signal.find()) {
            return Optional.empty();
        }
        Matcher frame = FRAME.matcher(text);
        return Optional.of(
                frame.find()
                        ? Phrase.of("%s in %s", signal.group(1), shortened(frame.group(1)))
                        : Phrase.verbatim(signal.group(1)));
    }

    /** The last thing it said. */
    private String words() {
        List<String> lines = read(words(folder)).lines().filter(Obituary::says).toList();
        return lines.isEmpty() ? "" : shortened(lines.get(lines.size() - 1));
    }

    /** Java greets everybody who uses what incubates. */
    private static boolean says(String line) {
        return !line.isBlank() && !line.startsWith("WARNING: Using incubator modules");
    }

    private static String shortened(String text) {
        String printed = NOT_PRINTED.matcher(text).replaceAll(" ").strip();
        return printed.length() <= MAX_CHARACTERS ? printed : printed.substring(0, MAX_CHARACTERS - 1) + "…";
    }

    private static String read(Path file) {
        if (!Files.exists(file)) {
            return "";
        }
        try (var in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
        } catch (IOException e) {
            LOG.debug("{} could not be read", file, e);
            return "";
        }
    }

    private static long killedForMemory() {
        if (!Files.isReadable(COUNTS)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(COUNTS)) {
            return lines.filter(line -> line.startsWith("oom_kill "))
                    .mapToLong(line ->
                            Long.parseLong(line.substring("oom_kill ".length()).strip()))
                    .findFirst()
                    .orElse(0);
        } catch (IOException | NumberFormatException e) {
            LOG.debug("the system does not say whether memory ran out", e);
            return 0;
        }
    }
}
