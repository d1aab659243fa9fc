package org.bitwright.project;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bitwright.io.WeightFiles;
import org.bitwright.model.DataSource;
import org.bitwright.model.Dataset;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.ModelSource;
import org.bitwright.model.Phrase;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.project.Problem.Kind;
import org.bitwright.project.Problem.Severity;

/** Finds what a project file names, and refuses what is not what it was unless that is accepted. Used by one thread. */
final class ProjectLoader {
    private final Path file;
    private final FilePlaces places;
    private final List<Problem> notes = new ArrayList<>();
    private SavedWork work;
    private boolean calibrationHolds = true;

    /** @param file which messages name and relative paths are followed from */
    ProjectLoader(Path file, SavedWork work, Loading loading) {
        this.file = file;
        this.work = work;
        places = new FilePlaces(file, loading);
    }

    /**
     * Puts the project together.
     *
     * @param lock where it may be saved
     * @param changed whether it is not what its file says
     */
    Project project(Optional<ProjectLock> lock, boolean changed) throws IOException {
        OpenedModel opened = model();
        Misfits.refuse(file, work, opened.document());
        Project project = new Project(opened, work.config());
        boolean complete = false;
        try {
            useData(project);
            project.parts()
                    .restore(
                            work,
                            places,
                            lock.map(held -> file),
                            places.loading().asCopy());
            project.saving().unchanged();
            if (!calibrationHolds) {
                dropCalibrated(project);
            }
            boolean otherFiles = !notes.isEmpty() || !places.loading().found().isEmpty();
            SavedLayout layout = work.sitting().layout();
            project.saving().place().opened(lock.map(held -> file), lock, layout, notes, changed || otherFiles);
            complete = true;
            return project;
        } finally {
            if (!complete) {
                project.close();
            }
        }
    }

    private OpenedModel model() throws IOException {
        Found file = found(FileRole.MODEL, work.model(), work.modelDigest(), this::opened);
        OpenedModel model = file.model();
        boolean changed = file.changed();
        if (work.network() instanceof SavedNetwork.Graph saved) {
            Found graph = found(FileRole.GRAPH, saved.graph(), saved.digest(), ProjectLoader::network);
            changed |= graph.changed();
            model = OpenedModel.joined(
                    new ModelSource.Joined(
                            model.source().file(), graph.model().source().file(), saved.pairs()),
                    model.files().weights().orElseThrow());
        } else if (work.network() instanceof SavedNetwork.Stack saved) {
            model = OpenedModel.stacked(
                    new ModelSource.Stacked(model.source().file(), saved.stack()),
                    model.files().weights().orElseThrow());
        }
        if (changed) {
            work = FittingWork.of(work, model.document(), notes);
            dropResults();
        }
        return model;
    }

    private OpenedModel opened(Path path) throws IOException {
        return work.network() instanceof SavedNetwork.Own ? network(path) : OpenedModel.of(WeightFiles.open(path));
    }

    private static OpenedModel network(Path path) throws IOException {
        return OpenedModel.of(OnnxDocument.open(path));
    }

    @FunctionalInterface
    private interface Opening {
        OpenedModel open(Path path) throws IOException;
    }

    /** @param changed whether it is not what it was, which was accepted */
    private record Found(OpenedModel model, boolean changed) {}

    private Found found(FileRole role, SavedPath saved, String digest, Opening opening) throws IOException {
        List<Path> candidates = places.of(role, saved);
        List<OpenedModel> others = new ArrayList<>();
        List<IOException> faults = new ArrayList<>();
        for (Path candidate : candidates) {
            try {
                OpenedModel model = opening.open(candidate);
                if (model.files().file().digest().equals(digest)) {
                    return new Found(model, false);
                }
                others.add(model);
            } catch (IOException e) {
                faults.add(e);
            }
        }
        if (others.isEmpty()) {
            throw new ChangedFileException(file, role, candidates.get(0), faults.get(0));
        }
        Path changed = others.get(0).source().file();
        if (!places.accepts(role)) {
            throw new ChangedFileException(file, role, changed);
        }
        notes.add(Problem.ofProject(Severity.WARNING, Kind.CHANGED_MODEL, changed));
        return new Found(others.get(0), true);
    }

