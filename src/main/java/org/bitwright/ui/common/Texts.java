package org.bitwright.ui.common;

import java.text.MessageFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javafx.beans.InvalidationListener;
import javafx.beans.Observable;
import javafx.beans.WeakInvalidationListener;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import org.bitwright.model.Phrase;

/** The window's texts in the chosen language; what is bound follows when the language changes. */
public final class Texts {
    /** Languages that there are texts in. */
    public static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE);

    private static final String BUNDLE = "org.bitwright.ui.common.messages";
    private static final ReadOnlyObjectWrapper<Locale> LANGUAGE = new ReadOnlyObjectWrapper<>(Locale.ENGLISH);

    private static final Map<String, PhraseBook> BOOKS = new ConcurrentHashMap<>();

    private Texts() {}

    public static ReadOnlyObjectProperty<Locale> languageProperty() {
        return LANGUAGE.getReadOnlyProperty();
    }

    public static Locale language() {
        return LANGUAGE.get();
    }

    /** Chooses the nearest of {@link #LANGUAGES}. */
    public static void use(Locale locale) {
        LANGUAGE.set(locale.getLanguage().equals("zh") ? Locale.SIMPLIFIED_CHINESE : Locale.ENGLISH);
    }

    /** Calls {@code told} whenever the language changes, as long as the owner lives: it is held by nothing else. */
    public static void follow(Node owner, Runnable told) {
        InvalidationListener listener = observable -> {
            language();
            told.run();
        };
        owner.getProperties().put(listener, listener);
        LANGUAGE.addListener(new WeakInvalidationListener(listener));
    }

    /** The text of a key, with {0}, {1}, … replaced. Numbers are passed as formatted strings; suppliers are asked. */
    public static String get(String key, Object... arguments) {
        String pattern = bundle(language()).getString(key);
        return arguments.length == 0 ? pattern : new MessageFormat(pattern, language()).format(asked(arguments));
    }

    /** A sentence whose lines do not end between a number and its per cent. */
    public static String unbroken(String sentence) {
        return sentence.replace(" %", "\u00a0%");
    }

    /** What the engine tells. */
    public static String of(Phrase phrase) {
        return phrase.in(BOOKS.computeIfAbsent(language().getLanguage(), PhraseBook::of)::words);
    }

    /** A detail of what the engine tells, in the language where it is a phrase. */
    public static Object shown(Object detail) {
        return detail instanceof Phrase phrase ? of(phrase) : detail;
    }

    /** The text of a key in the language of the moment in which it is asked for. */
    public static Supplier<String> supply(String key, Object... arguments) {
        return () -> get(key, arguments);
    }

    /** The same as a binding; arguments that are observable are followed too. */
    public static StringBinding bind(String key, Object... arguments) {
        Observable[] followed = Arrays.stream(arguments)
                .filter(Observable.class::isInstance)
                .map(Observable.class::cast)
                .toArray(Observable[]::new);
        Observable[] all = Arrays.copyOf(followed, followed.length + 1);
        all[followed.length] = LANGUAGE;
        return Bindings.createStringBinding(() -> get(key, values(arguments)), all);
    }

    private static Object[] asked(Object[] arguments) {
        return Arrays.stream(arguments)
                .map(argument -> argument instanceof Supplier<?> supplier ? supplier.get() : argument)
                .toArray();
    }

    private static Object[] values(Object[] arguments) {
        return Arrays.stream(arguments)
                .map(argument -> argument instanceof ObservableValue<?> value ? value.getValue() : argument)
                .toArray();
    }

    private static ResourceBundle bundle(Locale locale) {
        return ResourceBundle.getBundle(
                BUNDLE, locale, ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }
}
