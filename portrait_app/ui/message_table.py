"""The table of error words: a row for each kind of failure. `messages` turns a row into a message.

A sentence may name a fact of the error in braces; `otherwise` stands in where the error lacks it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from portrait_app.core.errors import Billed, ErrorKind
from portrait_app.core.text import QT_TRANSLATE_NOOP


class Remedy(Enum):
    """Something that a button can do about an error. Values are the buttons' words."""

    ADD_KEY = QT_TRANSLATE_NOOP("messages", "Open key…")
    OPEN_SETTINGS = QT_TRANSLATE_NOOP("messages", "Open settings")
    TRY_AGAIN = QT_TRANSLATE_NOOP("messages", "Try again")
    LOOK_AGAIN = QT_TRANSLATE_NOOP("messages", "Look again")
    LOOK_FOR_IT = QT_TRANSLATE_NOOP("messages", "Look for it")
    SEND_AGAIN = QT_TRANSLATE_NOOP("messages", "Send again (may cost twice)")
    TOP_UP = QT_TRANSLATE_NOOP("messages", "Add credits…")
    OPEN_ACCOUNT = QT_TRANSLATE_NOOP("messages", "Open your account")
    SHOW_FIELD = QT_TRANSLATE_NOOP("messages", "Show the field")
    RESTORE_LIBRARY = QT_TRANSLATE_NOOP("messages", "Restore…")
    OPEN_LIBRARY_FOLDER = QT_TRANSLATE_NOOP("messages", "Open library folder")
    USE_FOR_SESSION = QT_TRANSLATE_NOOP("messages", "Use for this session only")


@dataclass(frozen=True, slots=True)
class Row:
    """The words for one kind of failure, in English."""

    title: str
    sentence: str  # what happened
    advice: str  # what to do next
    remedy: Remedy | None = None
    money: str = ""  # where the kind's `billed` does not say it all
    otherwise: str = ""  # the sentence, where the error lacks a fact that it names
    quotes: bool = False  # the error's detail is the service's own words


# What a failure means for money and picture, unless its row says it better.
MONEY: Mapping[Billed, str] = MappingProxyType(
    {
        Billed.NO: QT_TRANSLATE_NOOP("messages", "You were not charged, and no picture was made."),
        Billed.MAYBE: QT_TRANSLATE_NOOP("messages", "This may have been made and paid for."),
        Billed.YES: QT_TRANSLATE_NOOP(
            "messages", "This was paid for. What arrived is kept in your library’s folder."
        ),
        Billed.FREE: QT_TRANSLATE_NOOP("messages", "Nothing was charged, and your pictures are untouched."),
    }
)

# A reply that the disk would not take, whatever the reason.
HELD = QT_TRANSLATE_NOOP(
    "messages", "A picture was paid for and arrived. It is held in memory, until the program closes."
)

_KEY_SAFE = QT_TRANSLATE_NOOP("messages", "Nothing was charged. Your key was not written anywhere else.")
_LOOKED_FOR = QT_TRANSLATE_NOOP(
    "messages", "Your account’s history is searched for it. If it is not there, ask Segmind for a refund."
)

