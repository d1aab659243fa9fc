package org.bitwright.project;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bitwright.model.Phrase;
import org.bitwright.model.RefusedException;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.quant.QuantConfig;

/**
 * The configurations that were given names, in the order in which they were. Undoing edits does not change them.
 * Thread-safe. What a user may do wrong throws {@link RefusedException} with a sentence for people.
 */
public final class Variants {
    static final int MOST = 1000;
    public static final int LONGEST_NAME = 200;

    private final OnnxDocument document;
    private final List<Variant> variants = new ArrayList<>();
    private long revision;

    Variants(OnnxDocument document) {
        this.document = document;
    }

    public synchronized List<Variant> all() {
        return List.copyOf(variants);
    }

    public synchronized Optional<Variant> find(String name) {
        return variants.stream()
                .filter(variant -> variant.name().equals(name.strip()))
                .findFirst();
    }

    /**
     * Keeps a configuration under a name.
     *
     * @param name without blanks around it, which are dropped
     * @throws RefusedException if the name is blank, too long or taken, or the configuration is not one of this
     *     model
     */
    public synchronized Variant add(String name, QuantConfig config) {
        ConfigFit.misfit(document, config).ifPresent(Variants::refuse);
        if (variants.size() >= MOST) {
            refuse(Phrase.of("There are %s variants already. Remove some first.", MOST));
        }
        Variant variant = new Variant(free(name), config);
        variants.add(variant);
        revision++;
        return variant;
    }

    /** @throws RefusedException if there is no variant {@code name}, or the other name is blank, too long or taken */
    public synchronized Variant rename(String name, String other) {
        Variant before = named(name);
        if (before.name().equals(other.strip())) {
            return before;
        }
        Variant after = new Variant(free(other), before.config());
        variants.set(variants.indexOf(before), after);
        revision++;
        return after;
    }

    /** @throws RefusedException if there is none of this name */
    public synchronized void remove(String name) {
        variants.remove(named(name));
        revision++;
    }

    /** Takes over those of a file. */
    synchronized void restore(List<Variant> saved) {
        variants.clear();
        variants.addAll(saved);
        revision++;
    }

    /** Changes with every change. */
    synchronized long revision() {
        return revision;
    }

    /** All of a moment. */
    record Present(long revision, List<Variant> all) {}

    synchronized Present present() {
        return new Present(revision, all());
    }

    private Variant named(String name) {
        return find(name)
                .orElseThrow(() -> new RefusedException(Phrase.of("There is no variant named '%s'.", name.strip())));
    }

    private String free(String name) {
        String wanted = name.strip();
        nameFault(wanted).ifPresent(Variants::refuse);
        if (find(wanted).isPresent()) {
            refuse(Phrase.of("There is a variant named '%s' already. Choose another name.", wanted));
        }
        return wanted;
    }

    /** What is wrong with a name whatever others there are. */
    static Optional<Phrase> nameFault(String name) {
        if (name.isBlank()) {
            return Optional.of(Phrase.of("A variant needs a name."));
        }
        return name.length() > LONGEST_NAME
                ? Optional.of(Phrase.of("A name of a variant has at most %s characters.", LONGEST_NAME))
                : Optional.empty();
    }

    private static void refuse(Phrase reason) {
        throw new RefusedException(reason);
    }
}
