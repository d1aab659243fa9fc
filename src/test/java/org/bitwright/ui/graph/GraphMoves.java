package org.bitwright.ui.graph;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.image.WritableImage;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import org.bitwright.ui.common.ScriptedDialogs;
import org.bitwright.ui.common.Tasks;
import org.bitwright.ui.common.Workbench;

/** Lays made-up networks out, and moves the view over them, for benchmarks. */
public final class GraphMoves {
    /** What there is to lay out. */
    public static final List<String> KINDS = List.of("residual", "inception", "masked", "dense");

    private static final Map<String, IntFunction<NetworkGraph>> NETWORKS = Map.of(
            "residual", GraphExamples::residual,
            "inception", GraphExamples::inception,
            "masked", GraphExamples::masked,
            "dense", GraphExamples::dense);

    private final NetworkGraph network;
    private Optional<DrawnGraph> drawn = Optional.empty();
    private Optional<GraphViewModel> model = Optional.empty();
    private Optional<Scene> scene = Optional.empty();

    public GraphMoves(String kind, int size) {
        network = Optional.ofNullable(NETWORKS.get(kind)).orElseThrow().apply(size);
    }

    public String size() {
        return network.nodes().size() + " nodes, " + network.links().size() + " links";
    }

    public void layOut() {
        drawn = Optional.of(DrawnGraph.of(network, new Progress(), CancelToken.none()));
    }

    /** The tab's content with the network in it; called on the window's thread. */
    public Parent view() {
        GraphViewModel made =
                new GraphViewModel(new Workbench(Tasks.sameThread(), new ScriptedDialogs()), Tasks.sameThread());
        made.activeProperty().set(true);
        made.show(drawn);
        model = Optional.of(made);
        return new GraphView(made);
    }

    /** Renders the first picture. */
    public void begin(Scene shown, WritableImage image, boolean whole) {
        scene = Optional.of(shown);
        render(image);
        if (whole) {
            model.orElseThrow().camera().fit();
            // A little nearer, so that panning is not the same picture.
            model.orElseThrow().camera().step(1);
        }
    }

    public void pan(double x, double y) {
        model.orElseThrow().camera().pan(x, y);
    }

    void zoom(double factor) {
        model.orElseThrow().camera().zoom(factor, 0, 0);
    }

    /** Lays out, draws and renders the view into {@code image}. */
    public void render(WritableImage image) {
        scene.orElseThrow().snapshot(image);
    }
}
