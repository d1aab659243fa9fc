package org.bitwright.ui.app;

import java.util.List;
import java.util.Optional;
import javafx.beans.InvalidationListener;
import javafx.beans.binding.Bindings;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TabPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.bitwright.optimize.ImprovementKind;
import org.bitwright.project.Sample;
import org.bitwright.ui.activations.EdgesView;
import org.bitwright.ui.common.Appearance;
import org.bitwright.ui.common.Dialogs;
import org.bitwright.ui.common.RecentFiles;
import org.bitwright.ui.common.Settings;
import org.bitwright.ui.common.Tasks;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.common.WindowLayout;
import org.bitwright.ui.common.Workbench;
import org.bitwright.ui.inspector.InspectorView;
import org.bitwright.ui.inspector.InspectorViewModel;
import org.bitwright.ui.layers.LayersView;
import org.bitwright.ui.layers.LayersViewModel;
import org.bitwright.ui.problems.ProblemsView;
import org.bitwright.ui.problems.ProblemsViewModel;
import org.bitwright.ui.recovery.RecoveriesViewModel;
import org.bitwright.ui.rules.RulesView;
import org.bitwright.ui.rules.RulesViewModel;
import org.bitwright.ui.start.StartView;
import org.bitwright.ui.tasks.TasksView;

/** The window: builds the panels around one workbench and wires them to each other. */
final class MainWindow {
    private static final double SMALLEST_WIDTH = 900;
    private static final double SMALLEST_HEIGHT = 600;

    private final Stage stage;
    private final Settings settings;
    private final Tasks tasks;
    private final Workbench workbench;
    private final SafetyNet net;
    private final ProjectFlow files;
    private final LayersView layers;
    private final EdgesView edges;
    private final StackPane pages = new StackPane();
    private final SplitPane work = new SplitPane();
    private final PaneDividers dividers = new PaneDividers(new SplitPane(), work, new SplitPane());
    private final WorkPage workPage = new WorkPage(work);
    private final RecoveryFlow recovery;
    private final RecentFiles recent;
    private final ChartPanels charted;
    private final StartView start;
    private final PanelCycle panels;
    private final Scene scene;

