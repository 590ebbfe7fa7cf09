"""`python -m portrait_app.engines.local.child`: the child process that makes pictures."""

import sys

from portrait_app.engines.local.child.confinement import confine

confine()  # before the libraries are imported, which would do what the process must not do

from portrait_app.engines.local.child.serve import serve  # noqa: E402 - as above

sys.exit(serve())
