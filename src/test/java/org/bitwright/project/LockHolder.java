package org.bitwright.project;

import java.io.IOException;
import java.nio.file.Path;

/** Opens a project in a process of its own, tells that it has, and closes it when its standard input ends. */
public final class LockHolder {
    private LockHolder() {}

    /** @param arguments the project file */
    public static void main(String[] arguments) throws IOException {
        try (Project project = Project.load(Path.of(arguments[0]))) {
            System.out.println("open " + project.file().orElseThrow());
            System.out.flush();
            while (System.in.read() >= 0) {
                // Waits.
            }
        } catch (ProjectInUseException e) {
            System.out.println("in use by " + e.holder().processId() + ": " + e.getMessage());
        }
    }
}
