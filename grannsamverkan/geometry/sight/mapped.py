"""How far it is along the roads to the nearest road sign that is mapped."""

import heapq
import math
from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from grannsamverkan.geometry.plane import Floats
from grannsamverkan.geometry.sight.feet import Foot
from grannsamverkan.geometry.sight.graph import Graph, Node, node_of


class Mapped:
    """Distances along roads from the feet of signs, no farther than `most` metres."""

    def __init__(self, graph: Graph, feet: Sequence[Foot], most: float) -> None:
        self._graph = graph
        self._most = most
        self._arcs: dict[int, tuple[Floats, list[tuple[Node, float]]]] = {}
        self._on: dict[int, list[float]] = defaultdict(list)
        for foot in feet:
            self._on[foot.way].append(self._at(foot))
        self._ways_at: dict[Node, list[int]] = defaultdict(list)
        for index, way in enumerate(graph.ways):
            if way.kind == "road":
                for node, _ in self._arc(index)[1]:
                    self._ways_at[node].append(index)
        self._nodes = self._spread()

    def metres(self, foot: Foot) -> float:
        """From a foot on a road to the nearest sign's foot; infinite if there is none so near."""
        at = self._at(foot)
        near = [abs(at - other) for other in self._on.get(foot.way, ())]
        far = [
            abs(at - arc) + self._nodes.get(node, math.inf) for node, arc in self._arc(foot.way)[1]
        ]
        return min(near + far, default=math.inf)

    def _spread(self) -> dict[Node, float]:
        """Dijkstra from all signs at once: metres to each joint that is near enough."""
        best: dict[Node, float] = {}
        heap = [
            (abs(at - arc), node)
            for way, places in self._on.items()
            for at in places
            for node, arc in self._arc(way)[1]
        ]
        heapq.heapify(heap)
        while heap:
            metres, node = heapq.heappop(heap)
            if metres > self._most:
                break
            if node not in best:
                best[node] = metres
                self._push(heap, node, metres)
        return best

    def _push(self, heap: list[tuple[float, Node]], node: Node, metres: float) -> None:
        for way in self._ways_at[node]:
            joints = self._arc(way)[1]
            for arc in [arc for here, arc in joints if here == node]:
                for other, far in joints:
                    onward = metres + abs(far - arc)
                    if onward <= self._most:
                        heapq.heappush(heap, (onward, other))

    def _at(self, foot: Foot) -> float:
        start = self._graph.ways[foot.way].points[foot.segment]
        return float(self._arc(foot.way)[0][foot.segment]) + math.dist(start, foot.point)

    def _arc(self, way: int) -> tuple[Floats, list[tuple[Node, float]]]:
        """How far along a way each vertex is, and its joints with theirs."""
        if way not in self._arcs:
            points = self._graph.ways[way].points
            lengths = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
            nodes = [node_of(point) for point in points]
            joints = [
                (node, float(arc))
                for node, arc in zip(nodes, lengths, strict=True)
                if node in self._graph.places
            ]
            self._arcs[way] = (lengths, joints)
        return self._arcs[way]
