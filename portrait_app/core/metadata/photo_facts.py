"""What photo programs and cameras write about a picture: stars, tags and the moment it was taken."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class PhotoFacts:
    """Each value is empty if the file does not have it."""

    rating: int = 0  # stars, 0 to 5
    tags: tuple[str, ...] = ()
    taken: datetime | None = None  # UTC


NO_FACTS = PhotoFacts()
