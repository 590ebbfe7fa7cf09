"""Who may look into a library: made for its owner alone, mended once, and left alone where it is shared."""

import os
import shutil
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from portrait_app.library.library import PictureLibrary, open_library
from portrait_app.library.permissions import close_to_others
from tests.library.making import REPLY, a_sent_job, some_pictures
from tests.support.clock import FixedClock

pytestmark = pytest.mark.skipif(os.name == "nt", reason="rights of files")

AS_ROOT = pytest.mark.skipif(os.name == "nt" or os.getuid() != 0, reason="only root gives files away")


@pytest.fixture(autouse=True)
def _usual_umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def modes(folder: Path) -> dict[str, int]:
    """Return the rights of the library's folders, by name."""
    folders = [folder, *(path for path in folder.rglob("*") if path.is_dir())]
    return {path.relative_to(folder).as_posix(): mode(path) for path in folders}


@pytest.fixture
def open_to_all(library: PictureLibrary) -> Path:
    """A library as an earlier version made it."""
    some_pictures(library, 1)
    library.spool(a_sent_job(library).id, REPLY)
    library.close()
    for name in modes(library.folder):
        (library.folder / name).chmod(0o755)
    return library.folder


def test_a_new_library_is_its_owners_alone(tmp_path: Path, clock: FixedClock) -> None:
    folder = tmp_path / "share" / "portrait-studio" / "library"
    library = open_library(folder, clock)
    some_pictures(library, 1)
    library.spool(a_sent_job(library).id, REPLY)
    assert set(modes(folder).values()) == {0o700}
    assert len(modes(folder)) == 6
    assert [mode(path) for path in (folder.parent, folder.parent.parent)] == [0o700, 0o700]
    library.close()


def test_one_that_is_open_to_all_is_closed_once(open_to_all: Path, clock: FixedClock) -> None:
    library = open_library(open_to_all, clock)
    home = library.home("this machine 0")
    home.close_to_others()
    assert set(modes(open_to_all).values()) == {0o700}
    open_to_all.chmod(0o755)  # a person wants it so
    home.close_to_others()
    library.home("this machine 0").close_to_others()
    assert mode(open_to_all) == 0o755
    library.home("another machine 0").close_to_others()  # where it was unpacked
    assert mode(open_to_all) == 0o700
    library.close()


def test_one_that_is_shared_by_a_group_is_left_alone(open_to_all: Path, clock: FixedClock) -> None:
    open_to_all.chmod(0o2775)
    before = modes(open_to_all)
    close_to_others(open_to_all)
    assert modes(open_to_all) == before
    library = open_library(open_to_all, clock)
    shutil.rmtree(open_to_all / "spool")
    library.spool(a_sent_job(library).id, REPLY)
    assert mode(open_to_all / "spool") == 0o2775  # with what is made in it, whatever the umask
    library.close()


@AS_ROOT
@pytest.mark.parametrize(("user", "group"), [(0, 54321), (54321, 54321)])
def test_one_of_another_group_or_user_is_left_alone(open_to_all: Path, user: int, group: int) -> None:
    os.chown(open_to_all, user, group)
    before = modes(open_to_all)
    close_to_others(open_to_all)
    assert modes(open_to_all) == before


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="ACLs of Linux")
def test_one_with_an_access_list_is_left_alone(open_to_all: Path) -> None:
    # As `setfacl -m u:54321:rx` writes it: a version, then tag, rights and id for the owner, a user, the
    # group, the mask and others.
    entries = [(1, 7, -1), (2, 5, 54321), (4, 5, -1), (16, 5, -1), (32, 5, -1)]
    acl = (2).to_bytes(4, "little") + b"".join(
        tag.to_bytes(2, "little") + rights.to_bytes(2, "little") + (who % 2**32).to_bytes(4, "little")
        for tag, rights, who in entries
    )
    try:
        os.setxattr(open_to_all, "system.posix_acl_access", acl)
    except OSError as error:
        pytest.skip(f"no ACLs on this disk: {error}")
    before = modes(open_to_all)
    close_to_others(open_to_all)
    assert modes(open_to_all) == before


def test_a_folder_with_other_things_in_it_stays_open_and_the_library_does_not(open_to_all: Path) -> None:
    (open_to_all / "holiday").mkdir(mode=0o755)
    (open_to_all / "letter.txt").write_text("for all to read")
    close_to_others(open_to_all)
    closed = {name for name, rights in modes(open_to_all).items() if not rights & 0o077}
    assert closed == set(modes(open_to_all)) - {".", "holiday"}
    assert mode(open_to_all / "library.db") == 0o600
    assert mode(open_to_all / "letter.txt") == 0o644


def test_a_link_is_not_followed(open_to_all: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir(mode=0o755)
    elsewhere.chmod(0o755)
    (open_to_all / "backups").symlink_to(elsewhere)
    close_to_others(open_to_all)
    assert mode(elsewhere) == 0o755


@AS_ROOT
def test_another_user_reads_nothing(open_to_all: Path) -> None:
    for parent in open_to_all.parents[:-1]:
        parent.chmod(mode(parent) | 0o011)
    look = ["cat", str(open_to_all / "library.db")]
    assert subprocess.run(look, user=54321, capture_output=True, check=False).returncode == 0
    close_to_others(open_to_all)
    assert subprocess.run(look, user=54321, capture_output=True, check=False).returncode != 0
