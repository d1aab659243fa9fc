package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitwright.model.Phrase;

/**
 * An operator of the main graph in plain values.
 *
 * @param name its own, else one made from type and position; safe to show
 * @param type its type as the operator set calls it
 * @param domain of the operator set; empty for the standard one
 * @param inputs names of values; empty where one is left out
 * @param outputs names of values; empty where one is not wanted
 * @param attributes a Long, a Float, a String, a list of these or a Tensor by name; graphs are left out
 */
public record GraphOperator(
        String name,
        String type,
        String domain,
        List<String> inputs,
        List<String> outputs,
        Map<String, Object> attributes) {

    static GraphOperator of(PlacedNode placed, OnnxDocument document) throws IOException {
        NodeProto node = placed.node();
        Map<String, Object> attributes = new HashMap<>();
        for (AttributeProto attribute : node.getAttributeList()) {
            plain(attribute, document).ifPresent(value -> attributes.put(attribute.getName(), value));
        }
        return new GraphOperator(
                placed.name(),
                node.getOpType(),
                placed.isStandard() ? "" : node.getDomain(),
                List.copyOf(node.getInputList()),
                List.copyOf(node.getOutputList()),
                Map.copyOf(attributes));
    }

    private static Optional<Object> plain(AttributeProto attribute, OnnxDocument document) throws IOException {
        return switch (attribute.getType()) {
            case INT -> Optional.of(attribute.getI());
            case FLOAT -> Optional.of(attribute.getF());
            case STRING -> Optional.of(attribute.getS().toStringUtf8());
            case INTS -> Optional.of(List.copyOf(attribute.getIntsList()));
            case FLOATS -> Optional.of(List.copyOf(attribute.getFloatsList()));
            case STRINGS ->
                Optional.of(attribute.getStringsList().stream()
                        .map(text -> text.toStringUtf8())
                        .toList());
            case TENSOR -> tensor(attribute, document);
            default -> Optional.empty();
        };
    }

    private static Optional<Object> tensor(AttributeProto attribute, OnnxDocument document) throws IOException {
        Phrase place = Phrase.of("attribute %s", Quoted.name(attribute.getName()));
        StoredTensor stored = StoredTensor.of(attribute.getT(), document.file(), document.sources(), place);
        return Optional.of(stored.named(attribute.getName()));
    }

    /** The type with its domain before it where that is not the standard one; safe to show. */
    public String shownType() {
        return Quoted.plain(domain.isEmpty() ? type : domain + "." + type);
    }

    /** Whether an input is there. */
    public boolean has(int input) {
        return input < inputs.size() && !inputs.get(input).isEmpty();
    }

    public boolean has(String attribute) {
        return attributes.containsKey(attribute);
    }

    public long integer(String attribute, long otherwise) {
        return attributes.get(attribute) instanceof Long number ? number : otherwise;
    }

    public float number(String attribute, float otherwise) {
        return attributes.get(attribute) instanceof Float number ? number : otherwise;
    }

    public String text(String attribute, String otherwise) {
        return attributes.get(attribute) instanceof String text ? text : otherwise;
    }

    /** A list of integers; empty where the attribute is not given. */
    public long[] integers(String attribute) {
        return attributes.get(attribute) instanceof List<?> list
                ? list.stream()
                        .filter(Long.class::isInstance)
                        .mapToLong(Long.class::cast)
                        .toArray()
                : new long[0];
    }
}
