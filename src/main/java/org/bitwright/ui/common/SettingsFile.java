package org.bitwright.ui.common;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javafx.animation.PauseTransition;
import javafx.beans.InvalidationListener;
import javafx.beans.Observable;
import javafx.util.Duration;
import org.bitwright.export.AtomicFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Settings as plain JSON, saved a second after the last change through a temporary file beside it. */
public final class SettingsFile {
    private static final Logger LOG = LoggerFactory.getLogger(SettingsFile.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration QUIET = Duration.seconds(1);

    private final Path file;

    public SettingsFile(Path file) {
        this.file = file;
    }

    /** Where settings lie on this system. */
    public static Path usualPlace() {
        String chosen = System.getProperty("bitwright.settings");
        if (chosen != null) {
            return Path.of(chosen);
        }
        String base =
                System.getenv(System.getProperty("os.name").startsWith("Windows") ? "APPDATA" : "XDG_CONFIG_HOME");
        Path folder =
                base == null || base.isBlank() ? Path.of(System.getProperty("user.home"), ".config") : Path.of(base);
        return folder.resolve("bitwright").resolve("settings.json");
    }

    /** What the file says; what it leaves out, or says wrongly, is as in a first start. */
    public Settings load() {
        Settings settings = new Settings();
        if (!Files.isRegularFile(file)) {
            return settings;
        }
        try {
            read(JSON.readTree(Files.readString(file)), settings);
        } catch (IOException e) {
            LOG.warn("Settings in {} cannot be read: {}", file, e.getMessage());
        }
        return settings;
    }

    public void save(Settings settings) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            byte[] json = write(settings).toPrettyString().getBytes(StandardCharsets.UTF_8);
            AtomicFile.write(file, out -> out.write(json));
        } catch (IOException e) {
            LOG.warn("Settings cannot be saved to {}: {}", file, e.getMessage());
        }
    }

    /** Saves a second after every burst of changes from now on. */
    public void follow(Settings settings) {
        PauseTransition pause = new PauseTransition(QUIET);
        pause.setOnFinished(event -> save(settings));
        InvalidationListener changed = observable -> pause.playFromStart();
        Arrays.stream(settings.observed()).forEach((Observable observed) -> observed.addListener(changed));
    }

    private static void read(JsonNode json, Settings settings) {
        settings.themeProperty().set(json.path("theme").asText().equals("dark") ? Theme.DARK : Theme.LIGHT);
        if (json.has("language")) {
            settings.languageProperty()
                    .set(Locale.forLanguageTag(json.path("language").asText()));
        }
        settings.zoomFont(json.path("fontPercent").asDouble(Settings.NORMAL_FONT_PERCENT));
        settings.measureAutomaticallyProperty()
                .set(json.path("measureAutomatically").asBoolean(true));
        json.path("recent").forEach(entry -> {
            try {
                settings.recent().add(Path.of(entry.asText()));
            } catch (InvalidPathException e) {
                LOG.warn("Not a path in the settings: {}", entry.asText());
            }
        });
        WindowLayout layout = layout(json.path("window"));
        if (layout.isUsable()) {
            settings.layoutProperty().set(layout);
        }
    }

    private static WindowLayout layout(JsonNode json) {
        List<Double> dividers = new ArrayList<>();
        json.path("dividers").forEach(share -> dividers.add(share.asDouble()));
        return new WindowLayout(
                json.path("width").asDouble(),
                json.path("height").asDouble(),
                json.path("maximized").asBoolean(),
                dividers);
    }

    private static ObjectNode write(Settings settings) {
        ObjectNode json = JSON.createObjectNode();
        json.put("theme", settings.themeProperty().get() == Theme.DARK ? "dark" : "light");
        json.put("language", settings.languageProperty().get().toLanguageTag());
        json.put("fontPercent", settings.fontPercentProperty().get());
        json.put("measureAutomatically", settings.measureAutomaticallyProperty().get());
        ArrayNode recent = json.putArray("recent");
        settings.recent().forEach(path -> recent.add(path.toString()));
        WindowLayout layout = settings.layoutProperty().get();
        ObjectNode window = json.putObject("window");
        window.put("width", layout.width());
        window.put("height", layout.height());
        window.put("maximized", layout.maximized());
        ArrayNode dividers = window.putArray("dividers");
        layout.dividers().forEach(dividers::add);
        return json;
    }
}
