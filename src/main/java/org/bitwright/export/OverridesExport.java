package org.bitwright.export;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bitwright.model.Phrase;
import org.bitwright.quant.FloatGrid;
import org.bitwright.quant.FloatType;
import org.bitwright.quant.Grid;
import org.bitwright.quant.UniformGrid;
import org.bitwright.task.CancelToken;

/**
 * {@code TensorQuantOverrides} of ONNX Runtime's quantization tool (exports.md, 4): JSON, and a Python file beside it that
 * makes the objects of it that the tool wants.
 */
final class OverridesExport implements Exporter {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final List<Phrase> losses = new ArrayList<>();

    @Override
    public List<Phrase> write(ExportSource source, Path file, CancelToken cancel) throws IOException {
        Path script = scriptOf(file);
        ExportSource.refuse(script, source.inputs());
        ParameterSet set = ParameterSet.of(source, cancel);
        losses.addAll(set.losses());
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        set.weights().forEach(tensor -> add(root, tensor));
        set.activations().forEach(tensor -> add(root, tensor));
        set.dynamic()
                .forEach(edge -> losses.add(Phrase.of(
                        "the activation '%s' has a range of every run's own, which overrides cannot say: it is left out.",
                        edge)));
        byte[] json = MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
        AtomicFile.write(file, out -> {
            out.write(json);
            out.write('\n');
        });
        byte[] python = OverridesScript.text(file, source).getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(script, out -> out.write(python));
        return losses;
    }

    /** The Python file that lies beside the JSON. */
    static Path scriptOf(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return file.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + ".py");
    }

    private void add(ObjectNode root, GridTensor tensor) {
        Optional<String> type = type(tensor);
        if (type.isEmpty() || tensor.granularity().isGroup()) {
            losses.add(Phrase.of("%s, which overrides cannot say: it is left out.", tensor.label()));
            return;
        }
        if (tensor.isUniform() && tensor.isNarrow() || tensor.isUniform() && typeBits(tensor) != tensor.bits()) {
            losses.add(Phrase.of(
                    "%s, stored as %s: codes beyond its own limits may be used there.", tensor.label(), type.get()));
        }
        ArrayNode list = root.putArray(tensor.name());
        for (Grid grid : tensor.grids()) {
            ObjectNode node = list.addObject();
            node.put("quant_type", type.get());
            if (list.size() == 1 && tensor.grids().size() > 1) {
                int axis = tensor.layer().orElseThrow().channelAxis().orElseThrow();
                node.put("axis", axis);
            }
            if (tensor.isUniform()) {
                UniformGrid uniform = GridTensor.uniform(grid);
                node.put("scale", (double) uniform.scale());
                node.put("zero_point", uniform.zeroPoint());
            } else {
                node.put("scale", (double) ((FloatGrid) grid).scale());
                node.put("zero_point", 0);
            }
        }
    }

    private static Optional<String> type(GridTensor tensor) {
        if (tensor.isUniform()) {
            return Optional.of((tensor.isSigned() ? "QInt" : "QUInt") + typeBits(tensor));
        }
        return tensor.grids().get(0) instanceof FloatGrid floats && floats.type() == FloatType.E4M3FN
                ? Optional.of("QFLOAT8E4M3FN")
                : Optional.empty();
    }

    private static int typeBits(GridTensor tensor) {
        return tensor.bits() <= 4 ? 4 : tensor.bits() <= 8 ? 8 : 16;
    }

    @Override
    public boolean isRunnable() {
        return false;
    }
}