    private void dropResults() {
        SavedResults results = work.results();
        int explored = results.sensitivities().size()
                + (results.sweep().isPresent() ? 1 : 0)
                + (results.search().isPresent() ? 1 : 0);
        if (explored > 0 || !results.measurements().isEmpty()) {
            notes.add(Problem.ofProject(
                    Severity.WARNING,
                    Kind.RESULTS_DROPPED,
                    results.measurements().size(),
                    explored));
        }
        work = work.withResults(SavedResults.none());
    }

    /** Makes data those of a project. */
    @FunctionalInterface
    private interface Use {
        void use(DataSource source) throws IOException;
    }

    private void useData(Project project) throws IOException {
        if (work.data().isPresent()) {
            evaluation(project, work.data().get());
        }
        if (work.calibration().isPresent()) {
            calibration(project, work.calibration().get());
        }
    }

    private void evaluation(Project project, SavedData saved) throws IOException {
        boolean same = use(
                saved,
                FileRole.EVALUATION,
                FileRole.EVALUATION_LABELS,
                project.dataSets()::use,
                () -> project.dataSets().evaluation().map(Dataset::digest));
        if (!same) {
            dropResults();
        }
        if (work.reserved() > 0 && project.dataSets().evaluation().isPresent()) {
            reserve(project, work.reserved(), same);
        }
    }

    private void calibration(Project project, SavedData saved) throws IOException {
        boolean same = use(
                saved,
                FileRole.CALIBRATION,
                FileRole.CALIBRATION_LABELS,
                project.dataSets()::useForCalibration,
                () -> project.dataSets().calibration().map(Dataset::digest));
        calibrationHolds = same;
    }

    /** What was measured with ranges of activations that calibration data gave. */
    private void dropCalibrated(Project project) {
        int before = project.results().count();
        project.results().dropCalibrated();
        int dropped = before - project.results().count();
        if (dropped > 0) {
            notes.add(Problem.ofProject(Severity.WARNING, Kind.RESULTS_DROPPED, dropped, 0));
        }
    }

    /** The digest of the data that a project has. */
    @FunctionalInterface
    private interface Present {
        Optional<String> digest();
    }

    /** @return whether they are what they were */
    private boolean use(SavedData saved, FileRole role, FileRole labels, Use use, Present present) throws IOException {
        if (places.leavesOut(role)) {
            Kind kind = role == FileRole.EVALUATION ? Kind.DATA_LEFT_OUT : Kind.CALIBRATION_LEFT_OUT;
            notes.add(Problem.ofProject(Severity.WARNING, kind, saved.samples().absolute()));
            return false;
        }
        List<DataSource> readable = new ArrayList<>();
        List<IOException> faults = new ArrayList<>();
        List<DataSource> sources = places.sources(saved, role, labels);
        for (DataSource source : sources) {
            try {
                use.use(source);
                if (present.digest().equals(Optional.of(saved.digest()))) {
                    return true;
                }
                readable.add(source);
            } catch (IOException e) {
                faults.add(e);
            }
        }
        if (readable.isEmpty()) {
            throw new ChangedFileException(file, role, sources.get(0).samples(), faults.get(0));
        }
        useChanged(saved, role, labels, use, readable.get(0));
        return false;
    }

    private void useChanged(SavedData saved, FileRole role, FileRole labels, Use use, DataSource source)
            throws IOException {
        boolean unlabelled = saved.labels().isPresent() && places.leavesOut(labels);
        if (!places.accepts(role) && !unlabelled) {
            throw new ChangedFileException(file, role, source.samples());
        }
        use.use(source);
        if (unlabelled) {
            String absolute = saved.labels().map(SavedPath::absolute).orElse("");
            notes.add(Problem.ofProject(Severity.WARNING, Kind.LABELS_LEFT_OUT, absolute));
        } else {
            Kind kind = role == FileRole.EVALUATION ? Kind.CHANGED_DATA : Kind.CHANGED_CALIBRATION;
            notes.add(Problem.ofProject(Severity.WARNING, kind, source.samples()));
        }
    }

    private void reserve(Project project, int samples, boolean same) throws InvalidFileException {
        try {
            project.dataSets().reserveForCalibration(samples);
        } catch (IllegalArgumentException e) {
            if (same) {
                throw new InvalidFileException(file, Phrase.verbatim("reserved"), Phrase.toldBy(e), e);
            }
            notes.add(Problem.ofProject(Severity.WARNING, Kind.RESERVED_DROPPED, samples));
        }
    }
}
