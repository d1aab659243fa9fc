package org.bitwright.project;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bitwright.model.DataSource;
import org.bitwright.model.Phrase;

/**
 * Where the files of a project may be today.
 *
 * @param projectFile from which relative paths are followed
 */
record FilePlaces(Path projectFile, Loading loading) {

    /**
     * The place that was told, else every one where something lies, the likeliest first.
     *
     * @throws MissingFileException if there is none
     */
    List<Path> of(FileRole role, SavedPath saved) throws MissingFileException {
        Path told = loading.found().get(role);
        if (told != null) {
            if (!Files.exists(told)) {
                throw new MissingFileException(projectFile, role, told.toString(), Phrase.of("at '%s'", told));
            }
            return List.of(told);
        }
        List<Path> found = saved.existing(projectFile);
        if (found.isEmpty()) {
            throw new MissingFileException(projectFile, role, saved.absolute(), saved.places());
        }
        return found;
    }

    /** The same of data: samples and labels of one place go together best. */
    List<DataSource> sources(SavedData saved, FileRole samplesRole, FileRole labelsRole) throws MissingFileException {
        List<Path> samples = of(samplesRole, saved.samples());
        if (saved.labels().isEmpty() || leavesOut(labelsRole)) {
            return samples.stream()
                    .map(file -> saved.at(file, Optional.empty()))
                    .toList();
        }
        List<Path> labels = of(labelsRole, saved.labels().get());
        List<DataSource> sources = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            for (int k = 0; k < labels.size(); k++) {
                Path labelsFile = labels.get((i + k) % labels.size());
                sources.add(saved.at(samples.get(i), Optional.of(labelsFile)));
            }
        }
        return sources;
    }

    /** Whether a file is taken though it is not what it was. */
    boolean accepts(FileRole role) {
        return loading.acceptedChanges().contains(role);
    }

    boolean leavesOut(FileRole role) {
        return loading.leftOut().contains(role);
    }
}
