package org.bitwright.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What this machine is called, without asking any other one. */
final class HostName {
    private static final String OWN = find();

    private HostName() {}

    /** Empty where nothing tells. */
    static String own() {
        return OWN;
    }

    private static String find() {
        return Stream.of(named("COMPUTERNAME"), kernel(), named("HOSTNAME"))
                .flatMap(Optional::stream)
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse("")
                .toLowerCase(Locale.ROOT);
    }

    private static Optional<String> named(String variable) {
        return Optional.ofNullable(System.getenv(variable));
    }

    private static Optional<String> kernel() {
        try {
            return Optional.of(Files.readString(Path.of("/proc/sys/kernel/hostname")));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
