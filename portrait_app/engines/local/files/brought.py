"""A model that the user brings: a folder in the layout of diffusers, or a single file. It is only read."""

import math
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from portrait_app.core.model_files import ModelFileError, Refusal
from portrait_app.engines.local.files import original_names
from portrait_app.engines.local.files.architecture import Architecture, TextLayout, UnetLayout, VaeLayout
from portrait_app.engines.local.files.expected import Shapes, text_shapes, unet_shapes, vae_shapes
from portrait_app.engines.local.files.families import only_network, refuse_others
from portrait_app.engines.local.files.folder_files import TEXT_ENCODER, UNET, VAE, FolderFiles, folder_files
from portrait_app.engines.local.files.layouts import Tensors, text_layout, unet_layout, vae_layout
from portrait_app.engines.local.files.opening import open_tensors
from portrait_app.engines.local.files.original_names import Names, old_vae_name, text_name
from portrait_app.engines.local.files.settings import Settings, folder_settings, single_file_settings
from portrait_app.engines.local.files.tensor_file import Number, TensorFile
from portrait_app.engines.local.text.chunks import PLACES
from portrait_app.engines.local.text.vocabulary import clip_vocabulary, read_tokenizer_ids, read_vocabulary

_HALF = 2  # bytes of a float16
_FLOATS = frozenset({Number.F16, Number.BF16, Number.F32, Number.F64})


@dataclass(frozen=True, slots=True)
class Network:
    """A network of a brought model.

    Attributes:
        names: the name in the file for each name of diffusers.
        shapes: the shapes in which the tensors are stored, by the names of diffusers.
    """

    file: TensorFile
    names: Names
    shapes: Shapes


@dataclass(frozen=True, slots=True)
class BroughtModel:
    """A complete model, open for reading.

    Attributes:
        files: the files with weights; first the U-Net's, or the single file.
        vocabulary: `vocab.json` and `merges.txt`, if the vocabulary is not the one of CLIP.
    """

    path: Path
    architecture: Architecture
    unet: Network
    vae: Network
    text_encoder: Network
    files: tuple[Path, ...]
    vocabulary: tuple[Path, Path] | None = None

    @property
    def name(self) -> str:
        """A name to begin with: that of the folder, or of the file without its ending."""
        return self.path.name if self.path.is_dir() else self.path.stem

    @property
    def stored_size(self) -> int:
        """About the bytes that the stored model will take."""
        networks = (self.unet, self.vae, self.text_encoder)
        return sum(_HALF * math.prod(shape) for network in networks for shape in network.shapes.values())


@contextmanager
def open_brought(path: Path) -> Iterator[BroughtModel]:
    """Open a folder or a file, and check that it is a complete model. This reads no weights, and is quick.

    Raises:
        AppError: FILE_FAILED, or a ModelFileError.
    """
    with ExitStack() as opened:
        if path.is_dir():
            yield _from_folder(path, folder_files(path), opened)
        elif path.exists():
            yield _from_file(opened.enter_context(open_tensors(path)))
        else:
            raise ModelFileError(Refusal.NOTHING_THERE, str(path), path=str(path))


def _from_folder(path: Path, files: FolderFiles, opened: ExitStack) -> BroughtModel:
    weights = (files.unet, files.vae, files.text_encoder)
    unet, vae, text = (opened.enter_context(open_tensors(file)) for file in weights)
    refuse_others(unet)
    sources = _Sources(
        (unet, {name: name for name in unet}),
        (vae, {old_vae_name(name): name for name in vae}),
        (text, {text_name(name): name for name in text}),
    )
    layouts = sources.layouts()  # before the settings: it tells other kinds of models
    settings, vocabulary = folder_settings(path), _own_vocabulary(files, layouts.text.vocabulary)
    return sources.model(path, weights, layouts.with_settings(settings), vocabulary)


