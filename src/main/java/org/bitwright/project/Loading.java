package org.bitwright.project;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * How a project file is opened, and the answers to what was asked on the way: each of {@link MissingFileException} and
 * {@link ChangedFileException} is answered by one of these methods, and the project loaded again.
 *
 * @param asCopy opens what the file says as a project that has no file yet, whoever else has it open
 * @param found where files are now
 * @param acceptedChanges files that are taken as they are; results that do not hold with them are dropped
 * @param leftOut data that the project is opened without
 */
public record Loading(boolean asCopy, Map<FileRole, Path> found, Set<FileRole> acceptedChanges, Set<FileRole> leftOut) {
    public Loading {
        found = Map.copyOf(found);
        acceptedChanges = Set.copyOf(acceptedChanges);
        leftOut = Set.copyOf(leftOut);
        for (FileRole role : leftOut) {
            if (!role.canBeLeftOut()) {
                throw new IllegalArgumentException("a project needs its " + role.words());
            }
        }
    }

    /** For saving again, with every file where it was. */
    public static Loading usual() {
        return new Loading(false, Map.of(), Set.of(), Set.of());
    }

    public Loading copy() {
        return new Loading(true, found, acceptedChanges, leftOut);
    }

    /** A file lies elsewhere now. */
    public Loading withFound(FileRole role, Path file) {
        Map<FileRole, Path> all = new EnumMap<>(FileRole.class);
        all.putAll(found);
        all.put(role, file);
        return new Loading(asCopy, all, acceptedChanges, leftOut);
    }

    /** Takes a file as it is. */
    public Loading accepting(FileRole role) {
        return new Loading(asCopy, found, with(acceptedChanges, role), leftOut);
    }

    /** Does without data, or without their labels. */
    public Loading without(FileRole role) {
        return new Loading(asCopy, found, acceptedChanges, with(leftOut, role));
    }

    private static Set<FileRole> with(Set<FileRole> roles, FileRole role) {
        Set<FileRole> all = EnumSet.of(role);
        all.addAll(roles);
        return all;
    }
}
