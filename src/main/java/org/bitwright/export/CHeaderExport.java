package org.bitwright.export;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bitwright.model.Layer;
import org.bitwright.model.Phrase;
import org.bitwright.model.Tensor;
import org.bitwright.quant.GranuleLayout;
import org.bitwright.quant.LayerCodes;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.UniformGrid;
import org.bitwright.quant.target.BiasPlan;
import org.bitwright.task.CancelToken;

/**
 * A C header for firmware (exports.md, 7): codes, scales and zero points of every integer weight, biases, and the
 * fixed-point factor from the accumulator to the output where the activations on both sides have static grids.
 */
final class CHeaderExport implements Exporter {
    private static final int NIBBLE = 4;

    private final List<Phrase> losses = new ArrayList<>();
    private final CText text = new CText();
    private final CNames names = new CNames();

    @Override
    public List<Phrase> write(ExportSource source, Path file, CancelToken cancel) throws IOException {
        ParameterSet set = ParameterSet.of(source, cancel);
        start(source, file);
        activations(set);
        LayerEdges edges = new LayerEdges(source.model(), source.plan());
        for (GridTensor weight : set.weights()) {
            cancel.throwIfCancelled();
            if (weight.isUniform()) {
                layer(source, weight, edges, cancel);
            } else {
                losses.add(noInteger(weight));
            }
        }
        set.floats().forEach(layer -> losses.add(Phrase.of("'%s' is not quantized: it is left out.", layer.name())));
        text.line("").line("#endif");
        AtomicFile.write(file, out -> out.write(text.toString().getBytes(StandardCharsets.UTF_8)));
        return losses;
    }

    private void start(ExportSource source, Path file) throws IOException {
        String guard = CNames.guard(String.valueOf(file.getFileName()));
        text.comment("Written by " + ToolVersion.text() + " for "
                        + source.model().fileName() + " (SHA-256 "
                        + source.document().digest() + ").")
                .comment(
                        "A value is (code - zero_point) * scale. Codes of up to 4 bits lie two in a byte, the first in")
                .comment("the low half. accumulator * multiplier * 2^-31 * 2^-shift + output zero point = output code.")
                .line("#ifndef " + guard)
                .line("#define " + guard)
                .line("")
                .line("#include <math.h>")
                .line("#include <stdint.h>");
    }

    private void activations(ParameterSet set) {
        for (GridTensor activation : set.activations()) {
            if (!activation.isUniform()) {
                losses.add(noInteger(activation));
                continue;
            }
            UniformGrid grid = activation.uniform().get(0);
            String name = names.unique(activation.name());
            text.line("")
                    .comment(activation.label() + ", codes " + grid.qmin() + " to " + grid.qmax())
                    .value("float", name + "_scale", CText.real(grid.scale()))
                    .value("int32_t", name + "_zero_point", String.valueOf(grid.zeroPoint()));
        }
        set.dynamic()
                .forEach(edge -> losses.add(Phrase.of(
                        "the activation '%s' has a range of every run's own: the header has none for it.", edge)));
    }

    private static Phrase noInteger(GridTensor tensor) {
        return Phrase.of("%s, which is no integer times a scale: it is left out.", tensor.label());
    }

    private void layer(ExportSource source, GridTensor weight, LayerEdges edges, CancelToken cancel)
            throws IOException {
        Layer layer = weight.layer().orElseThrow();
        String name = names.unique(layer.name());
        List<UniformGrid> grids = weight.uniform();
        text.line("")
                .comment(weight.label() + ", tensor '" + weight.name() + "', shape "
                        + layer.weight().shape().toString().replace('×', 'x'));
        codes(source, weight, name, cancel);
        text.array(
                "float",
                name + "_scale",
                grids.size(),
                i -> CText.real(grids.get(i).scale()));
        text.array(
                "int32_t",
                name + "_zero_point",
                grids.size(),
                i -> String.valueOf(grids.get(i).zeroPoint()));
        bias(source, layer, name);
        multiplier(layer, name, weight, edges);
    }

    private void codes(ExportSource source, GridTensor weight, String name, CancelToken cancel) throws IOException {
        Layer layer = weight.layer().orElseThrow();
        LayerWeights weights = source.layers().weights(layer, source.config().of(layer.name()), cancel);
        if (weights.nanCount() + weights.infiniteCount() > 0) {
            losses.add(Phrase.of(
                    "'%s' holds NaN or infinite weights: they have the codes of 0 and of the limits.", layer.name()));
        }
        LayerCodes symbols =
                LayerCodes.of(weights, source.quantized(layer, cancel).layerGrids());
        int[] codes = new int[symbols.size()];
        symbols.read(0, codes, codes.length);
        // Symbols are codes less their zero point.
        GranuleLayout layout = GranuleLayout.of(layer, weight.granularity());
        List<UniformGrid> grids = weight.uniform();
        for (int i = 0; i < codes.length; i++) {
            codes[i] += grids.get(layout.granule(i)).zeroPoint();
        }
        int bits = weight.bits();
        if (bits <= NIBBLE) {
            text.array("uint8_t", name + "_weight", (codes.length + 1) / 2, i -> packed(codes, 2 * i));
        } else {
            String type = (weight.isSigned() ? "int" : "uint") + (bits <= Byte.SIZE ? "8_t" : "16_t");
            text.array(type, name + "_weight", codes.length, i -> String.valueOf(codes[i]));
        }
    }

    private static String packed(int[] codes, int at) {
        int high = at + 1 < codes.length ? codes[at + 1] : 0;
        return String.format("0x%02x", codes[at] & 0xF | (high & 0xF) << NIBBLE);
    }

    /** As integers where the plan makes it such, else as floats. */
    private void bias(ExportSource source, Layer layer, String name) throws IOException {
        BiasPlan plan = source.plan().biases().get(layer.name());
        if (plan != null) {
            text.array("int32_t", name + "_bias", plan.codes().length, i -> String.valueOf(plan.codes()[i]));
            return;
        }
        if (layer.bias().isPresent()) {
            Tensor bias = layer.bias().get();
            float[] changed = source.config()
                    .of(layer.name())
                    .overlay()
                    .map(overlay -> overlay.values().get(bias.name()))
                    .orElse(null);
            float[] values = changed == null ? bias.readFloats() : changed;
            text.array("float", name + "_bias", values.length, i -> CText.real(values[i]));
        }
    }

    private void multiplier(Layer layer, String name, GridTensor weight, LayerEdges edges) {
        Optional<UniformGrid> input = edges.input(layer);
        Optional<UniformGrid> output = edges.output(layer);
        if (input.isEmpty() || output.isEmpty() || weight.granularity().isGroup()) {
            return;
        }
        double ratio = (double) input.get().scale() / output.get().scale();
        List<FixedPoint> factors = weight.uniform().stream()
                .map(grid -> FixedPoint.of(ratio * grid.scale()))
                .toList();
        text.array(
                "int32_t",
                name + "_multiplier",
                factors.size(),
                i -> String.valueOf(factors.get(i).multiplier()));
        text.array(
                "int32_t",
                name + "_shift",
                factors.size(),
                i -> String.valueOf(factors.get(i).shift()));
    }

    @Override
    public boolean isRunnable() {
        return false;
    }
}
