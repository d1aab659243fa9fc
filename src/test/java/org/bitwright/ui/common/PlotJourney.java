package org.bitwright.ui.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Point2D;
import javafx.geometry.VerticalDirection;
import javafx.scene.Cursor;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.HBox;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/** Charts in a pane of tabs, as in the window: what mouse and keys do in all of them. */
@ExtendWith(ApplicationExtension.class)
class PlotJourney {
    private final PlotCursor<Integer> cursor = new PlotCursor<>();
    private final List<Integer> chosen = new ArrayList<>();
    private final ZeroZoom zoom = new ZeroZoom(0.01);
    private boolean spread = true;
    private Points points;
    private Spread spreads;

    @Start
    void start(Stage stage) {
        points = new Points(cursor);
        spreads = new Spread();
        cursor.setOnChosen(chosen::add);
        Tab tab = new Tab("", new HBox(points, spreads));
        PanelStage.show(stage, new TabPane(tab), 640, 240, Theme.LIGHT);
        spreads.requestFocus();
    }

    @Test
    void mouseLooksAtThePointUnderIt(FxRobot robot) {
        robot.moveTo(place(100));
        assertThat(cursor.point()).contains(100);
        assertThat(points.getCursor()).isEqualTo(Cursor.HAND);
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(points.tip().getText()).isEqualTo("point 100");
        assertThat(points.tip().isVisible()).isTrue();
        assertThat(points.getAccessibleText()).isEqualTo("point 100");
        robot.moveTo(place(130));
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(cursor.point()).isEmpty();
        assertThat(points.getCursor()).isEqualTo(Cursor.DEFAULT);
        assertThat(points.tip().isVisible()).isFalse();
        assertThat(points.getAccessibleText()).isEqualTo("points");
    }

    @Test
    void onlyTheFirstButtonChooses(FxRobot robot) {
        robot.clickOn(place(50));
        robot.clickOn(place(100), MouseButton.SECONDARY);
        robot.clickOn(place(130));
        assertThat(chosen).containsExactly(50);
    }

    @Test
    void keysWorkAfterAClick(FxRobot robot) {
        robot.clickOn(place(130));
        assertThat(points.isFocused()).isTrue();
        robot.type(KeyCode.RIGHT, 2).type(KeyCode.ENTER).type(KeyCode.RIGHT).type(KeyCode.SPACE);
        assertThat(chosen).containsExactly(100, 150);
        robot.type(KeyCode.ESCAPE);
        assertThat(cursor.point()).isEmpty();
    }

    @Test
    void pointOfTheKeyboardStaysWhileTheMouseMovesBesideIt(FxRobot robot) {
        robot.clickOn(place(50));
        robot.moveTo(place(75));
        assertThat(cursor.point()).contains(50);
        robot.moveTo(spreads);
        assertThat(cursor.point()).isEmpty();
    }

    @Test
    void keysWithShortcutOrAltAreLeftToTheWindow(FxRobot robot) {
        robot.interact(points::requestFocus);
        robot.push(KeyCode.SHORTCUT, KeyCode.RIGHT);
        robot.push(KeyCode.ALT, KeyCode.RIGHT);
        assertThat(cursor.point()).isEmpty();
    }

    @Test
    void keysThatFindNothingToDoAreLeftToTheWindow(FxRobot robot) {
        List<KeyCode> passed = new ArrayList<>();
        robot.interact(() -> {
            points.getParent().setOnKeyPressed(event -> passed.add(event.getCode()));
            points.requestFocus();
        });
        robot.type(KeyCode.ESCAPE, KeyCode.RIGHT, KeyCode.ESCAPE, KeyCode.A);
        assertThat(passed).containsExactly(KeyCode.ESCAPE, KeyCode.A);
    }

    @Test
    void spreadIsZoomedByKeysAfterAClickAndShownWholeByADoubleClick(FxRobot robot) {
        robot.clickOn(spreads);
        robot.type(KeyCode.PLUS, 2);
        assertThat(zoom.part()).isCloseTo(0.64, within(1e-12));
        robot.type(KeyCode.MINUS);
        assertThat(zoom.part()).isCloseTo(0.8, within(1e-12));
        robot.type(KeyCode.NUMPAD0);
        assertThat(zoom.isWhole()).isTrue();
        robot.type(KeyCode.PLUS).doubleClickOn(spreads);
        assertThat(zoom.isWhole()).isTrue();
    }

    @Test
    void wheelZoomsASpread(FxRobot robot) {
        zoom.to(0.5);
        robot.moveTo(spreads).scroll(2, VerticalDirection.UP);
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(zoom.part()).isNotEqualTo(0.5);
    }

    @Test
    void whatIsNoSpreadIsNotZoomed(FxRobot robot) {
        spread = false;
        zoom.to(0.5);
        robot.clickOn(spreads);
        robot.type(KeyCode.PLUS, 2);
        robot.doubleClickOn(spreads).scroll(2, VerticalDirection.UP);
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(zoom.part()).isEqualTo(0.5);
    }

    @Test
    void readingIsToldUnderTheMouse(FxRobot robot) {
        robot.moveTo(spreads);
        assertThat(spreads.tip().getText()).isEqualTo("right half");
        assertThat(spreads.tip().isVisible()).isTrue();
        robot.moveBy(-40, 0);
        assertThat(spreads.tip().isVisible()).isFalse();
    }

    private Point2D place(double x) {
        return points.localToScreen(x, Points.Y);
    }

    /** Points at 50, 100 and 150 pixels. */
    private static final class Points extends PointPlot<Integer> {
        private static final double Y = 90;
        private static final List<Integer> ALL = List.of(50, 100, 150);

        Points(PlotCursor<Integer> cursor) {
            super("points", cursor);
            setPrefSize(300, 180);
            keys().on(KeyCode.RIGHT, () -> cursor.step(1, ALL));
            choosePoints();
        }

        @Override
        protected void paint(GraphicsContext g, double width, double height) {}

        @Override
        protected Optional<Integer> near(double x, double y) {
            return nearest(ALL, point -> place(point).distance(x, y), 10);
        }

        @Override
        protected Point2D place(Integer point) {
            return new Point2D(point, Y);
        }

        @Override
        protected String words(Integer point) {
            return "point " + point;
        }

        @Override
        protected String title() {
            return "points";
        }
    }

    /** Speaks in its right half. */
    private final class Spread extends SpreadPlot {
        Spread() {
            super("spread", zoom);
            setPrefSize(300, 180);
            tellUnderMouse((x, y) -> x >= getWidth() / 2 ? Optional.of("right half") : Optional.empty());
        }

        @Override
        protected boolean isSpread() {
            return spread;
        }

        @Override
        protected void draw(GraphicsContext g, double width, double height) {}
    }
}
