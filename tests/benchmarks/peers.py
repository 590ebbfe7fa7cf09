"""t"""

from tests.benchmarks.figures import Figure, Setting


def thumbnails(setting: Setting) -> list[Figure]:
    return []
