package org.bitwright.cli;

import java.util.List;
import org.bitwright.training.Distillation;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code TEMPERATURE[:SHARE]}. */
final class DistillationOption implements ITypeConverter<Distillation> {
    private static final double USUAL_SHARE = 0.5;

    @Override
    public Distillation convert(String text) {
        List<String> parts = List.of(text.split(":", -1));
        if (parts.size() > 2) {
            throw wrong(text);
        }
        double temperature;
        double share;
        try {
            temperature = Double.parseDouble(parts.get(0));
            share = parts.size() == 2 ? Double.parseDouble(parts.get(1)) : USUAL_SHARE;
        } catch (NumberFormatException e) {
            throw wrong(text);
        }
        try {
            return new Distillation(temperature, share);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    private static TypeConversionException wrong(String text) {
        return new TypeConversionException("'" + text + "' is not of the form TEMPERATURE[:SHARE], such as 4:0.5");
    }
}
