"""Read the pickles of PyTorch without the pickle module, which would call any function that the file names.

A pickle is a list of steps for a stack machine. This machine knows only the steps that PyTorch writes, and
calls nothing: a tensor becomes a `View`, and a few harmless objects of training programs become `IGNORED`.
A file that names anything else is refused. Time and memory are bounded by the number of steps. Keys of
dictionaries other than texts are dropped: hashing a nested tuple can take forever.
"""

import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from portrait_app.core.model_files import ModelFileError, Refusal
from portrait_app.engines.local.files.tensor_file import Number

LONGEST = 32 << 20  # bytes of one pickle; that of Stable Diffusion 1.5 has 0.3 MB
_MOST_STEPS = 500_000  # with the state of its training beside it, that one takes 0.15 million

_STORAGES = {
    "DoubleStorage": Number.F64,
    "FloatStorage": Number.F32,
    "HalfStorage": Number.F16,
    "BFloat16Storage": Number.BF16,
    "LongStorage": Number.I64,
    "IntStorage": Number.I32,
    "ShortStorage": Number.I16,
    "CharStorage": Number.I8,
    "ByteStorage": Number.U8,
    "BoolStorage": Number.BOOL,
}
_TENSORS = frozenset({"_rebuild_tensor", "_rebuild_tensor_v2"})
_PARAMETERS = frozenset({"_rebuild_parameter", "_rebuild_parameter_with_state"})
# What training programs leave beside the tensors. Nothing of it is needed or made.
_HARMLESS = frozenset(
    {
        "numpy.core.multiarray.scalar",
        "numpy.core.multiarray._reconstruct",
        "numpy._core.multiarray.scalar",
        "numpy._core.multiarray._reconstruct",
        "numpy.dtype",
        "numpy.ndarray",
        "_codecs.encode",
        "__builtin__.set",
        "builtins.set",
        "pytorch_lightning.callbacks.model_checkpoint.ModelCheckpoint",
        "torch.Size",
        "torch.device",
        "torch.float16",
        "torch.bfloat16",
        "torch.float32",
        "torch.float64",
        "torch.int64",
        "torch.nn.modules.container.ParameterDict",
    }
)


@dataclass(frozen=True, slots=True)
class Storage:
    """A block of numbers that tensors are views of."""

    key: str
    number: Number
    count: int


@dataclass(frozen=True, slots=True)
class View:
    """A tensor as the file describes it. Nothing about it has been checked but the types."""

    storage: Storage
    offset: int
    shape: tuple[int, ...]
    strides: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Global:
    """The name of a class or function."""

    name: str

    @property
    def number(self) -> Number | None:
        """The number format, if this is a class of storages."""
        module, _, name = self.name.rpartition(".")
        return _STORAGES.get(name) if module in {"torch", "torch.cuda"} else None


@dataclass(frozen=True, slots=True)
class Pickled:
    """What a pickle makes, the storages that it names, and where the next pickle begins."""

    value: Any
    storages: Mapping[str, Storage]
    end: int


IGNORED = object()  # an object that is not needed
_MARK = object()
_ORDERED_DICT = "collections.OrderedDict"


def read_pickle(data: bytes, start: int, file: str) -> Pickled:
    """Carry out the steps from `start` on.

    Raises:
        ModelFileError: the file wants to run code, is damaged, cut off or too large.
    """
    return _Machine(data, start, file).run()


