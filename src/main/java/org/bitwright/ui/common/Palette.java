package org.bitwright.ui.common;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.css.CssMetaData;
import javafx.css.SimpleStyleableObjectProperty;
import javafx.css.StyleConverter;
import javafx.css.Styleable;
import javafx.css.StyleableObjectProperty;
import javafx.css.StyleableProperty;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;

/**
 * The theme's colours for code that paints on a canvas: an invisible node, put beside the canvas in the scene, that
 * takes its colours from the stylesheet and counts up {@link #revisionProperty()} when the theme changes them.
 */
public final class Palette extends Region {
    /** What a colour is for. The stylesheet's name is {@code -bw-} and the role in lower case, with hyphens. */
    public enum Role {
        WEIGHTS,
        QUANTIZED,
        GRID,
        HANDLE,
        CLIPPED,
        ROUNDING,
        AXIS,
        TEXT,
        MUTED,
        SURFACE,
        SELECTION,
        FLOAT_LINE,
        PRESENT,
        SERIES_1,
        SERIES_2,
        SERIES_3,
        SERIES_4,
        SERIES_5,
        SERIES_6,
        SERIES_7,
        SERIES_8;

        private String cssName() {
            return "-bw-role-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private static final Map<Role, CssMetaData<Palette, Color>> META = new EnumMap<>(Role.class);
    private static final List<CssMetaData<? extends Styleable, ?>> ALL_META;

    static {
        for (Role role : Role.values()) {
            META.put(role, meta(role));
        }
        List<CssMetaData<? extends Styleable, ?>> all = new ArrayList<>(Region.getClassCssMetaData());
        all.addAll(META.values());
        ALL_META = List.copyOf(all);
    }

    private final Map<Role, StyleableObjectProperty<Color>> colours = new EnumMap<>(Role.class);
    private final ReadOnlyIntegerWrapper revision = new ReadOnlyIntegerWrapper();

    public Palette() {
        getStyleClass().add("palette");
        setVisible(false);
        setManaged(false);
        for (Role role : Role.values()) {
            StyleableObjectProperty<Color> colour =
                    new SimpleStyleableObjectProperty<>(META.get(role), this, role.cssName(), Color.GRAY);
            colour.addListener((property, before, after) -> revision.set(revision.get() + 1));
            colours.put(role, colour);
        }
    }

    public Color colour(Role role) {
        StyleableObjectProperty<Color> colour = colours.get(role);
        return colour == null ? Color.GRAY : colour.get();
    }

    /** The colour of line number {@code index} of a chart, from 0; they repeat after eight. */
    public Color series(int index) {
        return colour(Role.values()[Role.SERIES_1.ordinal() + Math.floorMod(index, 8)]);
    }

    /** Whether what is drawn stands on a dark ground. */
    public boolean isDark() {
        return colour(Role.SURFACE).getBrightness() < 0.5;
    }

    /** Counts up whenever a colour changes: paint again. */
    public ReadOnlyIntegerProperty revisionProperty() {
        return revision.getReadOnlyProperty();
    }

    @Override
    public List<CssMetaData<? extends Styleable, ?>> getCssMetaData() {
        return ALL_META;
    }

    private static CssMetaData<Palette, Color> meta(Role role) {
        return new CssMetaData<>(role.cssName(), StyleConverter.getColorConverter(), Color.GRAY) {
            @Override
            public boolean isSettable(Palette palette) {
                return palette.colours.containsKey(role)
                        && !palette.colours.get(role).isBound();
            }

            @Override
            @SuppressWarnings("NullAway") // every role has its property
            public StyleableProperty<Color> getStyleableProperty(Palette palette) {
                return palette.colours.get(role);
            }
        };
    }
}
