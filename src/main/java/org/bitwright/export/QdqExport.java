package org.bitwright.export;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.bitwright.model.Layer;
import org.bitwright.model.Phrase;
import org.bitwright.onnx.CodedDocument;
import org.bitwright.onnx.CodedWeight;
import org.bitwright.onnx.CodedWeights;
import org.bitwright.onnx.FloatProducts;
import org.bitwright.onnx.FoldedNormalizations;
import org.bitwright.onnx.IntegerActivations;
import org.bitwright.onnx.IntegerOperators;
import org.bitwright.onnx.LinearWeight;
import org.bitwright.onnx.NarrowProducts;
import org.bitwright.onnx.NarrowTables;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OnnxWriter;
import org.bitwright.onnx.OpsetRaise;
import org.bitwright.onnx.SimulatedWeights;
import org.bitwright.onnx.TransposedFactors;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.TensorConfig;
import org.bitwright.task.CancelToken;
import org.jspecify.annotations.Nullable;

/**
 * ONNX with weights in narrow types, each with the operator behind it that gives the simulated values back bit for bit,
 * and with what quantizes activations between the operators (exports.md, 1). Formats that ONNX has no operator for, and forms that need operators whose version the model cannot
 * take, are stored as simulated floats and named.
 */
final class QdqExport implements Exporter {

    @Override
    public List<Phrase> write(ExportSource source, Path file, CancelToken cancel) throws IOException {
        Map<Layer, QdqForm> forms = new LinkedHashMap<>();
        for (Layer layer : source.model().layers()) {
            TensorConfig config = source.config().of(layer.name());
            if (config.format().isQuantized()) {
                QdqForm.of(layer, config).ifPresent(form -> forms.put(layer, form));
            }
        }
        List<Phrase> losses = new ArrayList<>();
        IntegerLayers integers = IntegerLayers.of(source.model(), source.plan());
        OnnxDocument raised = raised(source, forms, integers, losses);
        Map<String, float[]> floats = new HashMap<>();
        for (Layer layer : source.model().layers()) {
            TensorConfig config = source.config().of(layer.name());
            config.overlay().ifPresent(overlay -> floats.putAll(overlay.values()));
            if (!config.format().isQuantized()) {
                continue;
            }
            Optional<Phrase> loss = loss(source, layer, Optional.ofNullable(forms.get(layer)), raised, cancel);
            loss.ifPresent(losses::add);
            if (loss.isPresent() || isStoredAsItIs(layer, forms.get(layer))) {
                floats.putAll(source.simulated(layer, cancel));
                forms.remove(layer);
            }
        }
        OnnxDocument folded =
                FoldedNormalizations.removed(SimulatedWeights.replace(raised, floats), integers.activations());
        CodedDocument weights = coded(source, folded, forms, integers, cancel);
        losses.addAll(weights.losses());
        CodedDocument activations = IntegerActivations.write(weights.document(), source.plan());
        losses.addAll(activations.losses());
        OnnxDocument integer = IntegerOperators.of(activations.document());
        OnnxWriter.write(FloatProducts.of(NarrowTables.of(NarrowProducts.of(integer))), file);
        return losses;
    }

    private static CodedDocument coded(
            ExportSource source,
            OnnxDocument document,
            Map<Layer, QdqForm> forms,
            IntegerLayers integers,
            CancelToken cancel)
            throws IOException {
        CodedWeights coded = CodedWeights.of(document);
        for (Map.Entry<Layer, QdqForm> entry : forms.entrySet()) {
            cancel.throwIfCancelled();
            Layer layer = entry.getKey();
            LayerWeights weights =
                    source.layers().weights(layer, source.config().of(layer.name()), cancel);
            CodedWeight weight = entry.getValue()
                    .of(layer, weights, source.quantized(layer, cancel).layerGrids(), cancel);
            if (weight instanceof LinearWeight linear && isBytes(linear)) {
                add(coded, layer, linear, integers, document);
            } else {
                coded.add(weight);
            }
        }
        return coded.finish();
    }

