package org.bitwright.io.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object that is read token by token: a table of 100 MB as a tree would take a gigabyte. Depth and lengths are
 * capped, a key that occurs twice refuses the file.
 */
final class JsonReading implements AutoCloseable {
    private static final int MAX_DEPTH = 8;
    private static final int MAX_TEXT = 1 << 20;
    private static final int CHUNK = 1 << 16;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(MAX_TEXT)
                    .maxNameLength(MAX_TEXT)
                    .maxNumberLength(40)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // names are many and from strangers: none is kept for ever
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    private final Path file;
    private final Phrase part;
    private final JsonParser parser;

    private JsonReading(Path file, Phrase part, JsonParser parser) {
        this.file = file;
        this.part = part;
        this.parser = parser;
    }

    /** Reads what is left of an object behind its opening brace. */
    @FunctionalInterface
    interface Body {
        void read(JsonReading json) throws IOException;
    }

    /**
     * Reads a whole document, which must be one object.
     *
     * @param part of the file that the document is, for messages
     * @throws InvalidFileException if it is no UTF-8, no JSON, or the body refuses it
     */
    static void object(Path file, Phrase part, byte[] json, Body body) throws IOException {
        checkUtf8(file, part, json);
        // a reader of UTF-8: of bytes, Jackson would take those with zeros between them for UTF-16 or UTF-32
        Reader text = new InputStreamReader(new ByteArrayInputStream(json), StandardCharsets.UTF_8);
        try (JsonReading reading = new JsonReading(file, part, FACTORY.createParser(text))) {
            reading.expect(JsonToken.START_OBJECT);
            body.read(reading);
            if (reading.parser.nextToken() != null) {
                throw reading.broken(Phrase.of("something follows behind its end"));
            }
        } catch (JsonProcessingException e) {
            throw new InvalidFileException(file, part, Phrase.of("it is no valid JSON: %s", e.getOriginalMessage()), e);
        }
    }

    private static void checkUtf8(Path file, Phrase part, byte[] json) throws InvalidFileException {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer bytes = ByteBuffer.wrap(json);
        CharBuffer chars = CharBuffer.allocate(CHUNK);
        CoderResult result;
        do {
            result = decoder.decode(bytes, chars.clear(), true);
        } while (result.isOverflow());
        if (result.isError()) {
            throw new InvalidFileException(file, part, Phrase.of("it is no UTF-8 text at byte %s", bytes.position()));
        }
    }

    /** The next key of the object that is being read; null at its end. */
    @Nullable
    String nextKey() throws IOException {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.END_OBJECT) {
            return null;
        }
        if (token != JsonToken.FIELD_NAME) {
            throw broken(Phrase.of("it ends in the middle"));
        }
        return parser.currentName();
    }

    void enterObject() throws IOException {
        expect(JsonToken.START_OBJECT);
    }

    String text() throws IOException {
        expect(JsonToken.VALUE_STRING);
        return parser.getText();
    }

    /** A list of whole numbers from 0 on. */
    long[] numbers(int most) throws IOException {
        expect(JsonToken.START_ARRAY);
        long[] values = new long[most];
        int count = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (count == most) {
                throw broken(Phrase.of("a list has more than %s numbers%s", most, place()));
            }
            values[count++] = number();
        }
        return Arrays.copyOf(values, count);
    }

    private long number() throws IOException {
        boolean whole = parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
        if (!whole || parser.getLongValue() < 0) {
            throw broken(Phrase.of("a whole number from 0 on is expected%s", place()));
        }
        return parser.getLongValue();
    }

    void skipValue() throws IOException {
        parser.nextToken();
        parser.skipChildren();
    }

    private void expect(JsonToken token) throws IOException {
        if (parser.nextToken() != token) {
            throw broken(
                    switch (token) {
                        case START_OBJECT -> Phrase.of("an object {…} is expected%s", place());
                        case START_ARRAY -> Phrase.of("a list is expected%s", place());
                        default -> Phrase.of("a text is expected%s", place());
                    });
        }
    }

    private Phrase place() {
        return Phrase.of(" at character %s", parser.currentTokenLocation().getCharOffset());
    }

    InvalidFileException broken(Phrase reason) {
        return new InvalidFileException(file, part, reason);
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
