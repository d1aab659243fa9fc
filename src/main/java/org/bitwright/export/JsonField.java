package org.bitwright.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;

/**
 * A value at a place in a JSON file that nobody vouches for. Reading what is missing or of another type throws an
 * {@link InvalidFileException} that names file and place.
 */
public final class JsonField {
    private static final int MAX_DEPTH = 40;
    private static final int MAX_TEXT = 1 << 20;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(MAX_TEXT)
                    .maxNumberLength(100)
                    .maxNameLength(MAX_TEXT)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // names are from strangers: none is kept for ever
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();
    private static final ObjectMapper MAPPER = JsonMapper.builder(FACTORY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Path file;
    private final Supplier<Phrase> place;
    private final JsonNode node;

    private JsonField(Path file, Supplier<Phrase> place, JsonNode node) {
        this.file = file;
        this.place = place;
        this.node = node;
    }

    /**
     * Reads a whole document, which must be an object.
     *
     * @param json UTF-8; the caller has capped its length
     */
    public static JsonField parse(Path file, byte[] json) throws InvalidFileException {
        try {
            JsonWeight.check(file, json, FACTORY);
            JsonNode root = MAPPER.readTree(json);
            JsonField field = new JsonField(file, () -> Phrase.NONE, root == null ? MissingNode.getInstance() : root);
            return field.node.isObject() ? field : field.fail(Phrase.of("a JSON object is expected"));
        } catch (JsonProcessingException e) {
            long line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw new InvalidFileException(
                    file, Phrase.of("line %s", line), Phrase.of("no valid JSON: %s", e.getOriginalMessage()), e);
        } catch (InvalidFileException e) {
            throw e;
        } catch (IOException e) {
            throw new InvalidFileException(file, Phrase.of("no valid JSON: %s", Phrase.toldBy(e)), e);
        }
    }

    /** The field of this name, which must be there. */
    public JsonField get(String name) throws InvalidFileException {
        return find(name)
                .orElseThrow(() -> new InvalidFileException(file, place(), Phrase.of("'%s' is missing", name)));
    }

    /** The field of this name; empty where it is missing or null. */
    public Optional<JsonField> find(String name) {
        JsonNode child = node.path(name);
        return child.isMissingNode() || child.isNull()
                ? Optional.empty()
                : Optional.of(new JsonField(
                        file,
                        () -> place().isEmpty() ? Phrase.verbatim(name) : Phrase.of("%s.%s", place(), name),
                        child));
    }

    /** Names of the fields, in the order of the file. */
    public List<String> names() throws InvalidFileException {
        if (!node.isObject()) {
            return fail(Phrase.of("an object is expected"));
        }
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    public List<JsonField> elements() throws InvalidFileException {
        List<JsonField> elements = new ArrayList<>(length());
        for (JsonNode element : node) {
            elements.add(at(elements.size(), element));
        }
        return elements;
    }

    private Phrase place() {
        return place.get();
    }

    public boolean isList() {
        return node.isArray();
    }

    public boolean isText() {
        return node.isTextual();
    }

    public boolean isNumber() {
        return node.isNumber();
    }

    public String text() throws InvalidFileException {
        return node.isTextual() ? node.textValue() : fail(Phrase.of("a text is expected"));
    }

    public long integer(long min, long max) throws InvalidFileException {
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            return fail(Phrase.of("a whole number is expected"));
        }
        long value = node.longValue();
        return value >= min && value <= max ? value : fail(Phrase.of("%s does not lie in %s … %s", value, min, max));
    }

    /** A list of numbers that were written as float32. */
    public float[] reals32() throws InvalidFileException {
        float[] values = new float[length()];
        int index = 0;
        for (JsonNode element : node) {
            float value = (float) element.doubleValue();
            if (!element.isNumber() || !Float.isFinite(value)) {
                at(index, element).real32();
            }
            values[index++] = value;
        }
        return values;
    }

    /** A list of whole numbers. */
    public int[] integers(int min, int max) throws InvalidFileException {
        int[] values = new int[length()];
        int index = 0;
        for (JsonNode element : node) {
            values[index] = (int) at(index, element).integer(min, max);
            index++;
        }
        return values;
    }

    private int length() throws InvalidFileException {
        return node.isArray() ? node.size() : fail(Phrase.of("a list is expected"));
    }

    /** The place of an element, whose name is made only when it is told: lists of scales are long. */
    private JsonField at(int index, JsonNode element) {
        return new JsonField(file, () -> Phrase.of("%s[%s]", place(), index), element);
    }

    public double real() throws InvalidFileException {
        return node.isNumber() ? node.doubleValue() : fail(Phrase.of("a number is expected"));
    }

    /** A number that was written as a float32. */
    public float real32() throws InvalidFileException {
        float value = (float) real();
        return Float.isFinite(value) ? value : fail(Phrase.of("a number within the range of float32 is expected"));
    }

    public boolean truth() throws InvalidFileException {
        return node.isBoolean() ? node.booleanValue() : fail(Phrase.of("true or false is expected"));
    }

    /** Refuses the file because of this field. */
    public <T> T fail(Phrase reason) throws InvalidFileException {
        throw new InvalidFileException(file, place(), reason);
    }
}