def _from_file(file: TensorFile) -> BroughtModel:
    refuse_others(file)
    names = {
        UNET: original_names.unet_names(file),
        VAE: original_names.vae_names(file),
        TEXT_ENCODER: original_names.text_names(file),
    }
    missing = [network for network, found in names.items() if not found]
    if missing:
        part = only_network(file)
        if part is not None:
            raise ModelFileError(Refusal.ONLY_A_PART, str(part), file=file.path.name, part=str(part))
        if len(missing) == len(names):
            raise ModelFileError(Refusal.NO_MODEL_INSIDE, path=str(file.path))
        lines = "\n".join(missing)
        raise ModelFileError(Refusal.PARTS_MISSING, lines, path=str(file.path), missing=lines)
    sources = _Sources((file, names[UNET]), (file, names[VAE]), (file, names[TEXT_ENCODER]))
    layouts = sources.layouts()
    _check_vocabulary(len(clip_vocabulary().ids), layouts.text.vocabulary, file.path.name)
    return sources.model(file.path, (file.path,), layouts.with_settings(single_file_settings(file)), None)


@dataclass(frozen=True, slots=True)
class _Layouts:
    """The layouts of the three networks, which fit together."""

    unet: UnetLayout
    vae: VaeLayout
    text: TextLayout

    def with_settings(self, settings: Settings) -> Architecture:
        return Architecture(
            self.unet,
            self.vae,
            self.text,
            settings.prediction,
            settings.spacing,
            settings.scaling,
        )


@dataclass(frozen=True, slots=True)
class _Sources:
    """The three networks, each with its file and the names in it."""

    unet: tuple[TensorFile, Names]
    vae: tuple[TensorFile, Names]
    text: tuple[TensorFile, Names]

    def layouts(self) -> _Layouts:
        text = _tensors(*self.text)
        layouts = _Layouts(
            unet_layout(_tensors(*self.unet)), vae_layout(_tensors(*self.vae)), text_layout(text)
        )
        if layouts.unet.context != layouts.text.width:
            raise text.wrong("token_embedding.weight", layouts.unet.context, layouts.text.width)
        if layouts.text.places != PLACES:
            raise text.wrong("position_embedding.weight", PLACES, layouts.text.places)
        return layouts

    def model(
        self,
        path: Path,
        files: tuple[Path, ...],
        architecture: Architecture,
        vocabulary: tuple[Path, Path] | None,
    ) -> BroughtModel:
        return BroughtModel(
            path,
            architecture,
            _network(*self.unet, unet_shapes(architecture.unet)),
            _network(*self.vae, vae_shapes(architecture.vae)),
            _network(*self.text, text_shapes(architecture.text)),
            files,
            vocabulary,
        )


def _network(file: TensorFile, names: Names, shapes: Shapes) -> Network:
    """Return a network whose numbers all have a format that can be converted. Raises ModelFileError."""
    for source in (names[name] for name in shapes):
        number = file.tensors[source].number
        if number not in _FLOATS:
            raise ModelFileError(
                Refusal.NUMBER_FORMAT, file=file.path.name, tensor=source, format=number.label
            )
    return Network(file, names, shapes)


def _tensors(file: TensorFile, names: Names) -> Tensors:
    return Tensors({name: file.shape(source) for name, source in names.items()}, file.path.name)


def _own_vocabulary(files: FolderFiles, rows: int) -> tuple[Path, Path] | None:
    """Return the files of the vocabulary, unless it is the one of CLIP, which the program has itself.

    Raises:
        AppError: FILE_FAILED, or a ModelFileError.
    """
    clip = clip_vocabulary()
    if files.vocabulary is not None and files.merges is not None:
        own = read_vocabulary(files.vocabulary, files.merges)
        _check_vocabulary(max(own.ids.values()) + 1, rows, files.vocabulary.name)
        return None if own == clip else (files.vocabulary, files.merges)
    _check_vocabulary(len(clip.ids), rows, files.text_encoder.name)
    if files.tokenizer is not None and read_tokenizer_ids(files.tokenizer) != clip.ids:
        raise ModelFileError(
            Refusal.OTHER_SETTINGS, file=files.tokenizer.name, name="vocab", value="not CLIP's"
        )
    return None


def _check_vocabulary(tokens: int, rows: int, file: str) -> None:
    """Check that each token has an embedding. Raises ModelFileError."""
    if tokens > rows:
        raise ModelFileError(
            Refusal.WRONG_SHAPE,
            file=file,
            tensor="token_embedding.weight",
            expected=str(tokens),
            found=str(rows),
        )
