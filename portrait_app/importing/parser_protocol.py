"""The protocol between the program and the child process that runs third-party parsers.

A request is a line of JSON with the tool and a file's texts. The answer is one too: the settings, or null.
"""

SWITCH = "--parse-metadata"  # the child's only argument, if the child is the program's executable
SECONDS = 1.2  # time limit for one file
