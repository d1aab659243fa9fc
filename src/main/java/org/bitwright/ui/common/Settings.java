package org.bitwright.ui.common;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.beans.Observable;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** What the window remembers from one start to the next. */
public final class Settings {
    public static final double NORMAL_FONT_PERCENT = 100;
    private static final double SMALLEST_FONT_PERCENT = 70;
    private static final double LARGEST_FONT_PERCENT = 250;
    private static final int RECENT_FILES = 10;

    private final ObjectProperty<Theme> theme = new SimpleObjectProperty<>(Theme.LIGHT);
    private final ObjectProperty<Locale> language = new SimpleObjectProperty<>(systemLanguage());
    private final DoubleProperty fontPercent = new SimpleDoubleProperty(NORMAL_FONT_PERCENT);
    private final BooleanProperty measureAutomatically = new SimpleBooleanProperty(true);
    private final ObservableList<Path> recent = FXCollections.observableArrayList();
    private final ObjectProperty<WindowLayout> layout = new SimpleObjectProperty<>(WindowLayout.INITIAL);

    public ObjectProperty<Theme> themeProperty() {
        return theme;
    }

    public ObjectProperty<Locale> languageProperty() {
        return language;
    }

    public DoubleProperty fontPercentProperty() {
        return fontPercent;
    }

    public void zoomFont(double percent) {
        fontPercent.set(Math.max(SMALLEST_FONT_PERCENT, Math.min(LARGEST_FONT_PERCENT, percent)));
    }

    public BooleanProperty measureAutomaticallyProperty() {
        return measureAutomatically;
    }

    /** Models and projects opened last, newest first. */
    public ObservableList<Path> recent() {
        return recent;
    }

    public void opened(Path file) {
        List<Path> next = new ArrayList<>(recent);
        Path absolute = file.toAbsolutePath().normalize();
        next.remove(absolute);
        next.add(0, absolute);
        recent.setAll(next.subList(0, Math.min(RECENT_FILES, next.size())));
    }

    public ObjectProperty<WindowLayout> layoutProperty() {
        return layout;
    }

    /** Everything that is worth a save when it changes. */
    Observable[] observed() {
        return new Observable[] {theme, language, fontPercent, measureAutomatically, recent, layout};
    }

    private static Locale systemLanguage() {
        return Locale.getDefault().getLanguage().equals("zh") ? Locale.SIMPLIFIED_CHINESE : Locale.ENGLISH;
    }
}
