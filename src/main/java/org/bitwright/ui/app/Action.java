package org.bitwright.ui.app;

import java.util.List;
import javafx.scene.input.KeyCombination;
import org.kordamp.ikonli.feather.Feather;

/** Everything that can be done from the menus, with its shortcut. */
enum Action {
    OPEN("Shortcut+O", Feather.FOLDER),
    OPEN_DATA("Shortcut+D", Feather.DATABASE),
    OPEN_CALIBRATION("Shortcut+Shift+D", Feather.TARGET),
    OPEN_IMAGES("Shortcut+Alt+O", Feather.IMAGE),
    DATA_SETTINGS("Shortcut+Alt+D", Feather.SLIDERS),
    OPEN_CONFIG("Shortcut+Shift+O", Feather.FILE_TEXT),
    MODEL_INFO("Shortcut+I", Feather.INFO),
    JOIN_NETWORK("Shortcut+J", Feather.LINK),
    STACK_LAYERS("Shortcut+Shift+J", Feather.LAYERS),
    JOIN_AGAIN("Shortcut+Alt+J", Feather.REFRESH_CW),
    SAVE_NETWORK("Shortcut+Alt+S", Feather.SAVE),
    START_PAGE("Shortcut+H", Feather.HOME),
    SAVE("Shortcut+S", Feather.SAVE),
    SAVE_AS("Shortcut+Shift+S", Feather.SAVE),
    CLOSE("Shortcut+W", Feather.X),
    QUIT("Shortcut+Q", Feather.LOG_OUT),
    UNDO("Shortcut+Z", Feather.CORNER_UP_LEFT),
    REDO("Shortcut+Shift+Z", Feather.CORNER_UP_RIGHT),
    SELECT_ALL("Shortcut+A", Feather.LIST),
    FILTER("Shortcut+F", Feather.SEARCH),
    NEXT_LAYER("Alt+Down", Feather.ARROW_DOWN),
    PREVIOUS_LAYER("Alt+Up", Feather.ARROW_UP),
    MORE_BITS("Alt+Plus", Feather.PLUS),
    FEWER_BITS("Alt+Minus", Feather.MINUS),
    FIT("Shortcut+T", Feather.MAXIMIZE_2),
    RESET("Shortcut+R", Feather.ROTATE_CCW),
    COMPARE_CALIBRATORS("Shortcut+K", Feather.COLUMNS),
    NORMALIZATION_FOLD("Shortcut+Shift+0", Feather.LAYERS),
    EQUALIZATION("Shortcut+Shift+1", Feather.BAR_CHART),
    BIAS_CORRECTION("Shortcut+Shift+2", Feather.CROSSHAIR),
    LEARNED_ROUNDING("Shortcut+Shift+3", Feather.CPU),
    ERROR_FEEDBACK("Shortcut+Shift+4", Feather.REPEAT),
    EVALUATE("F5", Feather.PLAY),
    SWEEP("F6", Feather.TRENDING_UP),
    SENSITIVITY("Shift+F6", Feather.GRID),
    SNAPSHOT("Shortcut+B", Feather.CAMERA),
    SEARCH("F9", Feather.COMPASS),
    TRAIN("F12", Feather.ACTIVITY),
    COMPARE_GRADIENTS("Shift+F12", Feather.COLUMNS),
    MEASURE_SPEED("F8", Feather.ZAP),
    CANCEL("Esc", Feather.STOP_CIRCLE),
    EXPORT_QDQ("Shortcut+E", Feather.UPLOAD),
    EXPORT_SIMULATED("Shortcut+Shift+E", Feather.UPLOAD),
    EXPORT_CONFIG("Shortcut+Alt+E", Feather.FILE_TEXT),
    EXPORT_CSV("Shortcut+Alt+C", Feather.FILE_TEXT),
    EXPORT_HUFFMAN("Shortcut+Alt+H", Feather.PACKAGE),
    EXPORT_REPORT("Shortcut+Shift+R", Feather.BOOK_OPEN),
    THEME("Shortcut+Shift+T", Feather.MOON),
    LANGUAGE("Shortcut+L", Feather.GLOBE),
    FONT_LARGER("Shortcut+Plus", Feather.ZOOM_IN),
    FONT_SMALLER("Shortcut+Minus", Feather.ZOOM_OUT),
    FONT_NORMAL("Shortcut+0", Feather.TYPE),
    SHOW_WEIGHTS("Shortcut+1", Feather.BAR_CHART_2),
    SHOW_ACTIVATIONS("Shortcut+2", Feather.ACTIVITY),
    SHOW_GRADIENTS("Shortcut+3", Feather.TRENDING_DOWN),
    SHOW_ERROR("Shortcut+4", Feather.ALERT_CIRCLE),
    SHOW_GRAPH("Shortcut+5", Feather.SHARE_2),
    NEXT_PANEL("F7", Feather.CHEVRON_RIGHT),
    PREVIOUS_PANEL("Shift+F7", Feather.CHEVRON_LEFT),
    SHORTCUTS("F1", Feather.HELP_CIRCLE),
    ABOUT("Shift+F1", Feather.INFO);

    /** Those that show a tab of the centre, in the order of the tabs. */
    static final List<Action> TABS = List.of(SHOW_WEIGHTS, SHOW_ACTIVATIONS, SHOW_GRADIENTS, SHOW_ERROR, SHOW_GRAPH);

    private final KeyCombination shortcut;
    private final Feather icon;

    Action(String shortcut, Feather icon) {
        this.shortcut = KeyCombination.valueOf(shortcut);
        this.icon = icon;
    }

    KeyCombination shortcut() {
        return shortcut;
    }

    Feather icon() {
        return icon;
    }

    /** Key of its name. */
    String key() {
        return "action." + name();
    }
}
