"""What a Linux desktop sees of the program, and the script that installs it for one user."""

import configparser
import os
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from portrait_app.command_line import make_parser
from tests.packaging.scripts import PACKAGING, script

LINUX = PACKAGING / "linux"
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="for Linux desktops")


def test_the_menu_entry_starts_the_program_in_graphics() -> None:
    entry = configparser.ConfigParser(interpolation=None)
    entry.read(LINUX / "portrait-studio.desktop", encoding="utf-8")
    words = entry["Desktop Entry"]
    assert words["Exec"] == "portrait-studio %F"
    assert words["MimeType"] == "image/png;image/jpeg;image/webp;image/avif;"
    assert "Graphics" in words["Categories"].split(";")
    assert words["StartupWMClass"] == words["Icon"] == "portrait-studio"


def test_the_description_names_that_entry() -> None:
    described = ET.parse(LINUX / "portrait-studio.metainfo.xml").getroot()
    assert described.findtext("launchable") == "portrait-studio.desktop"
    assert described.findtext("project_license") == "MIT"
    entry = (LINUX / "portrait-studio.desktop").read_text(encoding="utf-8")
    types = [kind.text for kind in described.findall("provides/mediatype")]
    assert f"MimeType={';'.join(map(str, types))};" in entry.splitlines()


def test_the_manual_page_tells_every_option() -> None:
    options = script("linux/options.py")
    for action in make_parser()._actions:
        words = options.entry(action)
        assert all(name.replace("-", r"\-") in words for name in action.option_strings)
        assert "None" not in words


class Download:
    """An unpacked archive with a program that says what it is, and a home to install it into."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / 'home of 100% $O "quoted" & `more`'
        self.folder = folder / "unpacked"
        self.entry = self.home / ".local/share/applications/portrait-studio.desktop"
        self.link = self.home / ".local/bin/portrait-studio"
        self.home.mkdir()
        share = self.folder / "share"
        for file in (
            "metainfo/portrait-studio.metainfo.xml",
            "man/man1/portrait-studio.1.gz",
            "icons/hicolor/48x48/apps/portrait-studio.png",
            "icons/hicolor/scalable/apps/portrait-studio.svg",
        ):
            (share / file).parent.mkdir(parents=True)
            (share / file).touch()
        (share / "applications").mkdir()
        shutil.copy(LINUX / "portrait-studio.desktop", share / "applications")
        shutil.copy(LINUX / "install.sh", self.folder)
        self.be("echo first")

    def be(self, command: str) -> None:
        program = self.folder / "portrait-studio" / "portrait-studio"
        program.parent.mkdir(exist_ok=True)
        program.write_text(f"#!/bin/sh\n{command}\n", encoding="utf-8")
        program.chmod(0o755)

    def install(self, *words: str) -> int:
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.home)}
        command = ["sh", str(self.folder / "install.sh"), *words]
        return subprocess.run(command, env=environment, capture_output=True, check=False).returncode

    def files(self) -> list[str]:
        found = (file for file in self.home.rglob("*") if not file.is_dir())
        return sorted(
            file.relative_to(self.home).as_posix() for file in found if file.name != "mimeinfo.cache"
        )


@pytest.fixture
def download(tmp_path: Path) -> Download:
    return Download(tmp_path)


def test_it_installs_for_one_user_and_goes_without_a_trace(download: Download) -> None:
    picture = download.home / ".local/share/portrait-studio/library/pictures/one.png"
    picture.parent.mkdir(parents=True)
    picture.touch()
    assert download.install() == 0
    said = subprocess.run([download.link], capture_output=True, text=True, check=True).stdout
    assert said == "first\n"
    assert (download.home / ".local/share/icons/hicolor/48x48/apps/portrait-studio.png").is_file()
    assert download.install("--uninstall") == 0
    assert download.files() == [".local/share/portrait-studio/library/pictures/one.png"]
    assert not download.link.parent.exists()


def test_the_menu_starts_it_wherever_the_home_is(download: Download) -> None:
    download.install()
    (line,) = (line for line in download.entry.read_text().splitlines() if line.startswith("Exec="))
    quoted = line.removeprefix("Exec=").removesuffix(" %F")
    # A double quoted argument of the desktop entry specification; the string itself escapes backslashes.
    unescaped = quoted.replace("\\\\", "\\").replace("%%", "%")
    said = subprocess.run(["sh", "-c", unescaped], capture_output=True, text=True, check=True).stdout
    assert said == "first\n"


def test_an_upgrade_replaces_it_and_one_that_does_not_run_changes_nothing(download: Download) -> None:
    download.install()
    download.be("echo second")
    assert download.install() == 0
    download.be("exit 1")
    assert download.install() == 1
    said = subprocess.run([download.link], capture_output=True, text=True, check=True).stdout
    assert said == "second\n"
    assert not any(".new" in file for file in download.files())


def test_it_knows_one_option_only(download: Download) -> None:
    assert download.install("--remove") == 2
    assert not download.files()


def test_the_second_package_is_installed_beside_the_first_and_goes_without_a_trace(tmp_path: Path) -> None:
    unpacked, home = tmp_path / "unpacked", tmp_path / "home"
    program = unpacked / "portrait-studio-local" / "portrait-studio-local"
    installed = home / ".local" / "opt" / "portrait-studio-local" / program.name
    program.parent.mkdir(parents=True)
    home.mkdir()
    shutil.copy(LINUX / "install-local.sh", unpacked / "install.sh")

    def install(command: str, *words: str) -> int:
        program.write_text(f"#!/bin/sh\n{command}\n", encoding="utf-8")
        program.chmod(0o755)
        environment = {"PATH": os.environ["PATH"], "HOME": str(home)}
        started = ["sh", str(unpacked / "install.sh"), *words]
        return subprocess.run(started, env=environment, capture_output=True, check=False).returncode

    assert install("echo first") == 0
    assert install("exit 1") == 1  # does not run here: the older one stays
    assert installed.read_text(encoding="utf-8").endswith("echo first\n")
    assert [folder.name for folder in installed.parent.parent.iterdir()] == ["portrait-studio-local"]
    assert install("echo second", "--remove") == 2
    assert install("echo second", "--uninstall") == 0
    assert not (home / ".local" / "opt").exists()


def test_the_bundle_takes_what_the_system_lacks_and_leaves_no_search_path(tmp_path: Path) -> None:
    """The start-up hook, with a library that this system has under another name only."""
    folder = tmp_path / "fallback-libs"
    folder.mkdir()
    with Path("/proc/self/maps").open(encoding="utf-8") as maps:
        libc = next(line.split()[-1] for line in maps if "libc.so.6" in line or "libm.so.6" in line)
    shutil.copy(Path(libc).with_name("libm.so.6"), folder / "libabacus.so.1")
    (folder / "order.txt").write_text("libc.so.6\nlibabacus.so.1\nlibnowhere.so.1\n", encoding="ascii")
    lines = (
        "import os, runpy, sys",
        f"sys._MEIPASS = {str(tmp_path)!r}",
        f"runpy.run_path({str(PACKAGING / 'bundle' / 'system_first.py')!r})",
        "print('libabacus' in open('/proc/self/maps').read(), os.environ.get('LD_LIBRARY_PATH'))",
    )
    for before, after in ((None, "None"), ("/their/own", "/their/own")):
        environment = {"LD_LIBRARY_PATH": str(tmp_path)} | (
            {"LD_LIBRARY_PATH_ORIG": before} if before else {}
        )
        said = subprocess.run(
            [sys.executable, "-c", "\n".join(lines)],
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        assert said.split() == ["True", after]