    /** Stores a weight in the form in which it is fused with what its layer computes. */
    private static void add(
            CodedWeights coded, Layer layer, LinearWeight weight, IntegerLayers integers, OnnxDocument document) {
        if (integers.refuses(layer, weight)) {
            coded.addUnfused(
                    weight,
                    name -> Phrase.of(
                            "'%s' has a zero point a channel, which ONNX Runtime's integer convolution refuses: its layer"
                                    + " computes in float.",
                            name));
        } else if (integers.contains(layer)) {
            coded.addForIntegers(weight);
        } else if (TransposedFactors.isTransposed(document, weight.weight())) {
            coded.addTransposed(weight);
        } else {
            coded.add(weight);
        }
    }

    /** Whether kernels for 8-bit integers, or for products with narrow weights, can take it. */
    private static boolean isBytes(LinearWeight weight) {
        return !weight.type().storage().isFloating() && weight.type().storage().bits() <= 8;
    }

    /** The document at the newest version of the operators that a form asks for and the model can take. */
    private static OnnxDocument raised(
            ExportSource source, Map<Layer, QdqForm> forms, IntegerLayers integers, List<Phrase> losses)
            throws IOException {
        OnnxDocument document = source.document();
        int opset = OpsetRaise.opset(document);
        TreeSet<Integer> wanted = new TreeSet<>();
        forms.forEach((layer, form) -> wanted.add(form.wantedOpset(integers.contains(layer) || isProduct(layer))));
        wanted.add(IntegerActivations.opset(source.plan()));
        for (int version : wanted.descendingSet()) {
            if (version > opset && OpsetRaise.obstacles(document, version).isEmpty()) {
                losses.add(Phrase.of(
                        "The model's operator set is raised from %s to %s, in which all its operators mean the same:"
                                + " runtimes that know only older ones refuse it.",
                        opset, version));
                return OpsetRaise.raise(document, version);
            }
        }
        return document;
    }

    private static boolean isProduct(Layer layer) {
        return layer.op().equals("Gemm") || layer.op().equals("MatMul");
    }

    /** Why a quantized layer is stored as simulated floats; empty where it need not be. */
    private static Optional<Phrase> loss(
            ExportSource source, Layer layer, Optional<QdqForm> form, OnnxDocument document, CancelToken cancel)
            throws IOException {
        TensorConfig config = source.config().of(layer.name());
        Phrase what = Phrase.of(
                "'%s' is %s %s",
                layer.name(), ChoicePhrases.of(config.format()), ChoicePhrases.of(config.granularity()));
        if (form.isEmpty()) {
            return Optional.of(Phrase.of(
                    "%s, which no operator of ONNX that runs gives back: it is stored as simulated floats.", what));
        }
        int opset = form.get().opset();
        if (opset > OpsetRaise.opset(document)) {
            return Optional.of(Phrase.of(
                    "%s, which needs operator set %s, but since the model's (%s) the meaning changed of %s: it is stored"
                            + " as simulated floats.",
                    what, opset, OpsetRaise.opset(document), Phrase.list(OpsetRaise.obstacles(document, opset))));
        }
        if (form.get() instanceof QdqForm.Half) {
            return Optional.empty();
        }
        LayerWeights weights = source.layers().weights(layer, config, cancel);
        return weights.nanCount() + weights.infiniteCount() == 0
                ? Optional.empty()
                : Optional.of(Phrase.of(
                        "'%s' holds NaN or infinite weights, which no code can stand for: it is stored as simulated"
                                + " floats.",
                        layer.name()));
    }

    /** Whether the weight has the format's own type in the model already, so that no operator is needed behind it. */
    private static boolean isStoredAsItIs(Layer layer, @Nullable QdqForm form) {
        return form instanceof QdqForm.Half half
                && half.type() == layer.weight().type();
    }

    @Override
    public boolean isRunnable() {
        return true;
    }
}
