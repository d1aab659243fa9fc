package org.bitwright.project;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.bitwright.model.DataSource;

/** What tells whether samples are those that a run began with. */
final class Fingerprints {
    private Fingerprints() {}

    /** Hexadecimal SHA-256 of the samples and of how they are read. */
    static String of(EvaluationSet set) {
        DataSource source = set.source();
        String text = String.join(
                "\n",
                set.data().digest(),
                String.valueOf(set.data().size()),
                String.valueOf(source.preprocessing()),
                String.valueOf(source.images()),
                source.labelColumn().orElse(""));
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
