"""Expressions of an XLSForm (a small part of XPath) as a tree. They are read here and never evaluated."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""\s*(?:(?P<name>\$\{\s*[^{}\s]+\s*\})|(?P<number>\d+(?:\.\d+)?|\.\d+)
    |(?P<words>'[^']*'|"[^"]*"|[‘’][^‘’]*’|[“”][^“”]*”)
    |(?P<sign><=|>=|!=|=|<|>|\+|-|\*|\||,|\(|\))|(?P<word>[A-Za-z_][\w:-]*(?:\.[\w-]+)*)|(?P<here>\.)|(?P<else>\S))""",
    re.VERBOSE,
)
_LEVELS = (("or",), ("and",), ("=", "!="), ("<", "<=", ">", ">="), ("+", "-"), ("*", "div", "mod"))
_LONGEST = 10_000
_DEEPEST = 40


class ExpressionError(ValueError):
    """Words are no expression that is understood here; says what stood in the way."""


@dataclass(frozen=True, slots=True)
class Name:
    """The answer to another question: ${name}."""

    name: str


@dataclass(frozen=True, slots=True)
class Here:
    """The answer to the question itself: a dot."""


@dataclass(frozen=True, slots=True)
class Literal:
    """A number or a string."""

    value: str | float


@dataclass(frozen=True, slots=True)
class Call:
    """A function or an operator with its operands; minus of one operand is the sign."""

    name: str
    operands: tuple["Node", ...]


Node = Name | Here | Literal | Call


def parse(words: str) -> Node:
    """Read an expression; ExpressionError where it is none that is understood."""
    if len(words) > _LONGEST:
        raise ExpressionError(f"{len(words)} > {_LONGEST}")
    reading = _Reading(list(_tokens(words)))
    tree = reading.level(0, 0)
    if reading.peek()[1]:
        raise ExpressionError(reading.peek()[1])
    return tree


def names(tree: Node) -> Iterator[str]:
    """List the questions that an expression asks about."""
    if isinstance(tree, Name):
        yield tree.name
    elif isinstance(tree, Call):
        for operand in tree.operands:
            yield from names(operand)


def _tokens(words: str) -> Iterator[tuple[str, str]]:
    for match in _TOKEN.finditer(words.rstrip()):
        kind = match.lastgroup or "else"
        if kind == "else":
            raise ExpressionError(match[kind])
        yield kind, match[kind]


class _Reading:
    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens = [*tokens, ("end", "")]
        self.at = 0

    def peek(self) -> tuple[str, str]:
        return self.tokens[self.at]

    def take(self) -> tuple[str, str]:
        self.at += 1
        return self.tokens[self.at - 1]

    def expect(self, sign: str) -> None:
        if self.take()[1] != sign:
            raise ExpressionError(f"{sign}")

    def level(self, level: int, depth: int) -> Node:
        if depth > _DEEPEST:
            raise ExpressionError("(" * 5)
        if level == len(_LEVELS):
            return self.single(depth)
        left, chained, changes = self.level(level + 1, depth), "", 0
        while self.peek()[0] in {"sign", "word"} and self.peek()[1] in _LEVELS[level]:
            operator = self.take()[1]
            right = self.level(level + 1, depth)
            if operator == chained and isinstance(left, Call) and operator in {"and", "or", "+"}:
                left = Call(operator, (*left.operands, right))
            else:
                left, chained, changes = Call(operator, (left, right)), operator, changes + 1
            if changes > _DEEPEST:
                raise ExpressionError(operator)
        return left

    def single(self, depth: int) -> Node:  # noqa: PLR0911  one return per form
        kind, words = self.take()
        if kind == "name":
            return Name(words[2:-1].strip())
        if kind == "here":
            return Here()
        if kind == "number":
            return Literal(float(words))
        if kind == "words":
            return Literal(words[1:-1])
        if words == "-":
            return Call("-", (self.level(len(_LEVELS), depth + 1),))
        if words == "(":
            inner = self.level(0, depth + 1)
            self.expect(")")
            return inner
        if kind == "word" and self.peek()[1] == "(":
            return Call(words.lower(), tuple(self.operands(depth + 1)))
        raise ExpressionError(words or "…")

    def operands(self, depth: int) -> Iterator[Node]:
        self.expect("(")
        while self.peek()[1] != ")":
            yield self.level(0, depth)
            if self.peek()[1] != ",":
                break
            self.take()
        self.expect(")")