    MainWindow(Stage stage, Settings settings, Tasks tasks, Dialogs dialogs, List<Sample> samples) {
        this.stage = stage;
        this.settings = settings;
        this.tasks = tasks;
        workbench = new Workbench(tasks, dialogs);
        workbench.measurements().automaticProperty().bind(settings.measureAutomaticallyProperty());
        net = new SafetyNet(tasks, new Failures(dialogs));
        tasks.onUnhandledFailure(net::tell);
        JoiningFlow joining = new JoiningFlow(workbench, tasks, dialogs, settings, stage);
        files = new ProjectFlow(workbench, tasks, dialogs, settings, joining, stage);
        ProblemsViewModel problems = new ProblemsViewModel(workbench, tasks);
        problems.watchInference();
        files.onDataChanged(problems::searchData);
        LayersViewModel shownLayers = new LayersViewModel(workbench);
        layers = new LayersView(shownLayers);
        RecoveriesViewModel left = new RecoveriesViewModel(tasks);
        recovery = new RecoveryFlow(left, files, dialogs, stage);
        recent = new RecentFiles(settings, tasks);
        start = new StartView(
                samples,
                recent,
                recovery.view(),
                Bindings.isNotEmpty(left.found()),
                this::openSample,
                files::open,
                files::chooseAndOpen);
        Node weights = WeightsTab.create(workbench);
        charted = new ChartPanels(workbench, tasks, dialogs, stage);
        CalibratorWindow calibrators = new CalibratorWindow(workbench, tasks, stage);
        InspectorViewModel inspected = new InspectorViewModel(workbench);
        inspected.setOnCompare(calibrators::show);
        InspectorView inspector = new InspectorView(inspected);
        ActivationsTab activations = new ActivationsTab(
                workbench, new CalibrationFlow(workbench, dialogs)::forActivations, () -> files.chooseData(true));
        edges = activations.edges();
        SplitPane lists = new SplitPane(layers);
        lists.setId("lists");
        lists.setOrientation(Orientation.VERTICAL);
        activations.shareRoom(lists);
        Node inspectors = activations.inspectors(inspector);
        RulesViewModel rules = new RulesViewModel(workbench);
        TabPane notes = DenseTabs.of(
                "notes",
                DenseTabs.tab("tasks.title", new TasksView(tasks)),
                DenseTabs.tab("problems.title", new ProblemsView(problems)),
                DenseTabs.tab("rules.title", new RulesView(rules)));
        GraphTab graph = new GraphTab(workbench, tasks, dialogs);
        GradientsTab gradients = new GradientsTab(workbench, tasks, dialogs, charted.training());
        TabPane centre = DenseTabs.of(
                "centre",
                DenseTabs.tab("weights.title", weights),
                activations.tab(),
                gradients.tab(),
                ErrorTab.create(workbench, tasks, dialogs),
                graph.tab());
        graph.setOnOpen(() -> centre.getSelectionModel().select(0));
        rules.setOnEdgeShown(() -> centre.getSelectionModel().select(activations.tab()));
        dividers.upper().getItems().addAll(lists, centre, inspectors);
        TabPane charts = DenseTabs.of("charts", charted.tabs());
        dividers.lower().getItems().addAll(charts, notes);
        work.setOrientation(Orientation.VERTICAL);
        work.getItems().addAll(dividers.upper(), dividers.lower());
        ProjectLayout layoutOfProject =
                new ProjectLayout(workbench, List.of(centre, charts, notes), shownLayers.filterProperty(), dividers);
        files.saving().setOnSave(layoutOfProject::keep);
        OvertakenWatch overtaken = new OvertakenWatch(stage, workbench, tasks);
        files.saving().setOnSaved(overtaken::forget);
        files.setOnShown(() -> {
            layoutOfProject.restore();
            if (workbench
                    .project()
                    .filter(open -> !open.saving().loadNotes().isEmpty())
                    .isPresent()) {
                notes.getSelectionModel().select(1);
            }
            workPage.rewind();
        });
        files.setOnShownAgain(() -> showPage(workPage));
        panels = new PanelCycle(List.of(layers, edges, centre, inspectors, charts, notes));
        Commands commands = new Commands(workbench, tasks, dialogs, settings, files, stage);
        Actions actions = new Actions();
        ExportFlow exports = new ExportFlow(
                workbench, tasks, dialogs, problems, stage, new SpeedFlow(workbench, tasks, dialogs, stage));
        commands.define(actions, exports, charted.sweep().flow());
        charted.define(actions);
        definePanelActions(actions, commands);
        defineTabActions(actions, commands, centre);
        gradients.define(actions, stage);
        actions.define(Action.COMPARE_CALIBRATORS, commands.nothingOpen().not(), calibrators::show);
        defineImprovements(actions, commands, new ImproveFlow(workbench, tasks, dialogs, stage));
        joining.define(actions);
        new NetworkNeeded(workbench.lacksNetwork(), actions).cover(centre, charts);
        MainMenu menu = new MainMenu(actions, commands, settings, recent);
        workPage.follow(charts);
        workPage.follow(notes);
        pages.getChildren().addAll(start, workPage);
        BorderPane root = new BorderPane(pages);
        root.setTop(new VBox(
                menu,
                new MainToolBar(actions, commands, tasks),
                new OvertakenStrip(workbench, overtaken, workPage.visibleProperty(), actions, files::openTheirs),
                new WeightsStrip(actions, workbench.lacksNetwork().and(workPage.visibleProperty()))));
        root.setBottom(new StatusLine(workbench, tasks, files.kept()));
        root.getStyleClass().add("window");
        WindowLayout layout = settings.layoutProperty().get();
        scene = new Scene(root, layout.width(), layout.height());
        Appearance.follow(scene, settings);
        FileDrop.accept(root, files::openAll);
        followSettings();
        followProject();
    }

