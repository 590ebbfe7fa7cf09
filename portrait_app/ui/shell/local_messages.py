"""Error texts for failures on this computer: drawing, the keychain, the library and its disk."""

from collections.abc import Mapping
from types import MappingProxyType

from portrait_app.core.errors import ErrorKind
from portrait_app.core.text import QT_TRANSLATE_NOOP
from portrait_app.ui.shell.message_row import Remedy, Row

_KEY_SAFE = QT_TRANSLATE_NOOP("messages", "Nothing was charged. Your key was not stored anywhere else.")

LOCAL_ROWS: Mapping[ErrorKind, Row] = MappingProxyType(
    {
        ErrorKind.DRAWING_FAILED: Row(
            QT_TRANSLATE_NOOP("messages", "The sketch could not be drawn"),
            QT_TRANSLATE_NOOP("messages", "The {engine} engine could not draw this prompt."),
            QT_TRANSLATE_NOOP("messages", "Try other words or another seed."),
            Remedy.TRY_AGAIN,
            money=QT_TRANSLATE_NOOP("messages", "Sketches are free. No picture was made."),
        ),
        ErrorKind.KEYCHAIN_MISSING: Row(
            QT_TRANSLATE_NOOP("messages", "No keychain was found"),
            QT_TRANSLATE_NOOP("messages", "No keychain is running on this computer to store the key."),
            QT_TRANSLATE_NOOP(
                "messages", "Use the key for this session, or start GNOME Keyring or KWallet and try again."
            ),
            Remedy.USE_FOR_SESSION,
            money=_KEY_SAFE,
        ),
        ErrorKind.KEYCHAIN_LOCKED: Row(
            QT_TRANSLATE_NOOP("messages", "Your keychain is locked"),
            QT_TRANSLATE_NOOP("messages", "It was not unlocked, so the key could not be read or stored."),
            QT_TRANSLATE_NOOP("messages", "Unlock it and try again, or use the key for this session."),
            Remedy.USE_FOR_SESSION,
            money=_KEY_SAFE,
        ),
        ErrorKind.KEYCHAIN_TIMEOUT: Row(
            QT_TRANSLATE_NOOP("messages", "Your keychain is not responding"),
            QT_TRANSLATE_NOOP("messages", "It may be waiting for you in another window, or it may be stuck."),
            QT_TRANSLATE_NOOP(
                "messages", "Look for its window and try again, or use the key for this session."
            ),
            Remedy.USE_FOR_SESSION,
            money=_KEY_SAFE,
        ),
        ErrorKind.KEYCHAIN_UNSAFE: Row(
            QT_TRANSLATE_NOOP("messages", "This keychain is not secure"),
            QT_TRANSLATE_NOOP(
                "messages", "It stores nothing, or stores keys in plain text, so it was not used."
            ),
            QT_TRANSLATE_NOOP("messages", "Use the key for this session, or set up a secure keychain."),
            Remedy.USE_FOR_SESSION,
            money=_KEY_SAFE,
        ),
        ErrorKind.KEYCHAIN_FAILED: Row(
            QT_TRANSLATE_NOOP("messages", "The keychain refused access"),
            QT_TRANSLATE_NOOP("messages", "The key could not be read or stored."),
            QT_TRANSLATE_NOOP("messages", "Try again, or use the key for this session."),
            Remedy.USE_FOR_SESSION,
            money=_KEY_SAFE,
        ),
        ErrorKind.LIBRARY_NOT_A_DATABASE: Row(
            QT_TRANSLATE_NOOP("messages", "This is not a library"),
            QT_TRANSLATE_NOOP("messages", "The library file belongs to another program."),
            QT_TRANSLATE_NOOP("messages", "Choose another folder in the settings."),
            Remedy.OPEN_SETTINGS,
            money=QT_TRANSLATE_NOOP("messages", "Nothing was charged, and the file was not changed."),
        ),
        ErrorKind.LIBRARY_DAMAGED: Row(
            QT_TRANSLATE_NOOP("messages", "The library file is damaged"),
            QT_TRANSLATE_NOOP("messages", "Part of it cannot be read."),
            QT_TRANSLATE_NOOP(
                "messages",
                "It will be restored from a backup at the next start, or you can choose a backup now.",
            ),
            Remedy.RESTORE_LIBRARY,
            money=QT_TRANSLATE_NOOP("messages", "Nothing was charged. Your image files are untouched."),
        ),
        ErrorKind.LIBRARY_NEWER: Row(
            QT_TRANSLATE_NOOP("messages", "The library is from a newer version"),
            QT_TRANSLATE_NOOP("messages", "This version cannot read it, so it was not changed."),
            QT_TRANSLATE_NOOP("messages", "Update Portrait Studio, or choose another library folder."),
            Remedy.OPEN_SETTINGS,
        ),
        ErrorKind.LIBRARY_ALTERED: Row(
            QT_TRANSLATE_NOOP("messages", "This library file has been altered"),
            QT_TRANSLATE_NOOP(
                "messages", "It contains database instructions that are not from Portrait Studio."
            ),
            QT_TRANSLATE_NOOP(
                "messages",
                "Restore an earlier backup, or open another folder and import the pictures there.",
            ),
            Remedy.RESTORE_LIBRARY,
            money=QT_TRANSLATE_NOOP("messages", "Nothing was charged, and the file was not changed."),
        ),
        ErrorKind.LIBRARY_READ_ONLY: Row(
            QT_TRANSLATE_NOOP("messages", "The library cannot be written to"),
            QT_TRANSLATE_NOOP("messages", "Its folder or disk is read-only."),
            QT_TRANSLATE_NOOP(
                "messages", "Allow writing to the folder, or choose another one in the settings."
            ),
            Remedy.OPEN_LIBRARY_FOLDER,
        ),
        ErrorKind.LIBRARY_FAILED: Row(
            QT_TRANSLATE_NOOP("messages", "A library operation failed"),
            QT_TRANSLATE_NOOP("messages", "The library file could not be read or written."),
            QT_TRANSLATE_NOOP("messages", "Check that the disk is connected and working, then try again."),
            Remedy.TRY_AGAIN,
        ),
        ErrorKind.LIBRARY_ABSENT: Row(
            QT_TRANSLATE_NOOP("messages", "The library is not there"),
            QT_TRANSLATE_NOOP("messages", "There is no library in “{path}”: its disk may not be plugged in."),
            QT_TRANSLATE_NOOP("messages", "As soon as it is there, the program goes on with it by itself."),
            money=QT_TRANSLATE_NOOP(
                "messages",
                "Nothing was made in its place. What arrives or is asked for meanwhile is kept in memory.",
            ),
            otherwise=QT_TRANSLATE_NOOP(
                "messages", "There is no library in its folder: its disk may not be plugged in."
            ),
        ),
        ErrorKind.LIBRARY_IN_USE: Row(
            QT_TRANSLATE_NOOP("messages", "The library is open in another program"),
            QT_TRANSLATE_NOOP(
                "messages", "Two programs with the same library could pay twice for one picture."
            ),
            QT_TRANSLATE_NOOP("messages", "Close the other program, then try again."),
            Remedy.TRY_AGAIN,
        ),
        ErrorKind.LIBRARY_UNGUARDED: Row(
            QT_TRANSLATE_NOOP("messages", "Open this library on one computer at a time"),
            QT_TRANSLATE_NOOP("messages", "Its disk cannot tell whether another computer also has it open."),
            QT_TRANSLATE_NOOP(
                "messages", "Two programs could pay twice for one picture: close the other program first."
            ),
        ),
        ErrorKind.NOT_TO_BE_CALLED: Row(
            QT_TRANSLATE_NOOP("messages", "Files cannot be handed to this window"),
            QT_TRANSLATE_NOOP("messages", "“{path}” belongs to another user, or cannot be used."),
            QT_TRANSLATE_NOOP(
                "messages", "Drop files on this window instead, and check who owns that folder."
            ),
            otherwise=QT_TRANSLATE_NOOP(
                "messages", "There is no private folder for connecting to this window."
            ),
        ),
        ErrorKind.JOB_UNREADABLE: Row(
            QT_TRANSLATE_NOOP("messages", "Some jobs could not be read"),
            QT_TRANSLATE_NOOP(
                "messages", "A newer version wrote them, or they are damaged. They were not changed."
            ),
            QT_TRANSLATE_NOOP("messages", "Everything else continues. The details say which jobs these are."),
            money=QT_TRANSLATE_NOOP("messages", "Nothing is sent for these jobs."),
        ),
        ErrorKind.REPLY_SET_ASIDE: Row(
            QT_TRANSLATE_NOOP("messages", "Unknown files were set aside"),
            QT_TRANSLATE_NOOP(
                "messages", "They were among the replies of a service but are not replies: see “{path}”."
            ),
            QT_TRANSLATE_NOOP("messages", "Check where they come from. The program does not need them."),
            Remedy.OPEN_LIBRARY_FOLDER,
            otherwise=QT_TRANSLATE_NOOP(
                "messages", "They were among the replies of a service but are not replies."
            ),
        ),
        ErrorKind.DISK_FULL: Row(
            QT_TRANSLATE_NOOP("messages", "The disk is full"),
            QT_TRANSLATE_NOOP("messages", "There is no space for another picture."),
            QT_TRANSLATE_NOOP("messages", "Free up space before you close the program, then try again."),
            Remedy.OPEN_LIBRARY_FOLDER,
            money=QT_TRANSLATE_NOOP(
                "messages",
                "Nothing in the library is lost. A picture that has just arrived is held in memory.",
            ),
        ),
        ErrorKind.FILE_DAMAGED: Row(
            QT_TRANSLATE_NOOP("messages", "A picture’s file is damaged"),
            QT_TRANSLATE_NOOP("messages", "“{path}” is in the library, and can no longer be read."),
            QT_TRANSLATE_NOOP(
                "messages", "Put a copy of the file in its place, or see “Check library” for all such files."
            ),
            Remedy.OPEN_LIBRARY_FOLDER,
            otherwise=QT_TRANSLATE_NOOP("messages", "It is in the library, and can no longer be read."),
            money=QT_TRANSLATE_NOOP(
                "messages", "Nothing was charged. The library still has everything about the picture."
            ),
        ),
        ErrorKind.FILE_MISSING: Row(
            QT_TRANSLATE_NOOP("messages", "A file is missing"),
            QT_TRANSLATE_NOOP("messages", "“{path}” was moved or deleted outside the program."),
            QT_TRANSLATE_NOOP("messages", "Put it back in the library folder and it will be found again."),
            Remedy.OPEN_LIBRARY_FOLDER,
            money=QT_TRANSLATE_NOOP(
                "messages", "Nothing was charged. The library still has everything about the picture."
            ),
            otherwise=QT_TRANSLATE_NOOP("messages", "It was moved or deleted outside the program."),
        ),
        ErrorKind.FILE_FAILED: Row(
            QT_TRANSLATE_NOOP("messages", "A file could not be used"),
            QT_TRANSLATE_NOOP("messages", "Reading or writing “{path}” failed."),
            QT_TRANSLATE_NOOP(
                "messages", "Check that the folder exists and that you have access to it, then try again."
            ),
            Remedy.TRY_AGAIN,
            otherwise=QT_TRANSLATE_NOOP("messages", "Reading or writing it failed."),
        ),
        ErrorKind.EXPORT_INTO_LIBRARY: Row(
            QT_TRANSLATE_NOOP("messages", "That folder belongs to the library"),
            QT_TRANSLATE_NOOP("messages", "Exported files cannot be put among the library’s own files."),
            QT_TRANSLATE_NOOP("messages", "Choose a folder outside the library."),
        ),
        ErrorKind.ENCODER_MISSING: Row(
            QT_TRANSLATE_NOOP("messages", "This format cannot be written"),
            QT_TRANSLATE_NOOP("messages", "This program cannot write {format}."),
            QT_TRANSLATE_NOOP("messages", "Choose another format."),
            otherwise=QT_TRANSLATE_NOOP("messages", "This program cannot write it."),
        ),
        ErrorKind.TOO_WIDE: Row(
            QT_TRANSLATE_NOOP("messages", "Too large for this format"),
            QT_TRANSLATE_NOOP(
                "messages",
                "{format} files have at most {most} pixels on a side, and this picture has {side}.",
            ),
            QT_TRANSLATE_NOOP("messages", "Choose PNG, or set the longest side."),
            otherwise=QT_TRANSLATE_NOOP("messages", "The picture has more pixels than the format allows."),
        ),
        ErrorKind.SETTINGS_UNREADABLE: Row(
            QT_TRANSLATE_NOOP("messages", "Your settings could not be read"),
            QT_TRANSLATE_NOOP("messages", "The file is damaged. It was set aside as “{path}”."),
            QT_TRANSLATE_NOOP("messages", "The defaults are in use: check your settings."),
            Remedy.OPEN_SETTINGS,
            otherwise=QT_TRANSLATE_NOOP("messages", "The file is damaged and was set aside."),
        ),
        ErrorKind.SETTINGS_UNSAVED: Row(
            QT_TRANSLATE_NOOP("messages", "Your settings could not be saved"),
            QT_TRANSLATE_NOOP("messages", "They apply until the program closes: “{path}” cannot be written."),
            QT_TRANSLATE_NOOP(
                "messages",
                "Free up space or give yourself access to the folder: the next change saves everything.",
            ),
            otherwise=QT_TRANSLATE_NOOP("messages", "They apply until the program closes."),
        ),
        ErrorKind.CANCELLED: Row(
            #: title: a job that the user stopped
            QT_TRANSLATE_NOOP("messages", "Cancelled"),
            QT_TRANSLATE_NOOP("messages", "The request was stopped before anything was sent."),
            QT_TRANSLATE_NOOP("messages", "Generate again whenever you like."),
        ),
        ErrorKind.UNEXPECTED: Row(
            QT_TRANSLATE_NOOP("messages", "Something unexpected went wrong"),
            QT_TRANSLATE_NOOP("messages", "This is an error in the program, not your mistake."),
            QT_TRANSLATE_NOOP("messages", "Copy the details and report the error."),
            money=QT_TRANSLATE_NOOP(
                "messages",
                "If a picture was being made, it may have been paid for. Pictures already stored stay "
                "in your library.",
            ),
        ),
    }
)
