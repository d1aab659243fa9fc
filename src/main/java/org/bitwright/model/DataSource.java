package org.bitwright.model;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where a data set lies and how its values become inputs.
 *
 * @param samples file of the samples, or a folder
 * @param labels file of the labels; empty where there are none
 * @param limit at most this many samples from the start; empty for all
 * @param images how image files are read; without meaning for other files
 * @param labelColumn name of the column of a table that holds the labels, or its number counted from 1; empty where the
 *     usual names tell
 */
public record DataSource(
        Path samples,
        Optional<Path> labels,
        Preprocessing preprocessing,
        OptionalInt limit,
        ImageSettings images,
        Optional<String> labelColumn) {

    /** With usual images, and the label column found by its name. */
    public DataSource(Path samples, Optional<Path> labels, Preprocessing preprocessing, OptionalInt limit) {
        this(samples, labels, preprocessing, limit, ImageSettings.usual(), Optional.empty());
    }

    public DataSource withLabels(Optional<Path> other) {
        return new DataSource(samples, other, preprocessing, limit, images, labelColumn);
    }

    public DataSource withPreprocessing(Preprocessing other) {
        return new DataSource(samples, labels, other, limit, images, labelColumn);
    }

    public DataSource withLimit(OptionalInt other) {
        return new DataSource(samples, labels, preprocessing, other, images, labelColumn);
    }

    public DataSource withImages(ImageSettings other) {
        return new DataSource(samples, labels, preprocessing, limit, other, labelColumn);
    }

    public DataSource withLabelColumn(Optional<String> other) {
        return new DataSource(samples, labels, preprocessing, limit, images, other);
    }
}
