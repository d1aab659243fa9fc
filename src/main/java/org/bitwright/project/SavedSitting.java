package org.bitwright.project;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bitwright.export.JsonField;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;

/**
 * What a project file says of whoever wrote it, and not of the network.
 *
 * @param layout how the window looked
 * @param mark empty in files of versions before 6
 */
record SavedSitting(SavedLayout layout, Optional<SaveMark> mark) {

    static SavedSitting none() {
        return new SavedSitting(SavedLayout.none(), Optional.empty());
    }

    void put(ObjectNode root) {
        mark.ifPresent(written -> written.put(root));
        if (!layout.values().isEmpty()) {
            ObjectNode node = root.putObject("layout");
            new TreeMap<>(layout.values()).forEach(node::put);
        }
    }

    /** Reads what is there: before version 6 there was nothing. */
    static SavedSitting read(JsonField root) throws InvalidFileException {
        Optional<JsonField> written = root.find("written");
        return new SavedSitting(
                layout(root), written.isPresent() ? Optional.of(SaveMark.read(written.get())) : Optional.empty());
    }

    private static SavedLayout layout(JsonField root) throws InvalidFileException {
        Optional<JsonField> node = root.find("layout");
        if (node.isEmpty()) {
            return SavedLayout.none();
        }
        Map<String, String> values = new TreeMap<>();
        for (String name : node.get().names()) {
            values.put(name, node.get().get(name).text());
        }
        try {
            return new SavedLayout(values);
        } catch (IllegalArgumentException e) {
            return node.get().fail(Phrase.toldBy(e));
        }
    }
}
