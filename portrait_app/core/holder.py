"""Which program has a library open."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Holder:
    """A program as it introduces itself to other starts. Empty where it said nothing."""

    host: str = ""  # the computer's name
    user: str = ""  # the user's name, or number
    process: int = 0
    address: str = ""  # of the socket that it listens at

    def __str__(self) -> str:
        return (
            f"process {self.process} of user {self.user} on {self.host}" if self.host else "another program"
        )