class _Machine:
    """A stack, and the objects that the file refers to by number."""

    def __init__(self, data: bytes, start: int, file: str) -> None:
        self._data = data
        self._position = start
        self._file = file
        self._stack: list[Any] = []
        self._memo: dict[int, Any] = {}
        self._storages: dict[str, Storage] = {}

    def run(self) -> Pickled:
        for _ in range(_MOST_STEPS):
            code = self._take(1)
            if code == b".":
                return Pickled(self._pop(), self._storages, self._position)
            step = _STEPS.get(code)
            if step is None:
                raise self._damaged(f"step {code!r} at byte {self._position - 1}")
            step(self)
        raise ModelFileError(Refusal.TOO_LARGE, f"{_MOST_STEPS} steps", file=self._file)

    def _damaged(self, detail: str) -> ModelFileError:
        return ModelFileError(Refusal.DAMAGED, detail, file=self._file)

    # Reading

    def _take(self, length: int) -> bytes:
        end = self._position + length
        if end > len(self._data):
            raise ModelFileError(Refusal.TRUNCATED, "in a pickle", file=self._file)
        data = self._data[self._position : end]
        self._position = end
        return data

    def _integer(self, form: str) -> int:
        value: int = struct.unpack(form, self._take(struct.calcsize(form)))[0]
        return value

    def _text(self, length: int) -> str:
        # Lone surrogates come from texts that were not UTF-8 when they were saved
        return self._take(length).decode(errors="replace")

    def _line(self) -> str:
        end = self._data.find(b"\n", self._position, self._position + 1000)
        if end < 0:
            raise self._damaged("a name without an end")
        text = self._text(end - self._position)
        self._position += 1
        return text

    # The stack

    def _pop(self) -> Any:
        if not self._stack or self._stack[-1] is _MARK:
            raise self._damaged("an empty stack")
        return self._stack.pop()

    def _pop_to_mark(self) -> list[Any]:
        for place in range(len(self._stack) - 1, -1, -1):
            if self._stack[place] is _MARK:
                values = self._stack[place + 1 :]
                del self._stack[place:]
                return values
        raise self._damaged("no mark")

    def push(self, value: Any) -> None:
        self._stack.append(value)

    def _top(self, kind: type[Any]) -> Any:
        if not self._stack or not isinstance(self._stack[-1], kind):
            raise self._damaged(f"no {kind.__name__} to fill")
        return self._stack[-1]

    def _top_is_ignored(self) -> bool:
        return bool(self._stack) and self._stack[-1] is IGNORED

    # Steps

    def skip_protocol(self) -> None:
        self._take(1)

    def skip_frame(self) -> None:
        self._take(8)

    def push_mark(self) -> None:
        self.push(_MARK)

    def drop(self) -> None:
        self._pop()

    def put(self, number: int) -> None:
        if not self._stack or self._stack[-1] is _MARK:
            raise self._damaged("nothing to remember")
        self._memo[number] = self._stack[-1]

    def memoize(self) -> None:
        self.put(len(self._memo))

    def get(self, number: int) -> None:
        if number not in self._memo:
            raise self._damaged(f"no object {number}")
        self.push(self._memo[number])

    def push_tuple(self, length: int) -> None:
        self.push(tuple(reversed([self._pop() for _ in range(length)])))

    def push_marked_tuple(self) -> None:
        self.push(tuple(self._pop_to_mark()))

    def push_long(self) -> None:
        self.push(int.from_bytes(self._take(self._integer("B")), "little", signed=True))

    def append(self) -> None:
        self._extend([self._pop()])

    def appends(self) -> None:
        self._extend(self._pop_to_mark())

    def _extend(self, values: list[Any]) -> None:
        if not self._top_is_ignored():
            self._top(list).extend(values)

    def set_item(self) -> None:
        value, key = self._pop(), self._pop()
        self._update([key, value])

    def set_items(self) -> None:
        self._update(self._pop_to_mark())

    def _update(self, values: list[Any]) -> None:
        if len(values) % 2:
            raise self._damaged("a key without a value")
        if self._top_is_ignored():
            return
        target = self._top(dict)
        for key, value in zip(values[::2], values[1::2], strict=True):
            if isinstance(key, str):
                target[key] = value

    def push_global(self) -> None:
        module = self._line()
        self.push(self._global(module, self._line()))

    def push_stack_global(self) -> None:
        name, module = self._pop(), self._pop()
        if not isinstance(name, str) or not isinstance(module, str):
            raise self._damaged("a name that is not a text")
        self.push(self._global(module, name))

    def _global(self, module: str, name: str) -> _Global:
        found = _Global(f"{module}.{name}")
        builds = module == "torch._utils" and name in _TENSORS | _PARAMETERS
        if builds or found.number or found.name == _ORDERED_DICT or found.name in _HARMLESS:
            return found
        raise ModelFileError(Refusal.WANTS_CODE, found.name[:200], file=self._file, name=found.name[:200])

    def refuse_instance(self) -> None:
        """A class whose name stands in the step itself."""
        module = self._line()
        name = f"{module}.{self._line()}"[:200]
        raise ModelFileError(Refusal.WANTS_CODE, name, file=self._file, name=name)

    def reduce(self) -> None:
        """The step that calls a function."""
        arguments, function = self._pop(), self._pop()
        if not isinstance(function, _Global) or not isinstance(arguments, tuple):
            raise self._damaged("a call of something that is no function")
        self.push(self._made(function, arguments))

    def _made(self, function: _Global, arguments: tuple[Any, ...]) -> Any:
        if function.name == _ORDERED_DICT:
            return self._ordered(arguments)
        _, _, name = function.name.rpartition(".")
        if name in _TENSORS:
            return self._view(arguments)
        if name in _PARAMETERS and arguments:
            return arguments[0]
        return IGNORED

    def _ordered(self, arguments: tuple[Any, ...]) -> dict[str, Any]:
        match arguments:
            case ():
                return {}
            case (list(pairs),) if all(isinstance(pair, (list, tuple)) and len(pair) == 2 for pair in pairs):
                return {key: value for key, value in pairs if isinstance(key, str)}
        raise self._damaged("an ordered dictionary of something else")

    def _view(self, arguments: tuple[Any, ...]) -> View:
        match arguments:
            case (Storage() as storage, int(offset), tuple(shape), tuple(strides), *_):
                if len(shape) == len(strides) and all(type(step) is int for step in (*shape, *strides)):
                    return View(storage, offset, shape, strides)
        raise self._damaged("a tensor of something else")

    def build(self) -> None:
        """The step that gives an object its attributes: not needed."""
        self._pop()
        self._top(object)

    def push_storage(self) -> None:
        match self._pop():
            case ("storage", _Global(number=Number() as number), str(key), str(), int(count)):
                found = Storage(key, number, count)
            case ("storage", _Global(number=Number() as number), str(key), str(), int(count), None):
                found = Storage(key, number, count)  # in files of PyTorch before 1.6
            case _:
                raise self._damaged("a storage of another kind")
        if count < 0 or self._storages.setdefault(key, found) != found:
            raise self._damaged(f"storage {key[:40]!r}")
        self.push(found)

    def push_integer(self, form: str) -> None:
        self.push(self._integer(form))

    def push_float(self) -> None:
        self.push(struct.unpack(">d", self._take(8))[0])

    def push_text(self, form: str) -> None:
        self.push(self._text(self._integer(form)))

    def push_bytes(self, form: str) -> None:
        self._take(self._integer(form))
        self.push(IGNORED)

    def put_numbered(self, form: str) -> None:
        self.put(self._integer(form))

    def get_numbered(self, form: str) -> None:
        self.get(self._integer(form))


