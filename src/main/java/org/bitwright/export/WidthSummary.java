package org.bitwright.export;

import java.util.List;
import java.util.Locale;
import org.bitwright.model.Layer;
import org.bitwright.model.Model;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.QuantConfig;

/**
 * How wide the weights of a configuration are.
 *
 * @param least bits of a layer
 * @param most bits of a layer
 * @param average bits of a weight, payload alone, over all layers; NaN without layers
 * @param formats names of the formats of the layers, in the layers' order, each once
 * @param granularities of the quantized layers, likewise
 */
public record WidthSummary(int least, int most, double average, List<String> formats, List<String> granularities) {
    public WidthSummary {
        formats = List.copyOf(formats);
        granularities = List.copyOf(granularities);
    }

    /** Unquantized layers count with the width of their own numbers. */
    public static WidthSummary of(Model model, QuantConfig config) {
        int least = Integer.MAX_VALUE;
        int most = 0;
        double sum = 0;
        long weights = 0;
        for (Layer layer : model.layers()) {
            int bits = bits(layer, config);
            least = Math.min(least, bits);
            most = Math.max(most, bits);
            sum += (double) bits * layer.parameters();
            weights += layer.parameters();
        }
        List<String> formats = model.layers().stream()
                .map(layer -> ConfigNames.of(config.of(layer.name()).format()))
                .distinct()
                .toList();
        List<String> granularities = model.layers().stream()
                .map(layer -> config.of(layer.name()))
                .filter(choice -> choice.format().isQuantized())
                .map(choice -> ConfigNames.of(choice.granularity()))
                .distinct()
                .toList();
        return new WidthSummary(Math.min(least, most), most, sum / weights, formats, granularities);
    }

    private static int bits(Layer layer, QuantConfig config) {
        NumberFormat format = config.of(layer.name()).format();
        return format.isQuantized() ? format.bits() : layer.weight().type().bits();
    }

    /** For people, such as {@code 4 bits per channel} or {@code 2–8 bits, 3.94 on average}; a format's name where it is not integers. */
    public String text() {
        String name = formats.size() == 1 && !formats.get(0).equals("int") ? formats.get(0) : "";
        if (name.equals("float") || least == most && !name.isEmpty() && !name.equals("codebook")) {
            return name;
        }
        String bits = least == most
                ? least + (least == 1 ? " bit" : " bits") + per()
                : String.format(Locale.ROOT, "%d–%d bits, %.2f on average", least, most, average);
        return name.isEmpty() ? bits : name + ", " + bits;
    }

    private String per() {
        return granularities.size() == 1 ? " per " + granularities.get(0) : "";
    }
}
