package org.bitwright.ui.graph;

import java.io.IOException;
import javafx.stage.Stage;
import org.bitwright.ui.common.PanelStage;
import org.bitwright.ui.common.Pictures;
import org.bitwright.ui.common.Theme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** Pictures of made-up networks of several shapes, in target/screenshots. */
@ExtendWith(ApplicationExtension.class)
class GraphPanelScreenshots {
    private Stage stage;

    @Start
    void start(Stage shown) {
        stage = shown;
    }

    @Test
    void shapesOfNetworks(FxRobot robot) throws IOException {
        for (String kind : GraphMoves.KINDS) {
            take(robot, kind, kind.equals("masked") ? 600 : 120);
        }
    }

    private void take(FxRobot robot, String kind, int size) throws IOException {
        GraphMoves moves = new GraphMoves(kind, size);
        moves.layOut();
        robot.interact(() -> PanelStage.show(stage, moves.view(), 900, 900, Theme.LIGHT));
        Pictures.save(robot, stage, "graph-shape-" + kind);
        robot.interact(() -> {
            moves.pan(0, -450);
            moves.zoom(0.45);
        });
        Pictures.save(robot, stage, "graph-shape-" + kind + "-far");
    }
}
