"""What can be reached from a piece of code: a call graph over the types that mypy finds.

A mention counts as a call, so that handlers in tables, callbacks and partial functions are followed. Whose method is
meant is told by the receiver's type; of a protocol or base class it is that of every class that is mentioned as well.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from mypy import build, nodes, types
from mypy.modulefinder import BuildSource
from mypy.options import Options

from infra.package.build import ROOT

CLIENTS = {"_client"}
STOOD_FOR = {"analyzed", "info", "node", "type", "unanalyzed_items", "unanalyzed_type", "var", "variable"}
"""Attributes of a syntax node that lead out of the tree, to what it stands for."""


@dataclass(frozen=True)
class Code:
    """A function, class or variable by its full name; of a method also by the class of the object that has it."""

    name: str
    owner: str = ""


@dataclass(frozen=True)
class Mentions:
    """What one piece of code names: functions, classes and variables; members of what types; calls of AWS clients."""

    names: set[str] = field(default_factory=set)
    made: set[str] = field(default_factory=set)
    members: set[tuple[str, str]] = field(default_factory=set)
    own: set[str] = field(default_factory=set)
    calls: set[str] = field(default_factory=set)


class Program:
    """The checked program: its classes, and what each piece of code mentions."""

    def __init__(self, checked: build.BuildResult, modules: Iterable[str]) -> None:
        self._types = checked.types
        self.classes: dict[str, nodes.TypeInfo] = {}
        self._bodies: dict[str, list[nodes.Node]] = {}
        self._read: dict[str, Mentions] = {}
        self.entries: dict[str, str] = {}
        for name in modules:
            tree = checked.graph[name].tree
            assert tree is not None
            for statement in tree.defs:
                self._learn(name, statement)

    def reached(self, *starts: str) -> set[Code]:
        """Everything that can come to be run from `starts`."""
        found: set[Code] = set()
        while True:
            before = len(found)
            classes = {code.name for code in found if code.name in self.classes}
            found = self._walk([Code(name) for name in starts], classes)
            if len(found) == before:
                return found

    def mentions(self, name: str) -> Mentions:
        """What one piece of code names."""
        if name not in self._read:
            reader = _Reader(self._types)
            for body in self._bodies.get(name, []):
                reader.read(body)
            self._read[name] = reader.found
        return self._read[name]

    def _walk(self, waiting: list[Code], classes: set[str]) -> set[Code]:
        found: set[Code] = set()
        while waiting:
            code = waiting.pop()
            if code not in found:
                found.add(code)
                waiting.extend(self._next(code, classes))
        return found

    def _next(self, code: Code, classes: set[str]) -> Iterator[Code]:
        mentions = self.mentions(code.name)
        yield from (Code(name) for name in mentions.names)
        for owner, member in mentions.members:
            for kind in self._kinds(owner, classes):
                yield from self._method(kind, member)
        if code.name in self.classes:
            for member in self.classes[code.name].names:
                if member.startswith("__"):
                    yield from self._method(code.name, member)
        for member in mentions.own if code.owner else ():
            yield from self._method(code.owner, member)

    def _kinds(self, owner: str, classes: set[str]) -> set[str]:
        """The classes of ours that an object of the type `owner` can have."""
        wanted = self.classes.get(owner)
        if wanted is None:
            return set()
        if wanted.is_protocol:
            members = set(wanted.protocol_members)
            return {name for name in classes if all(self.classes[name].get(member) for member in members)}
        return {name for name in classes if wanted in self.classes[name].mro} or {owner}

    def _method(self, kind: str, member: str) -> Iterator[Code]:
        symbol = self.classes[kind].get(member)
        if symbol and symbol.node and symbol.node.fullname in self._bodies:
            yield Code(symbol.node.fullname, kind)

    def _learn(self, prefix: str, body: nodes.Node) -> None:
        """Remember the functions, classes and variables that a module or class defines."""
        for statement in _statements(body):
            if isinstance(statement, nodes.ClassDef):
                self._learn_class(f"{prefix}.{statement.name}", statement)
            elif isinstance(statement, nodes.Decorator | nodes.FuncDef | nodes.OverloadedFuncDef):
                self._learn_function(f"{prefix}.{statement.name}", statement)
            elif prefix in self.classes:
                self._bodies[prefix].append(statement)
            elif isinstance(statement, nodes.AssignmentStmt):
                for target in statement.lvalues:
                    if isinstance(target, nodes.NameExpr):
                        self._bodies.setdefault(f"{prefix}.{target.name}", []).append(statement.rvalue)

    def _learn_class(self, name: str, defined: nodes.ClassDef) -> None:
        self.classes[name] = defined.info
        self._bodies[name] = [*defined.decorators, *defined.base_type_exprs]
        self._learn(name, defined.defs)

    def _learn_function(self, name: str, defined: nodes.Node) -> None:
        """Who has an area has its routes; a function behind events is entered by the name that it is deployed under."""
        self._bodies.setdefault(name, []).append(defined)
        for decorator in defined.original_decorators if isinstance(defined, nodes.Decorator) else ():
            callee = decorator.callee if isinstance(decorator, nodes.CallExpr) else decorator
            if not (isinstance(callee, nodes.MemberExpr) and isinstance(callee.expr, nodes.NameExpr)):
                continue
            if callee.name == "lambda_function" and isinstance(decorator, nodes.CallExpr):
                (deployed,) = (each.value for each in decorator.args if isinstance(each, nodes.StrExpr))
                self.entries[deployed] = name
            else:
                self._bodies.setdefault(callee.expr.fullname, []).append(defined)


class _Reader:
    """Gathers what a piece of code mentions."""

    def __init__(self, known: dict[nodes.Expression, types.Type]) -> None:
        self._types = known
        self.found = Mentions()

    def read(self, node: nodes.Node) -> None:
        """Look at a node and everything below it."""
        waiting, seen = [node], {id(node)}
        while waiting:
            node = waiting.pop()
            below = [child for child in _children(node) if id(child) not in seen]
            seen.update(map(id, below))
            waiting.extend(below)
            if isinstance(node, nodes.RefExpr) and node.node is not None and "." in node.node.fullname:
                self.found.names.add(node.node.fullname)
            if isinstance(node, nodes.MemberExpr):
                self._member(node)
            if isinstance(node, nodes.CallExpr):
                self._call(node)

    def _member(self, expression: nodes.MemberExpr) -> None:
        receiver = expression.expr
        if isinstance(receiver, nodes.NameExpr) and receiver.name in {"self", "cls"}:
            self.found.own.add(expression.name)
            return
        owners = set(_owners(self._types.get(receiver)))
        if isinstance(receiver, nodes.RefExpr) and isinstance(receiver.node, nodes.TypeInfo):
            owners = {receiver.node.fullname}
        self.found.members.update((owner, expression.name) for owner in owners)

    def _call(self, call: nodes.CallExpr) -> None:
        callee, first = call.callee, call.args[0] if call.args else None
        if isinstance(callee, nodes.RefExpr) and isinstance(callee.node, nodes.TypeInfo):
            self.found.made.add(callee.node.fullname)
        if not (isinstance(callee, nodes.MemberExpr) and _is_client(callee.expr)):
            return
        presigned = callee.name == "generate_presigned_url" and isinstance(first, nodes.StrExpr)
        self.found.calls.add(first.value if presigned and isinstance(first, nodes.StrExpr) else callee.name)


def _children(node: nodes.Node) -> Iterator[nodes.Node]:
    """The nodes of the syntax tree below a node, without what they stand for."""
    for name in _parts(type(node)):
        yield from _nodes(getattr(node, name))


def _nodes(value: object) -> Iterator[nodes.Node]:
    if isinstance(value, nodes.Node):
        yield value
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _nodes(item)


@cache
def _parts(kind: type[nodes.Node]) -> list[str]:
    return [name for name in dir(kind) if not name.startswith("_") and name not in STOOD_FOR]


def _is_client(expression: nodes.Expression) -> bool:
    return isinstance(expression, nodes.MemberExpr) and expression.name in CLIENTS


def _statements(body: nodes.Node) -> Iterator[nodes.Node]:
    """Those of a module or class, without the branches around them."""
    if isinstance(body, nodes.IfStmt):
        for block in [*body.body, *([body.else_body] if body.else_body else [])]:
            yield from _statements(block)
    elif isinstance(body, nodes.Block):
        for statement in body.body:
            yield from _statements(statement)
    else:
        yield body


def _owners(known: types.Type | None) -> Iterator[str]:
    """The classes that a value of a type can have, or whose class it is."""
    kind = types.get_proper_type(known)
    if isinstance(kind, types.Instance):
        yield kind.type.fullname
    elif isinstance(kind, types.UnionType):
        for item in kind.items:
            yield from _owners(item)
    elif isinstance(kind, types.TypeVarType):
        yield from _owners(kind.upper_bound)
    elif isinstance(kind, types.TypeType):
        yield from _owners(kind.item)
    elif isinstance(kind, types.TupleType):
        yield from _owners(kind.partial_fallback)
    elif isinstance(kind, types.CallableType) and kind.is_type_obj():
        yield kind.type_object().fullname


@cache
def program() -> Program:
    """The service, checked once a process."""
    options = Options()
    options.export_types = options.preserve_asts = options.check_untyped_defs = True
    options.incremental = False
    options.follow_imports, options.ignore_missing_imports = "skip", True
    paths = [ROOT / "app.py", *sorted((ROOT / "chalicelib").rglob("*.py"))]
    sources = [BuildSource(str(path), _module(path)) for path in paths]
    return Program(build.build(sources, options), [source.module for source in sources])


def _module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
