package org.bitwright.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;

/**
 * Goes through a JSON document before it becomes a tree, and refuses one whose tree would take far more memory than a
 * document of its length needs: two brackets can stand for an object of eighty bytes.
 */
final class JsonWeight {
    private static final long SPARE = 200L << 20;
    private static final int OF_TABLE = 140;
    private static final int OF_LIST = 80;
    private static final int OF_TEXT = 64;
    private static final int OF_NUMBER = 28;
    /** Of an entry in a table, besides its name and its value. */
    private static final int OF_ENTRY = 48;

    /** Documents up to this length cannot take more than what is allowed beside any file. */
    private static final int SMALL = 1 << 20;

    private JsonWeight() {}

    /** @throws InvalidFileException if the tree would be too large */
    static void check(Path file, byte[] json, JsonFactory factory) throws IOException {
        if (json.length <= SMALL) {
            return;
        }
        long budget = SPARE + 3L * json.length;
        try (JsonParser parser = factory.createParser(json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                budget -= weight(token, parser);
                if (budget < 0) {
                    throw new InvalidFileException(
                            file,
                            Phrase.of("line %s", parser.currentTokenLocation().getLineNr()),
                            Phrase.of(
                                    "it packs far more parts than a file of its size needs and would fill the memory"));
                }
            }
        }
    }

    private static long weight(JsonToken token, JsonParser parser) throws IOException {
        return switch (token) {
            case START_OBJECT -> OF_TABLE;
            case START_ARRAY -> OF_LIST;
            case FIELD_NAME -> OF_ENTRY + OF_TEXT + (long) parser.getTextLength();
            case VALUE_STRING -> OF_TEXT + (long) parser.getTextLength();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> OF_NUMBER;
            default -> 0;
        };
    }
}
