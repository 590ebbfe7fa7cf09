"""The protocol between the program and the child process that runs third-party parsers.

A request is a line of JSON with the tool and a file's texts. The answer is one too: the settings, or null.
"""

from portrait_app.child_process import ChildProgram

PROGRAM = ChildProgram("portrait_app.importing.parser_child", "--parse-metadata")
SECONDS = 1.2  # time limit for one file
