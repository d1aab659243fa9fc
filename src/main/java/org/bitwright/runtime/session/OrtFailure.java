package org.bitwright.runtime.session;

import ai.onnxruntime.OrtException;
import java.util.regex.Pattern;
import org.bitwright.model.Phrase;

/** Words ONNX Runtime's errors for a user. */
final class OrtFailure {
    private static final int MAX_CHARACTERS = 220;
    private static final Pattern PREFIX = Pattern.compile("(?s)^Error code - \\w+ - message: ");
    private static final Pattern SOURCE = Pattern.compile("\\S*/onnxruntime/\\S+\\.(cc|h):\\d+ (\\S+ )?");
    private static final Pattern NOT_PRINTED = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\s]+");

    private OrtFailure() {}

    /** @param doing what failed, such as {@code Preparing the network} */
    static InferenceException of(Phrase doing, OrtException e) {
        return new InferenceException(Phrase.of("%s failed: %s (%s)", doing, reason(e), shortened(e)), e);
    }

    private static Phrase reason(OrtException e) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("bad_alloc") || message.contains("Failed to allocate memory")) {
            return Phrase.of("there is not enough memory.");
        }
        return switch (e.getCode()) {
            case ORT_NOT_IMPLEMENTED -> Phrase.of("ONNX Runtime does not know an operator of this network.");
            case ORT_INVALID_GRAPH, ORT_INVALID_PROTOBUF, ORT_NO_MODEL ->
                Phrase.of("ONNX Runtime does not accept this network's graph.");
            case ORT_INVALID_ARGUMENT -> Phrase.of("the network does not take inputs of this shape or type.");
            case ORT_NO_SUCHFILE -> Phrase.of("a file that the network needs is missing.");
            case ORT_NOT_FOUND -> Phrase.of("ONNX Runtime lacks something that this network needs.");
            default -> Phrase.of("ONNX Runtime reports an error.");
        };
    }

    private static String shortened(OrtException e) {
        String text = PREFIX.matcher(String.valueOf(e.getMessage())).replaceFirst("");
        text = SOURCE.matcher(text).replaceAll("");
        text = NOT_PRINTED.matcher(text).replaceAll(" ").strip();
        return text.length() <= MAX_CHARACTERS ? text : text.substring(0, MAX_CHARACTERS - 1) + "…";
    }
}
