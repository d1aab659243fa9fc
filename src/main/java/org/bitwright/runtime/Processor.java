package org.bitwright.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What can be told of the processor. */
final class Processor {
    private static final Path INFORMATION = Path.of("/proc/cpuinfo");
    private static final Set<String> VNNI = Set.of("avx_vnni", "avx512_vnni");

    private Processor() {}

    /** Whether it has instructions that multiply and add up 8-bit integers; empty where Linux does not say. */
    static Optional<Boolean> vnni() {
        try {
            return vnni(Files.readAllLines(INFORMATION));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** @param information lines of /proc/cpuinfo */
    static Optional<Boolean> vnni(List<String> information) {
        return information.stream()
                .filter(line -> line.startsWith("flags"))
                .findFirst()
                .map(line -> Arrays.stream(line.split("\\s+")).anyMatch(VNNI::contains));
    }
}
