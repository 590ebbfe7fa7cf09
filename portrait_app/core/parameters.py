"""The table of parameters: what can be asked of a model.

Panel, validation, payload, history, search, infotext, file names, tables and costs all iterate this table.
The list of parameters stands nowhere else. Ranges and defaults come from the service's own specification. A
model whose ranges differ has changed copies of the rows; the keys are always these.
"""

from dataclasses import dataclass
from enum import Enum

from portrait_app.core.field import Choice, Field, Kind, Value, Values
from portrait_app.core.text import QT_TRANSLATE_NOOP

MAX_SEED = 999_999_999_999_999
RANDOM_SEED = -1
LONGEST_PROMPT = 10_000  # characters that the panel takes: an editor needs seconds for much more


class ValueSource(Enum):
    """Where a picture's record keeps the value of a parameter."""

    AS_REQUESTED = "as requested"  # only in the values of the request
    BY_PICTURE = "by picture"  # in an attribute of Picture or GenerationRequest: prompts, seed, size
    NOWHERE = "nowhere"  # not kept: the parameter controls the delivery and changes no picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter(Field):
    """A field that is sent to an endpoint under its key.

    If its values are only in the request (AS_REQUESTED), it is a field in searches and in templates of file
    names, a column in tables and a pair in infotexts. `word`, `column` and `infotext` rename it there.
    """

    advanced: bool = False
    token_limit: int = 0  # the model ignores text beyond this number of CLIP tokens; 0 for no limit
    pair: str = ""  # key of the parameter that is shown beside this one and can be swapped with it
    value_source: ValueSource = ValueSource.AS_REQUESTED
    word: str = ""  # name in searches and file name templates, letters only; empty: the key without "_"
    example: str = ""  # example of a value in a search; empty for the default
    column: str = ""  # column name in tables; empty for the key
    infotext: str = ""  # name in infotexts; empty for the label
    aliases: tuple[str, ...] = ()  # further names of the parameter in the records of other programs
    affects_cost: bool = False  # the cost of a picture may depend on the value

    @property
    def called(self) -> str:
        """The parameter's name in searches and in file name templates."""
        return self.word or self.key.replace("_", "")

    @property
    def pair_name(self) -> str:
        """The parameter's name in an infotext."""
        return self.infotext or self.label

    def recorded(self, values: Values) -> Value | None:
        """Return the parameter's value from a record.

        Records may come from other programs, so the value may be missing or of the wrong type. Then the
        result is None for a number or a boolean, and an empty string for a text.
        """
        value = values.get(self.key)
        if self.kind is Kind.BOOLEAN:
            return value if isinstance(value, bool) else None
        if isinstance(value, bool):
            value = None
        match self.kind:
            case Kind.INTEGER | Kind.SEED:
                return value if isinstance(value, int) else None
            case Kind.NUMBER:
                return float(value) if isinstance(value, int | float) else None
        return "" if value is None else str(value)


SCHEDULERS = (
    "DDIM",
    "DPM Multi",
    "DPM Single",
    "Euler a",
    "Euler",
    "Heun",
    "DPM2 a Karras",
    "DPM2 Karras",
    "LMS",
    "PNDM",
    "DDPM",
    "UniPC",
)
_SIDES = tuple(Choice(side, str(side)) for side in (512, 768, 1024))

