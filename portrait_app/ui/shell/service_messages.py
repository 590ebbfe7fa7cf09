"""Error texts for failed requests: at the service, in the network, and in the reply."""

from collections.abc import Mapping
from types import MappingProxyType

from portrait_app.core.errors import ErrorKind
from portrait_app.core.text import QT_TRANSLATE_NOOP
from portrait_app.ui.shell.message_row import Remedy, Row

_LOOKED_FOR = QT_TRANSLATE_NOOP(
    "messages", "Your account’s history is searched for it. If it is not there, ask {engine} for a refund."
)

SERVICE_ROWS: Mapping[ErrorKind, Row] = MappingProxyType(
    {
        ErrorKind.INVALID_REQUEST: Row(
            QT_TRANSLATE_NOOP("messages", "This cannot be sent yet"),
            QT_TRANSLATE_NOOP("messages", "A setting needs another value."),
            QT_TRANSLATE_NOOP("messages", "Change the marked field, then generate again."),
            Remedy.SHOW_FIELD,
            money=QT_TRANSLATE_NOOP("messages", "Nothing was sent, and nothing was charged."),
        ),
        ErrorKind.BAD_REQUEST: Row(
            QT_TRANSLATE_NOOP("messages", "{engine} refused the request"),
            QT_TRANSLATE_NOOP("messages", "A setting was missing or not allowed for this model."),
            QT_TRANSLATE_NOOP("messages", "Change the setting that it names, then generate again."),
            Remedy.SHOW_FIELD,
            quotes=True,
        ),
        ErrorKind.KEY_MISSING: Row(
            QT_TRANSLATE_NOOP("messages", "A {engine} key is needed"),
            QT_TRANSLATE_NOOP("messages", "Cloud pictures need a key, and none came with this request."),
            QT_TRANSLATE_NOOP("messages", "Add your key, or choose the {other} engine, which needs none."),
            Remedy.ADD_KEY,
        ),
        ErrorKind.KEY_REJECTED: Row(
            QT_TRANSLATE_NOOP("messages", "{engine} does not accept this key"),
            QT_TRANSLATE_NOOP("messages", "The key is mistyped, expired or has been withdrawn."),
            QT_TRANSLATE_NOOP("messages", "Copy the key again from your {engine} account and paste it here."),
            Remedy.ADD_KEY,
        ),
        ErrorKind.NOT_ALLOWED: Row(
            QT_TRANSLATE_NOOP("messages", "Your key may not use this model"),
            QT_TRANSLATE_NOOP("messages", "The key works, but your account has no access to this model."),
            QT_TRANSLATE_NOOP("messages", "Choose another model, or ask {engine} for access."),
            Remedy.OPEN_ACCOUNT,
            quotes=True,
        ),
        ErrorKind.BLOCKED: Row(
            QT_TRANSLATE_NOOP("messages", "Something before {engine} stopped the request"),
            QT_TRANSLATE_NOOP(
                "messages", "A protection against robots, or a filter of your network, answered instead."
            ),
            QT_TRANSLATE_NOOP("messages", "Try again later, or from a network without a VPN or a filter."),
            Remedy.TRY_AGAIN,
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
            QT_TRANSLATE_NOOP("messages", "Your {engine} account does not hold enough for this picture."),
            QT_TRANSLATE_NOOP("messages", "Top up your account, then try again. {other} stays free."),
            Remedy.TOP_UP,
            quotes=True,
        ),
        ErrorKind.VALUE_REFUSED: Row(
            QT_TRANSLATE_NOOP("messages", "{engine} refused a value"),
            QT_TRANSLATE_NOOP("messages", "A setting, or a limit of your team, does not allow this picture."),
            QT_TRANSLATE_NOOP("messages", "Change what it names, then generate again."),
            Remedy.SHOW_FIELD,
            quotes=True,
        ),
        ErrorKind.MODEL_RETIRED: Row(
            QT_TRANSLATE_NOOP("messages", "This model has been retired"),
            QT_TRANSLATE_NOOP("messages", "{engine} no longer offers it."),
            QT_TRANSLATE_NOOP(
                "messages", "Choose another model. Pictures made with it stay in your library."
            ),
            quotes=True,
        ),
        ErrorKind.JOB_FAILED: Row(
            QT_TRANSLATE_NOOP("messages", "The picture could not be made"),
            QT_TRANSLATE_NOOP("messages", "{engine} started on it and gave up."),
            QT_TRANSLATE_NOOP("messages", "Try again, perhaps with another seed or fewer samples."),
            Remedy.TRY_AGAIN,
            quotes=True,
        ),
        ErrorKind.JOB_CANCELLED: Row(
            QT_TRANSLATE_NOOP("messages", "{engine} called it off"),
            QT_TRANSLATE_NOOP("messages", "It took the request, and cancelled it before it was done."),
            QT_TRANSLATE_NOOP("messages", "Your account says whether it was charged. Then make another."),
            Remedy.OPEN_ACCOUNT,
            money=QT_TRANSLATE_NOOP("messages", "This may have been paid for all the same."),
            quotes=True,
        ),
        ErrorKind.RATE_LIMITED: Row(
            QT_TRANSLATE_NOOP("messages", "{engine} asks for a pause"),
            QT_TRANSLATE_NOOP("messages", "More was sent than your plan allows. It opens again at {reset}."),
            QT_TRANSLATE_NOOP("messages", "Wait a little, then try again."),
            Remedy.TRY_AGAIN,
            otherwise=QT_TRANSLATE_NOOP("messages", "More was sent in a minute than your plan allows."),
        ),
        ErrorKind.SERVER_ERROR: Row(
            QT_TRANSLATE_NOOP("messages", "{engine} had a failure of its own"),
            QT_TRANSLATE_NOOP("messages", "Often this is also how it refuses a setting."),
            QT_TRANSLATE_NOOP("messages", "Try again. If it comes back, change the scheduler or the size."),
            Remedy.TRY_AGAIN,
            quotes=True,
        ),
        ErrorKind.SERVICE_UNAVAILABLE: Row(
            QT_TRANSLATE_NOOP("messages", "{engine} is not available just now"),
            QT_TRANSLATE_NOOP("messages", "It is overloaded or being repaired (status {status})."),
            QT_TRANSLATE_NOOP("messages", "Try again in a few minutes. {other} works meanwhile."),
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
            QT_TRANSLATE_NOOP("messages", "{engine} cannot be reached"),
            QT_TRANSLATE_NOOP("messages", "This computer is offline, or the service does not answer."),
            QT_TRANSLATE_NOOP(
                "messages", "Check your connection, then try again. {other} works without a network."
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
        ErrorKind.PROXY_UNSUPPORTED: Row(
            QT_TRANSLATE_NOOP("messages", "This kind of proxy cannot be used"),
            QT_TRANSLATE_NOOP(
                "messages", "Your system names a proxy that does not speak HTTP, such as SOCKS."
            ),
            QT_TRANSLATE_NOOP("messages", "Name an HTTP proxy in your system’s settings, then try again."),
            Remedy.TRY_AGAIN,
        ),
        ErrorKind.OUTCOME_UNKNOWN: Row(
            QT_TRANSLATE_NOOP("messages", "Nobody knows how this ended"),
            QT_TRANSLATE_NOOP(
                "messages", "It was sent, and the answer (status {status}) does not say whether it was made."
            ),
            QT_TRANSLATE_NOOP(
                "messages",
                "Look for it in the queue first: that is free. Sending again may cost a second time.",
            ),
            Remedy.OPEN_ACCOUNT,
            otherwise=QT_TRANSLATE_NOOP("messages", "It was sent, and no answer came that says how it went."),
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
            QT_TRANSLATE_NOOP("messages", "{engine} answered, but there was no picture to be found in it."),
            _LOOKED_FOR,
            Remedy.OPEN_LIBRARY_FOLDER,
        ),
        ErrorKind.REPLY_GONE: Row(
            QT_TRANSLATE_NOOP("messages", "A reply is gone"),
            QT_TRANSLATE_NOOP("messages", "It arrived, and its file was removed from the library’s folder."),
            _LOOKED_FOR,
            money=QT_TRANSLATE_NOOP("messages", "This was paid for. Looking for it costs nothing."),
        ),
        ErrorKind.PICTURE_NOT_FETCHED: Row(
            QT_TRANSLATE_NOOP("messages", "The picture could not be fetched"),
            QT_TRANSLATE_NOOP("messages", "{engine} made it, but it could not be downloaded just now."),
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
    }
)
