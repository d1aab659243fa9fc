package org.bitwright.ui.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LayeredLayoutTest {
    static Stream<NetworkGraph> networks() {
        return Stream.of(
                GraphExamples.residual(80),
                GraphExamples.inception(150),
                GraphExamples.dense(60),
                GraphExamples.masked(90),
                GraphExamples.masked(600),
                GraphExamples.random(40, 60, 1),
                GraphExamples.random(40, 90, 2),
                GraphExamples.random(300, 420, 3));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void everyNodeIsPlacedAndNoneMeetsAnother(NetworkGraph network) {
        GraphLayout layout = layout(network);
        assertThat(layout.boxes()).hasSameSizeAs(network.nodes());
        for (int i = 0; i < layout.boxes().size(); i++) {
            Box box = layout.boxes().get(i);
            assertThat(box.x()).isGreaterThanOrEqualTo(0);
            assertThat(box.y()).isGreaterThanOrEqualTo(0);
            assertThat(box.right()).isLessThanOrEqualTo(layout.width());
            assertThat(box.bottom()).isLessThanOrEqualTo(layout.height());
            NodeSize size = NodeSize.of(network.nodes().get(i));
            assertThat(box.width()).isEqualTo(size.width());
            assertThat(box.height()).isEqualTo(size.height());
            assertThat(layout.boxes().subList(0, i).stream().filter(box::meets))
                    .as("nodes that node %d meets", i)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void everyLinkLeadsDownwardsFromItsNodeToItsNode(NetworkGraph network) {
        GraphLayout layout = layout(network);
        for (int i = 0; i < network.links().size(); i++) {
            GraphLink link = network.links().get(i);
            Box from = layout.boxes().get(link.from());
            Box to = layout.boxes().get(link.to());
            Route route = layout.routes().get(i);
            int end = route.points() - 1;
            assertThat(from.bottom()).as("%s", link).isLessThan(to.y());
            assertThat(route.y(0)).isCloseTo(from.bottom(), within(0.01));
            assertThat(route.x(0)).isBetween(from.x(), from.right());
            assertThat(route.y(end)).isCloseTo(to.y(), within(0.01));
            assertThat(route.x(end)).isBetween(to.x(), to.right());
            for (int point = 1; point <= end; point++) {
                boolean upright = Math.abs(route.x(point) - route.x(point - 1)) < 0.01;
                boolean level = Math.abs(route.y(point) - route.y(point - 1)) < 0.01;
                assertThat(upright || level).as("%s at %d", link, point).isTrue();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void noLinkCrossesANode(NetworkGraph network) {
        GraphLayout layout = layout(network);
        for (int i = 0; i < network.links().size(); i++) {
            for (Box piece : pieces(layout.routes().get(i))) {
                assertThat(layout.boxes().stream().filter(box -> piece.meets(box.grown(-1))))
                        .as("nodes that %s meets at %s", network.links().get(i), piece)
                        .isEmpty();
            }
        }
    }

    @Test
    void whatEverythingPassesThroughStandsInOneLine() {
        NetworkGraph network = GraphExamples.residual(400);
        GraphLayout layout = layout(network);
        double trunk = layout.boxes().get(0).centreX();
        for (int i = 0; i < network.nodes().size(); i++) {
            if (network.nodes().get(i).type().equals("Add")) {
                assertThat(layout.boxes().get(i).centreX()).isCloseTo(trunk, within(0.01));
            }
        }
    }

    @Test
    void equalPartsLookEqual() {
        GraphLayout layout = layout(GraphExamples.residual(60));
        // Two residual blocks of five nodes each with names of equal length: 10 to 14 and 15 to 19.
        for (int i = 11; i <= 15; i++) {
            Box first = layout.boxes().get(i);
            Box second = layout.boxes().get(i + 5);
            assertThat(second.centreX()).isCloseTo(first.centreX(), within(0.01));
            assertThat(second.y() - first.y())
                    .isCloseTo(
                            layout.boxes().get(16).y() - layout.boxes().get(11).y(), within(0.01));
        }
    }

    @Test
    void partsWithoutALinkBetweenThemAreStacked() {
        List<GraphNode> nodes = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            nodes.add(GraphNode.operator("Op", "node" + i, List.of()));
        }
        GraphLayout layout =
                layout(new NetworkGraph(nodes, List.of(new GraphLink(0, 1, "a"), new GraphLink(2, 3, "b")), 0));
        assertThat(layout.boxes().get(2).y())
                .isGreaterThan(layout.boxes().get(1).bottom());
        assertThat(layout.boxes().get(4).y())
                .isGreaterThan(layout.boxes().get(3).bottom());
    }

    @Test
    void partsThatAreListedMixedLieSideBySide() {
        List<GraphNode> nodes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            nodes.add(GraphNode.operator("Op", "node" + i, List.of()));
        }
        GraphLayout layout =
                layout(new NetworkGraph(nodes, List.of(new GraphLink(0, 2, "a"), new GraphLink(1, 3, "b")), 0));
        assertThat(layout.boxes().get(0).meets(layout.boxes().get(1))).isFalse();
        assertThat(layout.boxes().get(2).y())
                .isGreaterThan(layout.boxes().get(0).bottom());
        assertThat(layout.boxes().get(3).y())
                .isGreaterThan(layout.boxes().get(1).bottom());
    }

    @Test
    void aNetworkOfNothingHasALayout() {
        assertThat(layout(new NetworkGraph(List.of(), List.of(), 0)).boxes()).isEmpty();
        assertThat(layout(new NetworkGraph(List.of(GraphNode.operator("Op", "a", List.of())), List.of(), 0))
                        .boxes())
                .hasSize(1);
    }

    @Test
    void veryLongNetworksAreLaidOut() {
        NetworkGraph network = GraphExamples.residual(20_000);
        GraphLayout layout = layout(network);
        assertThat(layout.boxes()).hasSameSizeAs(network.nodes());
        assertThat(layout.width()).isLessThan(800);
    }

    @Test
    void aLongTangleIsLaidOutInPieces() {
        NetworkGraph network = GraphExamples.dense(1_200);
        assertThat(Parts.of(network).cuts()).hasSizeGreaterThan(3);
        everyNodeIsPlacedAndNoneMeetsAnother(network);
    }

    @Test
    void whatIsTakenEverywhereIsLedAroundTheBlocks() {
        NetworkGraph network = GraphExamples.masked(600);
        Parts parts = Parts.of(network);
        int mask = 2;
        assertThat(network.nodes().get(mask).type()).isEqualTo("Cast");
        assertThat(parts.far())
                .isNotEmpty()
                .allSatisfy(link -> assertThat(network.links().get(link).from()).isEqualTo(mask));
        // Twenty nodes a block; the blocks stand in one line.
        assertThat(parts.cuts()).hasSizeGreaterThan(network.nodes().size() / 20);
        GraphLayout layout = layout(network);
        Box lane = layout.routes().get(parts.far().get(0)).bounds();
        assertThat(layout.boxes())
                .filteredOn(box -> box.y() > lane.y() && box.bottom() < lane.bottom())
                .isNotEmpty()
                .allSatisfy(box -> assertThat(box.x()).isGreaterThan(lane.x()));
    }

    @Test
    void aCancelledLayoutEnds() {
        CancelToken cancel = new CancelToken();
        cancel.cancel();
        assertThatThrownBy(() -> LayeredLayout.of(GraphExamples.residual(30), new Progress(), cancel))
                .isInstanceOf(CancellationException.class);
    }

    private static List<Box> pieces(Route route) {
        List<Box> pieces = new ArrayList<>();
        for (int i = 1; i < route.points(); i++) {
            double x = Math.min(route.x(i - 1), route.x(i));
            double y = Math.min(route.y(i - 1), route.y(i));
            pieces.add(new Box(
                    x, y, Math.abs(route.x(i) - route.x(i - 1)) + 1e-6, Math.abs(route.y(i) - route.y(i - 1)) + 1e-6));
        }
        return pieces;
    }

    private static GraphLayout layout(NetworkGraph network) {
        return LayeredLayout.of(network, new Progress(), CancelToken.none());
    }
}