PARAMETERS = (
    Parameter(
        key="prompt",
        #: noun: the words that a picture is made from
        label=QT_TRANSLATE_NOOP("catalog", "Prompt"),
        kind=Kind.PROMPT,
        default="",
        required=True,
        token_limit=77,
        value_source=ValueSource.BY_PICTURE,
        help=QT_TRANSLATE_NOOP("catalog", "Describe the portrait: person, age, hair, light, mood."),
    ),
    Parameter(
        key="negative_prompt",
        label=QT_TRANSLATE_NOOP("catalog", "Negative prompt"),
        kind=Kind.PROMPT,
        default="",
        token_limit=77,
        value_source=ValueSource.BY_PICTURE,
        help=QT_TRANSLATE_NOOP("catalog", "What the picture should not show."),
    ),
    Parameter(
        key="scheduler",
        #: label: a technical parameter of the model
        label=QT_TRANSLATE_NOOP("catalog", "Scheduler"),
        kind=Kind.CHOICE,
        default="UniPC",
        choices=(
            *(Choice(name, name) for name in SCHEDULERS),
            Choice("dpmpp_2m", QT_TRANSLATE_NOOP("catalog", "dpmpp_2m (sample default)")),
        ),
        help=QT_TRANSLATE_NOOP(
            "catalog", "How noise is removed step by step. Changes the character of the picture."
        ),
        example='"Euler a"',
        infotext="Sampler",
    ),
    Parameter(
        key="num_inference_steps",
        #: label: how often the model refines a picture
        label=QT_TRANSLATE_NOOP("catalog", "Steps"),
        kind=Kind.INTEGER,
        default=20,
        minimum=20,
        maximum=100,
        help=QT_TRANSLATE_NOOP("catalog", "More steps take longer and refine the picture."),
        word="steps",
        example=">30",
        column="steps",
        aliases=("steps",),
        affects_cost=True,
    ),
    Parameter(
        key="guidance_scale",
        label=QT_TRANSLATE_NOOP("catalog", "Guidance scale"),
        kind=Kind.NUMBER,
        default=7.5,
        minimum=0.1,
        maximum=25,
        step=0.1,
        help=QT_TRANSLATE_NOOP("catalog", "How closely the picture follows the prompt."),
        word="guidance",
        example="7..9",
        infotext="CFG scale",
        aliases=("cfg_scale",),
    ),
    Parameter(
        key="samples",
        #: label: how many pictures one request makes
        label=QT_TRANSLATE_NOOP("catalog", "Samples"),
        kind=Kind.INTEGER,
        default=1,
        minimum=1,
        maximum=4,
        value_source=ValueSource.NOWHERE,
        help=QT_TRANSLATE_NOOP("catalog", "How many pictures to make with one request."),
    ),
    Parameter(
        key="seed",
        #: noun: the number that chance begins with
        label=QT_TRANSLATE_NOOP("catalog", "Seed"),
        kind=Kind.SEED,
        default=RANDOM_SEED,
        minimum=RANDOM_SEED,
        maximum=MAX_SEED,
        value_source=ValueSource.BY_PICTURE,
        aliases=("noise_seed",),
        help=QT_TRANSLATE_NOOP(
            "catalog", "The same seed and settings make the same picture. -1 picks a new one each time."
        ),
    ),
    Parameter(
        key="img_width",
        #: label: of a picture, in pixels
        label=QT_TRANSLATE_NOOP("catalog", "Width"),
        kind=Kind.CHOICE,
        default=512,
        choices=_SIDES,
        unit="px",
        pair="img_height",
        value_source=ValueSource.BY_PICTURE,
        affects_cost=True,
        help=QT_TRANSLATE_NOOP("catalog", "Width of the picture in pixels."),
    ),
    Parameter(
        key="img_height",
        #: label: of a picture, in pixels
        label=QT_TRANSLATE_NOOP("catalog", "Height"),
        kind=Kind.CHOICE,
        default=512,
        choices=_SIDES,
        unit="px",
        value_source=ValueSource.BY_PICTURE,
        affects_cost=True,
        help=QT_TRANSLATE_NOOP("catalog", "Height of the picture in pixels."),
    ),
    Parameter(
        key="base64",
        label=QT_TRANSLATE_NOOP("catalog", "Deliver as base64"),
        kind=Kind.BOOLEAN,
        default=False,
        advanced=True,
        value_source=ValueSource.NOWHERE,
        help=QT_TRANSLATE_NOOP(
            "catalog",
            "Ask for the picture inside a JSON reply. Used automatically for several samples; rarely needed.",
        ),
    ),
)
# The parameters that are a search field, a table column and an infotext pair of their own.
STORED_PARAMETERS = tuple(row for row in PARAMETERS if row.value_source is ValueSource.AS_REQUESTED)
