package org.bitwright.ui.common;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Dialogs that answer as a test has told them, and remember what was said. */
public final class ScriptedDialogs implements Dialogs {
    private final Deque<Path> files = new ArrayDeque<>();
    private final Deque<String> answers = new ArrayDeque<>();
    private final List<String> errors = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final List<String> questions = new ArrayList<>();

    /** The next file chooser, to open or to save, gives this file. */
    public void chooseFile(Path file) {
        files.add(file);
    }

    /** The next question is answered by the choice of this id. */
    public void answer(String id) {
        answers.add(id);
    }

    public List<String> errors() {
        return errors;
    }

    public List<String> told() {
        return told;
    }

    public List<String> questions() {
        return questions;
    }

    @Override
    public Optional<Path> openFile(String title, List<FileKind> kinds) {
        return Optional.ofNullable(files.poll());
    }

    @Override
    public Optional<Path> openFolder(String title) {
        return Optional.ofNullable(files.poll());
    }

    @Override
    public Optional<Path> saveFile(String title, String suggestedName, FileKind kind) {
        return Optional.ofNullable(files.poll());
    }

    @Override
    public Optional<Choice> ask(String title, String question, List<Choice> choices) {
        questions.add(question);
        String answer = answers.poll();
        return choices.stream().filter(choice -> choice.id().equals(answer)).findFirst();
    }

    @Override
    public Optional<String> text(String title, String question, String value) {
        return Optional.ofNullable(answers.poll());
    }

    @Override
    public void error(String title, String message) {
        errors.add(message);
    }

    @Override
    public void inform(String title, String message) {
        told.add(message);
    }
}
