package org.bitwright.ui.common;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Questions to the user and what they are told; behind an interface so that tests can answer. */
public interface Dialogs {

    /** A kind of file: its name for people and its endings with the dot and star, such as {@code *.onnx}. */
    record FileKind(String name, List<String> patterns) {
        public FileKind {
            patterns = List.copyOf(patterns);
        }
    }

    /** An answer that can be chosen. */
    record Choice(String id, String text) {}

    Optional<Path> openFile(String title, List<FileKind> kinds);

    Optional<Path> openFolder(String title);

    Optional<Path> saveFile(String title, String suggestedName, FileKind kind);

    /** Asks with the given answers; empty if the question was put away. The first is the one that Enter chooses. */
    Optional<Choice> ask(String title, String question, List<Choice> choices);

    Optional<String> text(String title, String question, String value);

    void error(String title, String message);

    void inform(String title, String message);
}
