package org.bitwright.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.io.StringWriter;

/** What a command line printed, and its exit status. */
record Ran(int status, String out, String err) {

    static Ran bitwright(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] texts = new String[arguments.length];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = String.valueOf(arguments[i]);
        }
        int status = BitwrightCommand.run(new PrintWriter(out, true), new PrintWriter(err, true), texts);
        return new Ran(status, out.toString(), err.toString());
    }

    /** Standard output as one JSON value with nothing after it. */
    JsonNode json() throws JsonProcessingException {
        return JsonMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build()
                .readTree(out);
    }
}