def _with(method: Callable[[_Machine, Any], None], value: Any) -> Callable[[_Machine], None]:
    return lambda machine: method(machine, value)


_STEPS: dict[bytes, Callable[[_Machine], None]] = {
    b"\x80": _Machine.skip_protocol,
    b"\x95": _Machine.skip_frame,
    b"(": _Machine.push_mark,
    b"0": _Machine.drop,
    b"N": _with(_Machine.push, None),
    b"\x88": _with(_Machine.push, True),
    b"\x89": _with(_Machine.push, False),
    b"K": _with(_Machine.push_integer, "<B"),
    b"M": _with(_Machine.push_integer, "<H"),
    b"J": _with(_Machine.push_integer, "<i"),
    b"\x8a": _Machine.push_long,
    b"G": _Machine.push_float,
    b"U": _with(_Machine.push_text, "<B"),
    b"T": _with(_Machine.push_text, "<I"),
    b"X": _with(_Machine.push_text, "<I"),
    b"\x8c": _with(_Machine.push_text, "<B"),
    b"\x8d": _with(_Machine.push_text, "<Q"),
    b"C": _with(_Machine.push_bytes, "<B"),
    b"B": _with(_Machine.push_bytes, "<I"),
    b")": _with(_Machine.push_tuple, 0),
    b"\x85": _with(_Machine.push_tuple, 1),
    b"\x86": _with(_Machine.push_tuple, 2),
    b"\x87": _with(_Machine.push_tuple, 3),
    b"t": _Machine.push_marked_tuple,
    b"}": lambda machine: machine.push({}),
    b"]": lambda machine: machine.push([]),
    b"\x8f": lambda machine: machine.push(IGNORED),
    b"a": _Machine.append,
    b"e": _Machine.appends,
    b"\x90": _Machine.appends,
    b"s": _Machine.set_item,
    b"u": _Machine.set_items,
    b"q": _with(_Machine.put_numbered, "<B"),
    b"r": _with(_Machine.put_numbered, "<I"),
    b"\x94": _Machine.memoize,
    b"h": _with(_Machine.get_numbered, "<B"),
    b"j": _with(_Machine.get_numbered, "<I"),
    b"c": _Machine.push_global,
    b"\x93": _Machine.push_stack_global,
    b"i": _Machine.refuse_instance,
    b"R": _Machine.reduce,
    b"\x81": _Machine.reduce,  # a new object of a class
    b"b": _Machine.build,
    b"Q": _Machine.push_storage,
}
