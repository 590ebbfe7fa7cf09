"""`python -m portrait_app.engines.local.child`: the child process that makes pictures."""

import sys

from portrait_app.engines.local.child.serve import serve

sys.exit(serve())
