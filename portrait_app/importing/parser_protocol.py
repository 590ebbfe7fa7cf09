"""What the parent and the child process for parsers of other authors agree about.

A request is a line of JSON: the tool, and the texts of a file. So is the answer: what was found, or null.
"""

SWITCH = "--parse-metadata"  # the child's whole command line, if it is the program's own executable
SECONDS = 1.2  # that one file may take
