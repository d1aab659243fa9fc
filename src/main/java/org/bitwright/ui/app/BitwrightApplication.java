package org.bitwright.ui.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javafx.application.Application;
import javafx.scene.image.Image;
import javafx.stage.Stage;
import org.bitwright.project.Sample;
import org.bitwright.project.Samples;
import org.bitwright.ui.common.Settings;
import org.bitwright.ui.common.SettingsFile;
import org.bitwright.ui.common.Tasks;
import org.bitwright.ui.common.WindowDialogs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The window as a program: opens the files named on the command line, else the first bundled sample. */
public final class BitwrightApplication extends Application {
    private static final Logger LOG = LoggerFactory.getLogger(BitwrightApplication.class);
    private static final List<String> ICONS = List.of("icon-64.png", "icon-256.png");

    private final SettingsFile settingsFile = new SettingsFile(SettingsFile.usualPlace());
    private final Tasks tasks = Tasks.background();
    private Settings settings = new Settings();
    private Runnable onStop = () -> {};

    /** Opens the window and returns when it is closed. */
    public static void open(String... files) {
        launch(BitwrightApplication.class, files);
    }

    @Override
    public void init() {
        settings = settingsFile.load();
    }

    @Override
    public void start(Stage stage) {
        settingsFile.follow(settings);
        ICONS.forEach(name -> stage.getIcons()
                .add(new Image(BitwrightApplication.class.getResource(name).toExternalForm())));
        List<Sample> samples = samples();
        WindowDialogs dialogs = new WindowDialogs(stage);
        MainWindow window = new MainWindow(stage, settings, tasks, dialogs, samples);
        onStop = window::close;
        window.net().spread();
        window.show();
        List<Path> files = getParameters().getUnnamed().stream().map(Path::of).toList();
        if (files.isEmpty()) {
            samples.stream().findFirst().ifPresent(window::openSample);
        } else {
            window.files().openAll(files);
        }
        window.offerRecovery();
    }

    private static List<Sample> samples() {
        try {
            return Samples.list();
        } catch (IOException e) {
            LOG.warn("The bundled samples cannot be listed: {}", e.getMessage());
            return List.of();
        }
    }

    @Override
    public void stop() {
        tasks.cancelAll();
        onStop.run();
        settingsFile.save(settings);
        tasks.close();
    }
}
