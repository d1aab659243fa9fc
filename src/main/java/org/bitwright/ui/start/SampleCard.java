package org.bitwright.ui.start;

import java.util.Locale;
import java.util.function.Function;

/**
 * A bundled sample as the start page shows it.
 *
 * @param dataset name of the data that it is measured on
 * @param correct right answers of the float model, measured when it was trained
 * @param description in a language
 */
public record SampleCard(
        String id,
        String title,
        String dataset,
        long parameters,
        long correct,
        long samples,
        Function<Locale, String> description) {}
