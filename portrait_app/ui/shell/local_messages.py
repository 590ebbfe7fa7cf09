"""Error texts for failures on this computer: drawing, the keychain, the library and its disk."""

from collections.abc import Mapping
from types import MappingProxyType

from portrait_app.core.errors import ErrorKind
from portrait_app.core.text import QT_TRANSLATE_NOOP
from portrait_app.ui.shell.message_row import Remedy, Row

_KEY_SAFE = QT_TRANSLATE_NOOP("messages", "Nothing was charged. Your key was not written anywhere else.")

LOCAL_ROWS: Mapping[ErrorKind, Row] = MappingProxyType(
    {
        ErrorKind.DRAWING_FAILED: Row(
            QT_TRANSLATE_NOOP("messages", "The sketch could not be drawn"),
            QT_TRANSLATE_NOOP("messages", "The {engine} engine gave up on this prompt."),
            QT_TRANSLATE_NOOP("messages", "Try other words or another seed."),
            Remedy.TRY_AGAIN,
            money=QT_TRANSLATE_NOOP("messages", "Sketches are free. No picture was made."),
        ),
        ErrorKind.KEYCHAIN_MISSING: Row(
            QT_TRANSLATE_NOOP("messages", "No keychain was found"),
            QT_TRANSLATE_NOOP("messages", "This computer has no running keychain to keep the key in."),
            QT_TRANSLATE_NOOP(
                "messages", "Use the key for this session, or start GNOME Keyring or KWallet and try again."
            ),
            Remedy.USE_FOR_SESSION,
            money=_KEY_SAFE,
        ),
        ErrorKind.KEYCHAIN_LOCKED: Row(
            QT_TRANSLATE_NOOP("messages", "Your keychain is locked"),
            QT_TRANSLATE_NOOP("messages", "It was not unlocked, so the key could not be read or kept."),
            QT_TRANSLATE_NOOP("messages", "Unlock it and try again, or use the key for this session."),
            Remedy.USE_FOR_SESSION,
            money=_KEY_SAFE,
        ),
        ErrorKind.KEYCHAIN_TIMEOUT: Row(
            QT_TRANSLATE_NOOP("messages", "Your keychain does not answer"),
            QT_TRANSLATE_NOOP("messages", "It may be waiting for you in another window, or be stuck."),
            QT_TRANSLATE_NOOP(
                "messages", "Look for its window and try again, or use the key for this session."
            ),
            Remedy.USE_FOR_SESSION,
            money=_KEY_SAFE,
        ),
        ErrorKind.KEYCHAIN_UNSAFE: Row(
            QT_TRANSLATE_NOOP("messages", "This keychain is not safe"),
            QT_TRANSLATE_NOOP("messages", "It keeps nothing, or keeps it in plain text, so it was not used."),
            QT_TRANSLATE_NOOP("messages", "Use the key for this session, or set up a real keychain."),
            Remedy.USE_FOR_SESSION,
            money=_KEY_SAFE,
        ),
        ErrorKind.KEYCHAIN_FAILED: Row(
            QT_TRANSLATE_NOOP("messages", "The keychain refused"),
            QT_TRANSLATE_NOOP("messages", "The key could not be read or kept."),
            QT_TRANSLATE_NOOP("messages", "Try again, or use the key for this session."),
            Remedy.USE_FOR_SESSION,
            money=_KEY_SAFE,
        ),
        ErrorKind.LIBRARY_NOT_A_DATABASE: Row(
            QT_TRANSLATE_NOOP("messages", "This is not a library"),
            QT_TRANSLATE_NOOP("messages", "The library’s file belongs to another program."),
            QT_TRANSLATE_NOOP("messages", "Choose another folder in the settings."),
            Remedy.OPEN_SETTINGS,
            money=QT_TRANSLATE_NOOP("messages", "Nothing was charged, and the file was left alone."),
        ),
        ErrorKind.LIBRARY_DAMAGED: Row(
            QT_TRANSLATE_NOOP("messages", "The library’s file is damaged"),
            QT_TRANSLATE_NOOP("messages", "A part of it cannot be read."),
            QT_TRANSLATE_NOOP(
                "messages", "It is put back from a backup at the next start; or choose a backup now."
            ),
            Remedy.RESTORE_LIBRARY,
            money=QT_TRANSLATE_NOOP("messages", "Nothing was charged. Your image files are untouched."),
        ),
        ErrorKind.LIBRARY_NEWER: Row(
            QT_TRANSLATE_NOOP("messages", "The library is from a newer version"),
            QT_TRANSLATE_NOOP("messages", "This version would not understand it, so it was left alone."),
            QT_TRANSLATE_NOOP("messages", "Update Portrait Studio, or choose another library folder."),
            Remedy.OPEN_SETTINGS,
        ),
        ErrorKind.LIBRARY_ALTERED: Row(
            QT_TRANSLATE_NOOP("messages", "Somebody has changed how this library works"),
            QT_TRANSLATE_NOOP("messages", "Its file carries out instructions that are not the program’s."),
            QT_TRANSLATE_NOOP(
                "messages",
                "Restore a backup from before, or open another folder and import the pictures into that.",
            ),
            Remedy.RESTORE_LIBRARY,
            money=QT_TRANSLATE_NOOP("messages", "Nothing was charged, and the file was left alone."),
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
            QT_TRANSLATE_NOOP("messages", "The library could not do that"),
            QT_TRANSLATE_NOOP("messages", "Reading or writing its file failed."),
            QT_TRANSLATE_NOOP("messages", "Check that the disk is there and works, then try again."),
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
            QT_TRANSLATE_NOOP("messages", "Two programs on one library could pay twice for one picture."),
            QT_TRANSLATE_NOOP("messages", "Close the other one, then try again."),
            Remedy.TRY_AGAIN,
        ),
        ErrorKind.LIBRARY_UNGUARDED: Row(
            QT_TRANSLATE_NOOP("messages", "Open this library on one computer at a time"),
            QT_TRANSLATE_NOOP("messages", "Its disk does not tell whether another computer has it open too."),
            QT_TRANSLATE_NOOP(
                "messages", "Two programs could pay twice for one picture: close the other one first."
            ),
        ),
        ErrorKind.NOT_TO_BE_CALLED: Row(
            QT_TRANSLATE_NOOP("messages", "A second start cannot reach this window"),
            QT_TRANSLATE_NOOP("messages", "“{path}” is taken by somebody else, or cannot be used."),
            QT_TRANSLATE_NOOP(
                "messages", "Drop files on this window instead, and look at who owns that folder."
            ),
            otherwise=QT_TRANSLATE_NOOP("messages", "There is no folder of your own where it could call."),
        ),
        ErrorKind.JOB_UNREADABLE: Row(
            QT_TRANSLATE_NOOP("messages", "Not every job could be read"),
            QT_TRANSLATE_NOOP("messages", "A newer version wrote what is left as it is, or it is damaged."),
            QT_TRANSLATE_NOOP("messages", "Everything else goes on. The details say which jobs these are."),
            money=QT_TRANSLATE_NOOP("messages", "Nothing is sent for them."),
        ),
        ErrorKind.REPLY_SET_ASIDE: Row(
            QT_TRANSLATE_NOOP("messages", "Strange files were put aside"),
            QT_TRANSLATE_NOOP(
                "messages", "They stood among the replies of a service, and are none: see “{path}”."
            ),
            QT_TRANSLATE_NOOP("messages", "Look at where they come from. The program does without them."),
            Remedy.OPEN_LIBRARY_FOLDER,
            otherwise=QT_TRANSLATE_NOOP(
                "messages", "They stood among the replies of a service, and are none."
            ),
        ),
        ErrorKind.DISK_FULL: Row(
            QT_TRANSLATE_NOOP("messages", "The disk is full"),
            QT_TRANSLATE_NOOP("messages", "There is no room for another picture."),
            QT_TRANSLATE_NOOP("messages", "Make room before you close the program, then try again."),
            Remedy.OPEN_LIBRARY_FOLDER,
            money=QT_TRANSLATE_NOOP(
                "messages", "Nothing in the library is lost. A picture that just arrived is held in memory."
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
                "messages", "Nothing was charged. All that is known about the picture is still here."
            ),
        ),
        ErrorKind.FILE_MISSING: Row(
            QT_TRANSLATE_NOOP("messages", "A file is gone"),
            QT_TRANSLATE_NOOP("messages", "“{path}” was moved or deleted outside the program."),
            QT_TRANSLATE_NOOP("messages", "Put it back in the library’s folder, and it will be found again."),
            Remedy.OPEN_LIBRARY_FOLDER,
            money=QT_TRANSLATE_NOOP(
                "messages", "Nothing was charged. All that is known about the picture is still here."
            ),
            otherwise=QT_TRANSLATE_NOOP("messages", "It was moved or deleted outside the program."),
        ),
        ErrorKind.FILE_FAILED: Row(
            QT_TRANSLATE_NOOP("messages", "A file could not be used"),
            QT_TRANSLATE_NOOP("messages", "Reading or writing “{path}” failed."),
            QT_TRANSLATE_NOOP("messages", "Check that the folder is there and open to you, then try again."),
            Remedy.TRY_AGAIN,
            otherwise=QT_TRANSLATE_NOOP("messages", "Reading or writing it failed."),
        ),
        ErrorKind.EXPORT_INTO_LIBRARY: Row(
            QT_TRANSLATE_NOOP("messages", "That folder belongs to the library"),
            QT_TRANSLATE_NOOP("messages", "Exported files do not go among the library’s own."),
            QT_TRANSLATE_NOOP("messages", "Choose a folder outside the library."),
        ),
        ErrorKind.ENCODER_MISSING: Row(
            QT_TRANSLATE_NOOP("messages", "This format cannot be written here"),
            QT_TRANSLATE_NOOP("messages", "No part of this program writes {format}."),
            QT_TRANSLATE_NOOP("messages", "Choose another format."),
            otherwise=QT_TRANSLATE_NOOP("messages", "No part of this program writes it."),
        ),
        ErrorKind.SETTINGS_UNREADABLE: Row(
            QT_TRANSLATE_NOOP("messages", "Your settings could not be read"),
            QT_TRANSLATE_NOOP("messages", "The file is damaged. It was set aside as “{path}”."),
            QT_TRANSLATE_NOOP("messages", "The defaults are in use: look through the settings."),
            Remedy.OPEN_SETTINGS,
            otherwise=QT_TRANSLATE_NOOP("messages", "The file is damaged, and it was set aside."),
        ),
        ErrorKind.SETTINGS_UNSAVED: Row(
            QT_TRANSLATE_NOOP("messages", "Your settings could not be saved"),
            QT_TRANSLATE_NOOP("messages", "They count until the program closes: “{path}” cannot be written."),
            QT_TRANSLATE_NOOP("messages", "Make room or open its folder to you: the next change saves all."),
            otherwise=QT_TRANSLATE_NOOP("messages", "They count until the program closes."),
        ),
        ErrorKind.CANCELLED: Row(
            QT_TRANSLATE_NOOP("messages", "Cancelled"),
            QT_TRANSLATE_NOOP("messages", "This was stopped before anything was sent."),
            QT_TRANSLATE_NOOP("messages", "Generate again whenever you like."),
        ),
        ErrorKind.UNEXPECTED: Row(
            QT_TRANSLATE_NOOP("messages", "Something unexpected went wrong"),
            QT_TRANSLATE_NOOP("messages", "This is a mistake in the program, not yours."),
            QT_TRANSLATE_NOOP("messages", "Copy the details and report it."),
            money=QT_TRANSLATE_NOOP(
                "messages", "If a picture was being made, it may have been paid for. Your library is safe."
            ),
        ),
    }
)
