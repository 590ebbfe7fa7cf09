"""The process that has a library open."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Holder:
    """What a process that has a library open tells other starts of the program. Empty: it told nothing."""

    host: str = ""  # name of the computer
    user: str = ""  # name or number of the user
    process: int = 0  # process id
    address: str = ""  # address of the socket at which the process listens

    def __str__(self) -> str:
        return (
            f"process {self.process} of user {self.user} on {self.host}" if self.host else "another program"
        )