    private void definePanelActions(Actions actions, Commands commands) {
        var open = commands.nothingOpen().not();
        actions.define(Action.START_PAGE, () -> showPage(start));
        actions.define(Action.SELECT_ALL, open, layers::selectAll);
        actions.define(Action.FILTER, open, layers::focusFilter);
        actions.define(Action.NEXT_PANEL, open, () -> panels.move(1));
        actions.define(Action.PREVIOUS_PANEL, open, () -> panels.move(-1));
    }

    private static void defineTabActions(Actions actions, Commands commands, TabPane centre) {
        for (int i = 0; i < Action.TABS.size(); i++) {
            int tab = i;
            actions.define(Action.TABS.get(i), commands.nothingOpen().not(), () -> centre.getSelectionModel()
                    .select(tab));
        }
    }

    private static void defineImprovements(Actions actions, Commands commands, ImproveFlow flow) {
        for (ImprovementKind kind : ImprovementKind.values()) {
            actions.define(Action.valueOf(kind.name()), commands.withNetwork(), () -> flow.ask(kind));
        }
    }

    SweepPanel sweep() {
        return charted.sweep();
    }

    TrainingPanel training() {
        return charted.training();
    }

    Workbench workbench() {
        return workbench;
    }

    ProjectFlow files() {
        return files;
    }

    SafetyNet net() {
        return net;
    }

    /** Asks what becomes of work that was left, if there is any. */
    void offerRecovery() {
        recovery.offer();
    }

    /** Lets go of the project, so that others may open it. The window is gone already: what is being written is waited for. */
    void close() {
        workbench.close();
        workbench.closings().awaitAtEnd();
    }

    Scene scene() {
        return scene;
    }

    void show() {
        WindowLayout layout = settings.layoutProperty().get();
        stage.setScene(scene);
        stage.setMinWidth(SMALLEST_WIDTH);
        stage.setMinHeight(SMALLEST_HEIGHT);
        stage.setMaximized(layout.maximized());
        stage.setOnCloseRequest(event -> {
            event.consume();
            files.afterUnsaved(stage::close);
        });
        stage.setOnHiding(event -> rememberLayout());
        stage.show();
        tasks.later(() -> dividers.divide(layout.dividers()));
    }

    void openSample(Sample sample) {
        files.open(sample.model(), sample.evaluationSource(), Optional.of(sample.calibrationSource()));
    }

    private void followSettings() {
        settings.languageProperty().addListener((property, before, now) -> Texts.use(now));
        Texts.use(settings.languageProperty().get());
        settings.fontPercentProperty().addListener(observable -> fitColumns());
        fitColumns();
    }

    private void fitColumns() {
        double em = Appearance.BASE_PIXELS * settings.fontPercentProperty().get() / 100;
        layers.setFontWidths(em);
        edges.setFontWidths(em);
    }

    private void followProject() {
        InvalidationListener changed =
                observable -> showPage(workbench.project().isPresent() ? workPage : start);
        workbench.projectProperty().addListener(changed);
        changed.invalidated(workbench.projectProperty());
        new WindowTitle(stage, pages, workbench, files.kept());
    }

    private void showPage(Node page) {
        pages.getChildren().forEach(child -> child.setVisible(child == page));
        if (page == workPage) {
            layers.focusTable();
        } else {
            recent.look();
        }
    }

    private void rememberLayout() {
        WindowLayout before = settings.layoutProperty().get();
        boolean large = stage.isMaximized();
        WindowLayout now = new WindowLayout(
                large ? before.width() : scene.getWidth(),
                large ? before.height() : scene.getHeight(),
                large,
                dividers.positions());
        if (now.isUsable()) {
            settings.layoutProperty().set(now);
        }
    }
}
