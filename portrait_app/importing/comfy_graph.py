"""The graph that ComfyUI executed: its nodes, and the links between them."""

import math
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_MOST_NODES = 2_000  # a large graph has a few hundred
_MOST_LINKS = 20_000
_MOST_FOLLOWED = 100  # most nodes that a value is followed through
_TEXTS = ("value", "text", "string", "prompt", "populated_text", "wildcard_text", "text_0", "multiline")
_PARTS = (
    "text",
    "string",
    "prompt",
    "input",
    "any",
)  # beginnings of the names of inputs that are joined to one text
_NUMBERS = ("seed", "noise_seed", "value", "int", "float", "number", "a")

Link = tuple[str, int]  # the id of a node, and the number of its output


@dataclass(frozen=True, slots=True)
class Node:
    """One node: its kind and its inputs. An input is a value or a link to another node."""

    kind: str
    inputs: Mapping[str, Any]

    def link(self, name: str) -> Link | None:
        """Return the link of an input, or None if the input is a value."""
        return link_of(self.inputs.get(name))

    def links(self) -> Iterator[tuple[str, Link]]:
        for name, value in self.inputs.items():
            if (link := link_of(value)) is not None:
                yield name, link


def link_of(value: object) -> Link | None:
    """Return the link that a JSON value stands for, or None if it is a plain value."""
    if isinstance(value, list) and len(value) == 2 and isinstance(value[0], str | int):
        return str(value[0]), value[1] if isinstance(value[1], int) else 0
    return None


class Graph:
    """The nodes by id. All methods end, even if the links form a circle."""

    def __init__(self, record: Mapping[str, Any]) -> None:
        """Raises ValueError if `record` is not a graph, or is larger than any graph that a user makes."""
        self.nodes: dict[str, Node] = {}
        for name, node in record.items():
            inputs = node.get("inputs") if isinstance(node, dict) else None
            if isinstance(inputs, dict):
                self.nodes[str(name)] = Node(str(node.get("class_type", "")), inputs)
        inputs_in_all = sum(len(node.inputs) for node in self.nodes.values())
        if not 0 < len(self.nodes) <= _MOST_NODES or inputs_in_all > _MOST_LINKS:
            raise ValueError(f"{len(self.nodes)} nodes, {inputs_in_all} inputs")

    def node(self, link: Link | None) -> Node | None:
        return None if link is None else self.nodes.get(link[0])

    def upstream(self, start: Link | None, *names: str) -> Iterator[Node]:
        """Yield the node of `start` and the nodes that it depends on, the nearest first.

        With `names`, only inputs whose names begin with one of them are followed.
        """
        waiting = deque([start])
        seen: set[str] = set()
        while waiting:
            link = waiting.popleft()
            node = self.node(link)
            if node is None or link is None or link[0] in seen:
                continue
            seen.add(link[0])
            yield node
            waiting.extend(
                further for name, further in node.links() if not names or name.lower().startswith(names)
            )

    def text(self, value: object, *names: str) -> str | None:
        """Return `value` if it is a text, or the text that linked nodes produce; None if there is no text.

        If a linked node has several texts, an input with one of `names` is preferred.
        """
        return self._text(value, (*names, *_TEXTS), set())

    def _text(self, value: object, names: tuple[str, ...], seen: set[str]) -> str | None:
        if isinstance(value, str):
            return value
        link = link_of(value)
        node = self.node(link)
        if node is None or link is None or link[0] in seen or len(seen) >= _MOST_FOLLOWED:
            return None
        seen.add(link[0])
        for name in names:
            if name in node.inputs and (text := self._text(node.inputs[name], names, seen)) is not None:
                return text
        return self._put_together(node, names, seen)

    def _put_together(self, node: Node, wanted: tuple[str, ...], seen: set[str]) -> str | None:
        """Return the text that a node joins from several inputs, such as text_a, text_b and delimiter."""
        names = sorted(name for name in node.inputs if name.lower().startswith(_PARTS))
        texts = [text for name in names if (text := self._text(node.inputs[name], wanted, seen)) is not None]
        if not texts:
            return None
        delimiter = node.inputs.get("delimiter", node.inputs.get("separator", ", "))
        return str(delimiter).replace("\\n", "\n").join(text for text in texts if text)

    def number(self, value: object, *wanted: str) -> int | float | None:
        """Return `value` if it is a number, or the linked node's number. Inputs in `wanted` are preferred."""
        for _step in range(_MOST_FOLLOWED):
            if isinstance(value, bool):
                return None
            if isinstance(value, int | float):
                return value if isinstance(value, int) or math.isfinite(value) else None
            node = self.node(link_of(value))
            if node is None:
                return None
            value = next((node.inputs[name] for name in (*wanted, *_NUMBERS) if name in node.inputs), None)
            if value is None:  # a node that only passes a value on
                value = next(iter(node.inputs.values()), None) if len(node.inputs) == 1 else None
        return None
