package org.bitwright.project;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.bitwright.io.dataset.DatasetReader;
import org.bitwright.model.DataSource;
import org.bitwright.model.Preprocessing;

/**
 * A bundled model with its data.
 *
 * @param title what it is called, such as {@code LeNet-5}
 * @param dataset name of the data set, such as {@code MNIST}
 * @param description one sentence in English
 * @param descriptionZh the same in Chinese
 * @param parameters number of its weights and biases
 * @param correct answers that were right of {@code samples} when it was trained
 */
public record Sample(
        String id,
        String title,
        Path model,
        Path data,
        Path labels,
        Path calibration,
        Path calibrationLabels,
        String dataset,
        String description,
        String descriptionZh,
        long parameters,
        long correct,
        long samples) {

    /** All evaluation samples with their labels. */
    public DataSource evaluationSource() {
        return source(data, labels);
    }

    public DataSource calibrationSource() {
        return source(calibration, calibrationLabels);
    }

    private static DataSource source(Path samples, Path labels) {
        return new DataSource(
                samples,
                Optional.of(labels),
                Preprocessing.scaled(DatasetReader.defaultScale(samples)),
                OptionalInt.empty());
    }

    /** The sentence that fits a language. */
    public String description(Locale locale) {
        return locale.getLanguage().equals("zh") ? descriptionZh : description;
    }
}