ROWS: Mapping[ErrorKind, Row] = MappingProxyType(
    {
        ErrorKind.INVALID_REQUEST: Row(
            QT_TRANSLATE_NOOP("messages", "This cannot be sent yet"),
            QT_TRANSLATE_NOOP("messages", "A setting needs another value."),
            QT_TRANSLATE_NOOP("messages", "Change the marked field, then generate again."),
            Remedy.SHOW_FIELD,
            money=QT_TRANSLATE_NOOP("messages", "Nothing was sent, and nothing was charged."),
        ),
        ErrorKind.BAD_REQUEST: Row(
            QT_TRANSLATE_NOOP("messages", "Segmind refused the request"),
            QT_TRANSLATE_NOOP("messages", "A setting was missing or not allowed for this model."),
            QT_TRANSLATE_NOOP("messages", "Change the setting that it names, then generate again."),
            Remedy.SHOW_FIELD,
            quotes=True,
        ),
        ErrorKind.KEY_MISSING: Row(
            QT_TRANSLATE_NOOP("messages", "A Segmind key is needed"),
            QT_TRANSLATE_NOOP("messages", "Cloud pictures need a key, and none came with this request."),
            QT_TRANSLATE_NOOP("messages", "Add your key, or choose the Sketch engine, which needs none."),
            Remedy.ADD_KEY,
        ),
        ErrorKind.KEY_REJECTED: Row(
            QT_TRANSLATE_NOOP("messages", "Segmind does not accept this key"),
            QT_TRANSLATE_NOOP("messages", "The key is mistyped, expired or has been withdrawn."),
            QT_TRANSLATE_NOOP("messages", "Copy the key again from your Segmind account and paste it here."),
            Remedy.ADD_KEY,
        ),
        ErrorKind.NOT_ALLOWED: Row(
            QT_TRANSLATE_NOOP("messages", "Your key may not use this model"),
            QT_TRANSLATE_NOOP("messages", "The key works, but your account has no access to this model."),
            QT_TRANSLATE_NOOP("messages", "Choose another model, or ask Segmind for access."),
            Remedy.OPEN_ACCOUNT,
            quotes=True,
        ),
        ErrorKind.NO_SUCH_MODEL: Row(
            QT_TRANSLATE_NOOP("messages", "The model was not found"),
            QT_TRANSLATE_NOOP("messages", "There is no such model at the address in your settings."),
            QT_TRANSLATE_NOOP("messages", "Check the address of the service, or choose another model."),
            Remedy.OPEN_SETTINGS,
            quotes=True,
        ),
        ErrorKind.WRONG_ADDRESS: Row(
            QT_TRANSLATE_NOOP("messages", "The address of the service looks wrong"),
            QT_TRANSLATE_NOOP("messages", "Something answered, but it does not make pictures."),
            QT_TRANSLATE_NOOP("messages", "Check the address of the service in the settings."),
            Remedy.OPEN_SETTINGS,
        ),
        ErrorKind.WRONG_CONTENT_TYPE: Row(
            QT_TRANSLATE_NOOP("messages", "The service could not read the request"),
            QT_TRANSLATE_NOOP("messages", "It did not accept the form in which the request arrived."),
            QT_TRANSLATE_NOOP(
                "messages", "Check the address of the service. A gateway on the way may change requests."
            ),
            Remedy.OPEN_SETTINGS,
            quotes=True,
        ),
        ErrorKind.NO_CREDITS: Row(
            QT_TRANSLATE_NOOP("messages", "Not enough credits"),
            QT_TRANSLATE_NOOP("messages", "Your Segmind account does not hold enough for this picture."),
            QT_TRANSLATE_NOOP("messages", "Top up your account, then try again. Sketch stays free."),
            Remedy.TOP_UP,
            quotes=True,
        ),
        ErrorKind.VALUE_REFUSED: Row(
            QT_TRANSLATE_NOOP("messages", "Segmind refused a value"),
            QT_TRANSLATE_NOOP("messages", "A setting, or a limit of your team, does not allow this picture."),
            QT_TRANSLATE_NOOP("messages", "Change what it names, then generate again."),
            Remedy.SHOW_FIELD,
            quotes=True,
        ),
        ErrorKind.MODEL_RETIRED: Row(
            QT_TRANSLATE_NOOP("messages", "This model has been retired"),
            QT_TRANSLATE_NOOP("messages", "Segmind no longer offers it."),
            QT_TRANSLATE_NOOP(
                "messages", "Choose another model. Pictures made with it stay in your library."
            ),
            quotes=True,
        ),
        ErrorKind.JOB_FAILED: Row(
            QT_TRANSLATE_NOOP("messages", "The picture could not be made"),
            QT_TRANSLATE_NOOP("messages", "Segmind started on it and gave up."),
            QT_TRANSLATE_NOOP("messages", "Try again, perhaps with another seed or fewer samples."),
            Remedy.TRY_AGAIN,
            quotes=True,
        ),
        ErrorKind.RATE_LIMITED: Row(
            QT_TRANSLATE_NOOP("messages", "Segmind asks for a pause"),
            QT_TRANSLATE_NOOP("messages", "More was sent than your plan allows. It opens again at {reset}."),
            QT_TRANSLATE_NOOP("messages", "Wait a little, then try again."),
            Remedy.TRY_AGAIN,
            otherwise=QT_TRANSLATE_NOOP("messages", "More was sent in a minute than your plan allows."),
        ),
        ErrorKind.SERVER_ERROR: Row(
            QT_TRANSLATE_NOOP("messages", "Segmind had a failure of its own"),
            QT_TRANSLATE_NOOP("messages", "Often this is also how it refuses a setting."),
            QT_TRANSLATE_NOOP("messages", "Try again. If it comes back, change the scheduler or the size."),
            Remedy.TRY_AGAIN,
            quotes=True,
        ),
        ErrorKind.SERVICE_UNAVAILABLE: Row(
            QT_TRANSLATE_NOOP("messages", "Segmind is not available just now"),
            QT_TRANSLATE_NOOP("messages", "It is overloaded or being repaired (status {status})."),
            QT_TRANSLATE_NOOP("messages", "Try again in a few minutes. Sketch works meanwhile."),
            Remedy.TRY_AGAIN,
            otherwise=QT_TRANSLATE_NOOP("messages", "It is overloaded or being repaired."),
        ),
        ErrorKind.REDIRECTED: Row(
            QT_TRANSLATE_NOOP("messages", "The service pointed to another address"),
            QT_TRANSLATE_NOOP(
                "messages", "It was not followed, because your key would have travelled along."
            ),
            QT_TRANSLATE_NOOP("messages", "If you know the new address, enter it in the settings."),
            Remedy.OPEN_SETTINGS,
        ),
        ErrorKind.UNEXPECTED_STATUS: Row(
            QT_TRANSLATE_NOOP("messages", "An answer that makes no sense here"),
            QT_TRANSLATE_NOOP("messages", "The service answered with status {status}."),
            QT_TRANSLATE_NOOP("messages", "Try again, and check the address of the service."),
            Remedy.OPEN_SETTINGS,
            otherwise=QT_TRANSLATE_NOOP("messages", "The service answered in a way it never should."),
            quotes=True,
        ),
        ErrorKind.BAD_ADDRESS: Row(
            QT_TRANSLATE_NOOP("messages", "The address of the service cannot be used"),
            QT_TRANSLATE_NOOP("messages", "It is not a web address that starts with https:// or http://."),
            QT_TRANSLATE_NOOP("messages", "Correct the address of the service in the settings."),
            Remedy.OPEN_SETTINGS,
        ),
        ErrorKind.CANNOT_CONNECT: Row(
            QT_TRANSLATE_NOOP("messages", "Segmind cannot be reached"),
            QT_TRANSLATE_NOOP("messages", "This computer is offline, or the service does not answer."),
            QT_TRANSLATE_NOOP(
                "messages", "Check your connection, then try again. Sketch works without a network."
            ),
            Remedy.TRY_AGAIN,
        ),
        ErrorKind.TLS_FAILED: Row(
            QT_TRANSLATE_NOOP("messages", "The connection is not safe"),
            QT_TRANSLATE_NOOP("messages", "The service could not prove who it is, so your key was not sent."),
            QT_TRANSLATE_NOOP(
                "messages", "Check this computer’s date, and with a gateway, that its certificate is trusted."
            ),
            Remedy.OPEN_SETTINGS,
        ),
        ErrorKind.PROXY_FAILED: Row(
            QT_TRANSLATE_NOOP("messages", "The proxy did not let it through"),
            QT_TRANSLATE_NOOP("messages", "Your system sends web traffic through a proxy, and that failed."),
            QT_TRANSLATE_NOOP("messages", "Check the proxy in your system’s settings, then try again."),
            Remedy.TRY_AGAIN,
        ),
        ErrorKind.OUTCOME_UNKNOWN: Row(
            QT_TRANSLATE_NOOP("messages", "Nobody knows how this ended"),
            QT_TRANSLATE_NOOP("messages", "It was sent, and the connection broke before an answer came."),
            QT_TRANSLATE_NOOP(
                "messages",
                "Look for it in the queue first: that is free. Sending again may cost a second time.",
            ),
            Remedy.OPEN_ACCOUNT,
        ),
        ErrorKind.REPLY_TOO_LARGE: Row(
            QT_TRANSLATE_NOOP("messages", "The reply was too large"),
            QT_TRANSLATE_NOOP("messages", "More arrived than the settings allow, so it was stopped."),
            QT_TRANSLATE_NOOP("messages", "Raise “Largest reply” in the settings before making another."),
            Remedy.OPEN_SETTINGS,
            money=QT_TRANSLATE_NOOP("messages", "This was paid for, and the picture could not be fetched."),
        ),
        ErrorKind.REPLY_UNREADABLE: Row(
            QT_TRANSLATE_NOOP("messages", "The reply could not be read"),
            QT_TRANSLATE_NOOP("messages", "Segmind answered, but there was no picture to be found in it."),
            _LOOKED_FOR,
            Remedy.OPEN_LIBRARY_FOLDER,
        ),
        ErrorKind.PICTURE_NOT_FETCHED: Row(
            QT_TRANSLATE_NOOP("messages", "The picture could not be fetched"),
            QT_TRANSLATE_NOOP("messages", "Segmind made it, but it could not be downloaded just now."),
            QT_TRANSLATE_NOOP(
                "messages", "Try again: it stays there for about 7 days, and is not paid for again."
            ),
        ),
        ErrorKind.IMAGE_DAMAGED: Row(
            QT_TRANSLATE_NOOP("messages", "The picture arrived damaged"),
            QT_TRANSLATE_NOOP("messages", "The image is cut short or broken, so it was not added."),
            _LOOKED_FOR,
            Remedy.OPEN_LIBRARY_FOLDER,
        ),
        ErrorKind.IMAGE_TOO_LARGE: Row(
            QT_TRANSLATE_NOOP("messages", "The picture has too many pixels"),
            QT_TRANSLATE_NOOP("messages", "It is far larger than was asked for, so it was not opened."),
            QT_TRANSLATE_NOOP("messages", "Look at the reply in the library’s folder."),
            Remedy.OPEN_LIBRARY_FOLDER,
        ),
        ErrorKind.DRAWING_FAILED: Row(
            QT_TRANSLATE_NOOP("messages", "The sketch could not be drawn"),
            QT_TRANSLATE_NOOP("messages", "The Sketch engine gave up on this prompt."),
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
        ErrorKind.DISK_FULL: Row(
            QT_TRANSLATE_NOOP("messages", "The disk is full"),
            QT_TRANSLATE_NOOP("messages", "There is no room for another picture."),
            QT_TRANSLATE_NOOP("messages", "Make room before you close the program, then try again."),
            Remedy.OPEN_LIBRARY_FOLDER,
            money=QT_TRANSLATE_NOOP(
                "messages", "Nothing in the library is lost. A picture that just arrived is held in memory."
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
