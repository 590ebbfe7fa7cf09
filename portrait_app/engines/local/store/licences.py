"""The licences of models that can be downloaded, with their limits in plain words."""

from portrait_app.core.model_store import ModelLicence
from portrait_app.core.text import QT_TRANSLATE_NOOP

# The limits are those of Attachment A of the licence, in our own words.
OPENRAIL_M = ModelLicence(
    name="CreativeML OpenRAIL-M",
    address="https://huggingface.co/spaces/CompVis/stable-diffusion-license",
    limits=(
        QT_TRANSLATE_NOOP("model_licences", "break a law or a regulation"),
        QT_TRANSLATE_NOOP("model_licences", "harm or exploit minors, or try to"),
        QT_TRANSLATE_NOOP("model_licences", "spread what you know to be false in order to harm somebody"),
        QT_TRANSLATE_NOOP("model_licences", "spread personal data that can be used to harm somebody"),
        QT_TRANSLATE_NOOP("model_licences", "defame, belittle or harass others"),
        QT_TRANSLATE_NOOP(
            "model_licences",
            "let a machine alone decide about somebody’s rights, or about obligations that bind somebody",
        ),
        QT_TRANSLATE_NOOP(
            "model_licences",
            "discriminate against people or groups, or harm them, because of their behaviour, their "
            "character or a characteristic that the law protects",
        ),
        QT_TRANSLATE_NOOP(
            "model_licences",
            "exploit the weakness of a group, such as its age or its disability, to change its behaviour "
            "in a harmful way",
        ),
        QT_TRANSLATE_NOOP("model_licences", "give medical advice, or interpret medical results"),
        QT_TRANSLATE_NOOP(
            "model_licences",
            "decide in matters of justice, police, immigration or asylum, such as who may commit a crime",
        ),
    ),
)
