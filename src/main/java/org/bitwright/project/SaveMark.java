package org.bitwright.project;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.bitwright.export.JsonField;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;

/**
 * Which of several files that hold the work of one sitting is the newest: a clock may have been set back in between.
 *
 * @param sitting the time from the opening of a project to its closing
 * @param number counts what that sitting has written, from 1
 */
record SaveMark(String sitting, long number) {
    private static final int LONGEST = 100;

    /** Whether everything that the other has is in this one, or was given up since. */
    boolean isNotOlderThan(SaveMark other) {
        return sitting.equals(other.sitting) && number >= other.number;
    }

    void put(ObjectNode root) {
        root.putObject("written").put("sitting", sitting).put("number", number);
    }

    static SaveMark read(JsonField field) throws InvalidFileException {
        String sitting = field.get("sitting").text();
        if (sitting.isBlank() || sitting.length() > LONGEST) {
            return field.get("sitting").fail(Phrase.of("it is no name of a sitting"));
        }
        return new SaveMark(sitting, field.get("number").integer(1, Long.MAX_VALUE));
    }
}
