package org.bitwright.ui.app;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bitwright.model.DataSource;
import org.bitwright.model.Dataset;
import org.bitwright.model.Preprocessing;
import org.bitwright.project.DataHint;
import org.bitwright.project.DataPreview;
import org.bitwright.project.Project;
import org.bitwright.runtime.DataFit;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import org.jspecify.annotations.Nullable;

/**
 * What a look at data shows.
 *
 * @param fit whether they can be fed to the network
 * @param data empty where they cannot be read before more is told
 * @param samples some of them, spread over the data, as the network will see them
 * @param hints what is likely wrong with how they are read, where these are the project's evaluation data
 */
record DataLook(DataFit fit, Optional<Dataset> data, List<DataPreview> samples, List<DataHint> hints) {
    private static final int SAMPLES = 8;

    DataLook {
        samples = List.copyOf(samples);
        hints = List.copyOf(hints);
    }

    /** Looks at data; reads them anew only where something else than how values are scaled has changed. */
    static final class Reader {
        private final Project project;
        private @Nullable DataSource read;
        private @Nullable Dataset data;

        Reader(Project project) {
            this.project = project;
        }

        /** Called from jobs, one after the other. */
        synchronized DataLook look(DataSource source, Progress progress, CancelToken cancel)
                throws IOException, InferenceException {
            DataSource unscaled = source.withPreprocessing(
                    Preprocessing.scaled(1).withBinding(source.preprocessing().binding()));
            Dataset known = unscaled.equals(read) ? data : null;
            DataFit fit = known == null
                    ? project.dataSets().fit(source)
                    : DataFit.of(project.model(), known, source.preprocessing());
            boolean unreadable =
                    known == null && fit.misfit().isPresent() && !fit.openAxes().isEmpty();
            if (unreadable) {
                return new DataLook(fit, Optional.empty(), List.of(), List.of());
            }
            Dataset present = known == null ? project.dataSets().read(source) : known;
            read = unscaled;
            data = present;
            List<DataPreview> samples = fit.misfit().isPresent() ? List.of() : samples(present, source, cancel);
            boolean used =
                    project.dataSets().evaluationSource().filter(source::equals).isPresent();
            List<DataHint> hints =
                    used && fit.misfit().isEmpty() ? project.dataSets().hints(progress, cancel) : List.of();
            return new DataLook(fit, Optional.of(present), samples, hints);
        }

        private List<DataPreview> samples(Dataset present, DataSource source, CancelToken cancel)
                throws InferenceException {
            List<DataPreview> samples = new ArrayList<>();
            int count = Math.min(SAMPLES, present.size());
            for (int i = 0; i < count; i++) {
                cancel.throwIfCancelled();
                int sample = (int) ((long) i * present.size() / count);
                samples.add(DataPreview.of(project.model(), present, source.preprocessing(), sample));
            }
            return samples;
        }
    }
}
