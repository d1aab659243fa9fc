package org.bitwright.ui.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Memory of the processes that this program has started to run networks, where the system tells of it. */
public final class InferenceMemory {
    private static final String RESIDENT = "VmRSS:";

    private InferenceMemory() {}

    /** Bytes in memory; empty where there is no such process, or no {@code /proc}. Reads files. */
    public static OptionalLong bytes() {
        long sum = ProcessHandle.current()
                .children()
                .mapToLong(child -> resident(child.pid()))
                .sum();
        return sum == 0 ? OptionalLong.empty() : OptionalLong.of(sum);
    }

    private static long resident(long process) {
        Path status = Path.of("/proc", String.valueOf(process), "status");
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith(RESIDENT))
                    .mapToLong(InferenceMemory::bytes)
                    .sum();
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }

    /** Of a line such as {@code VmRSS:   12345 kB}. */
    static long bytes(String line) {
        String digits = line.replaceAll("\\D", "");
        return digits.isEmpty() ? 0 : Long.parseLong(digits) * 1024;
    }
}
