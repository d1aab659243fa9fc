package org.bitwright.project;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitwright.model.Dataset;
import org.bitwright.model.InvalidFileException;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.quant.QuantConfig;

/** Finds what a project file names, and refuses what is not what it was. */
final class ProjectLoader {
    private ProjectLoader() {}

    static Project load(Path file, Loading loading) throws IOException {
        SavedWork work = ProjectFile.read(file);
        OpenedModel opened = OpenedModel.of(model(file, work));
        refuseUnfitting(file, opened.document(), work);
        Project project = new Project(opened, work.config());
        try {
            useData(file, work, project);
            project.restored(file, work);
            return project;
        } catch (IOException e) {
            project.close();
            throw e;
        }
    }

    private static void useData(Path file, SavedWork work, Project project) throws IOException {
        if (work.data().isPresent()) {
            SavedData data = work.data().get();
            project.useData(data.located(file, "evaluation"));
            refuseChanged(file, data, project.data(), "evaluation");
            if (work.reserved() > 0) {
                reserve(file, work.reserved(), project);
            }
        }
        if (work.calibration().isPresent()) {
            SavedData calibration = work.calibration().get();
            project.useCalibrationData(calibration.located(file, "calibration"));
            refuseChanged(file, calibration, project.calibrationData(), "calibration");
        }
    }

    private static void reserve(Path file, int samples, Project project) throws InvalidFileException {
        try {
            project.useCalibrationSamples(samples);
        } catch (IllegalArgumentException e) {
            throw new InvalidFileException(file, "reserved", String.valueOf(e.getMessage()), e);
        }
    }

    private static OnnxDocument model(Path file, SavedWork work) throws IOException {
        List<Path> candidates = work.model().located(file, "model");
        for (Path candidate : candidates) {
            OnnxDocument document = OnnxDocument.open(candidate);
            if (document.digest().equals(work.modelDigest())) {
                return document;
            }
        }
        throw new InvalidFileException(
                file,
                "",
                "its model '" + candidates.get(0) + "' has changed since the project was saved (another SHA-256); "
                        + "restore that file, or open the model anew and put an exported configuration on it");
    }

    private static void refuseChanged(Path file, SavedData saved, Optional<Dataset> found, String what)
            throws InvalidFileException {
        if (!found.map(Dataset::digest).equals(Optional.of(saved.digest()))) {
            throw new InvalidFileException(
                    file,
                    "",
                    "its " + what + " data '" + saved.samples().absolute()
                            + "' have changed since the project was saved (another SHA-256), so its results would not"
                            + " hold; restore the files, or open the model anew with the new data");
        }
    }

    private static void refuseUnfitting(Path file, OnnxDocument document, SavedWork work) throws InvalidFileException {
        refuseUnfitting(file, "configuration", document, work.config());
        for (Variant variant : work.variants()) {
            refuseUnfitting(file, "variant '" + variant.name() + "'", document, variant.config());
        }
        refuseUnfitting(file, work.results().explored(), document);
        refuseUnfitting(file, work.training().configs(), document);
        for (String layer : work.results().layers()) {
            if (document.model().layer(layer).isEmpty()) {
                throw new InvalidFileException(file, "", "the model has no layer '" + layer + "'");
            }
        }
    }

    private static void refuseUnfitting(Path file, Map<QuantConfig, String> configs, OnnxDocument document)
            throws InvalidFileException {
        for (Map.Entry<QuantConfig, String> spoken : configs.entrySet()) {
            refuseUnfitting(file, spoken.getValue(), document, spoken.getKey());
        }
    }

    private static void refuseUnfitting(Path file, String place, OnnxDocument document, QuantConfig config)
            throws InvalidFileException {
        Optional<String> misfit = ConfigFit.misfit(document, config);
        if (misfit.isPresent()) {
            throw new InvalidFileException(file, place, misfit.get());
        }
    }
}
