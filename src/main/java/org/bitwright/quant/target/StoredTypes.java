package org.bitwright.quant.target;

import java.util.List;
import org.bitwright.model.Phrase;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.NumberFormat;

/** What notes on rules name: stored formats, in short, and names between quotes. */
final class StoredTypes {
    private StoredTypes() {}

    static Phrase of(NumberFormat format) {
        if (format instanceof NumberFormat.Uniform uniform) {
            String limits = uniform.qmin() + " … " + uniform.qmax();
            return Phrase.verbatim(
                    (uniform.scheme().hasZeroPoint() ? "uint" : "int") + uniform.bits() + " (" + limits + ")");
        }
        if (format instanceof NumberFormat.Minifloat minifloat) {
            return Phrase.verbatim(String.valueOf(minifloat.type()));
        }
        return Phrase.of("%s bits", format.bits());
    }

    static Phrase of(Granularity granularity) {
        return switch (granularity.kind()) {
            case TENSOR -> Phrase.of("per tensor");
            case CHANNEL -> Phrase.of("per channel");
            case GROUP -> Phrase.of("per group:%s", granularity.size());
        };
    }

    static Phrase quoted(String name) {
        return Phrase.of("'%s'", name);
    }

    static Phrase quoted(List<String> names) {
        return Phrase.list(names.stream().map(StoredTypes::quoted).toList());
    }
}
