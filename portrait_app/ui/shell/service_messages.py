"""Error texts for failed requests: at the service, in the network, and in the reply."""

from collections.abc import Mapping
from types import MappingProxyType

from portrait_app.core.errors import ErrorKind
from portrait_app.core.text import QT_TRANSLATE_NOOP
from portrait_app.ui.shell.message_row import Remedy, Row

_LOOKED_FOR = QT_TRANSLATE_NOOP(
    "messages",
    "Your account’s history is searched for the picture. If it is not there, ask {engine} for a refund.",
)

SERVICE_ROWS: Mapping[ErrorKind, Row] = MappingProxyType(
    {
        ErrorKind.INVALID_REQUEST: Row(
            QT_TRANSLATE_NOOP("messages", "The request cannot be sent yet"),
            QT_TRANSLATE_NOOP("messages", "A setting needs a different value."),
            QT_TRANSLATE_NOOP("messages", "Change the marked field, then generate again."),
            Remedy.SHOW_FIELD,
            money=QT_TRANSLATE_NOOP("messages", "Nothing was sent, and nothing was charged."),
        ),
        ErrorKind.BAD_REQUEST: Row(
            QT_TRANSLATE_NOOP("messages", "{engine} refused the request"),
            QT_TRANSLATE_NOOP("messages", "A setting was missing or not allowed for this model."),
            QT_TRANSLATE_NOOP("messages", "Change the setting named in the answer, then generate again."),
            Remedy.SHOW_FIELD,
            quotes=True,
        ),
        ErrorKind.KEY_MISSING: Row(
            QT_TRANSLATE_NOOP("messages", "A {engine} key is needed"),
            QT_TRANSLATE_NOOP("messages", "Cloud pictures need a key, and this request had none."),
            QT_TRANSLATE_NOOP("messages", "Add your key, or choose the {other} engine, which needs none."),
            Remedy.ADD_KEY,
        ),
        ErrorKind.KEY_REJECTED: Row(
            QT_TRANSLATE_NOOP("messages", "{engine} does not accept this key"),
            QT_TRANSLATE_NOOP("messages", "The key is mistyped, expired or revoked."),
            QT_TRANSLATE_NOOP("messages", "Copy the key again from your {engine} account and paste it here."),
            Remedy.ADD_KEY,
        ),
        ErrorKind.NOT_ALLOWED: Row(
            QT_TRANSLATE_NOOP("messages", "Your key cannot use this model"),
            QT_TRANSLATE_NOOP("messages", "The key works, but your account has no access to this model."),
            QT_TRANSLATE_NOOP("messages", "Choose another model, or ask {engine} for access."),
            Remedy.OPEN_ACCOUNT,
            quotes=True,
        ),
        ErrorKind.BLOCKED: Row(
            QT_TRANSLATE_NOOP("messages", "Something in front of {engine} stopped the request"),
            QT_TRANSLATE_NOOP("messages", "Bot protection, or a filter in your network, answered instead."),
            QT_TRANSLATE_NOOP("messages", "Try again later, or from a network without a VPN or a filter."),
            Remedy.TRY_AGAIN,
        ),
        ErrorKind.NO_SUCH_MODEL: Row(
            QT_TRANSLATE_NOOP("messages", "The model was not found"),
            QT_TRANSLATE_NOOP("messages", "{engine} does not have the model {model}."),
            QT_TRANSLATE_NOOP("messages", "Use another model, or check the service address in the settings."),
            Remedy.USE_OTHER_MODEL,
            otherwise=QT_TRANSLATE_NOOP("messages", "{engine} does not have this model."),
            quotes=True,
        ),
        ErrorKind.WRONG_ADDRESS: Row(
            QT_TRANSLATE_NOOP("messages", "The service address looks wrong"),
            QT_TRANSLATE_NOOP("messages", "A server answered, but it does not make pictures."),
            QT_TRANSLATE_NOOP("messages", "Check the service address in the settings."),
            Remedy.OPEN_SETTINGS,
        ),
        ErrorKind.WRONG_CONTENT_TYPE: Row(
            QT_TRANSLATE_NOOP("messages", "The service could not read the request"),
            QT_TRANSLATE_NOOP("messages", "It did not accept the format of the request."),
            QT_TRANSLATE_NOOP(
                "messages", "Check the service address. A gateway on the way may be changing requests."
            ),
            Remedy.OPEN_SETTINGS,
            quotes=True,
        ),
        ErrorKind.NO_CREDITS: Row(
            QT_TRANSLATE_NOOP("messages", "Not enough credits"),
            QT_TRANSLATE_NOOP(
                "messages", "Your {engine} account does not have enough credits for this picture."
            ),
            QT_TRANSLATE_NOOP("messages", "Add credits to your account, then try again. {other} is free."),
            Remedy.TOP_UP,
            quotes=True,
        ),
        ErrorKind.VALUE_REFUSED: Row(
            QT_TRANSLATE_NOOP("messages", "{engine} refused a value"),
            QT_TRANSLATE_NOOP("messages", "A setting, or a limit of your team, does not allow this picture."),
            QT_TRANSLATE_NOOP("messages", "Change the value named in the answer, then generate again."),
            Remedy.SHOW_FIELD,
            quotes=True,
        ),
        ErrorKind.MODEL_RETIRED: Row(
            QT_TRANSLATE_NOOP("messages", "This model has been retired"),
            QT_TRANSLATE_NOOP("messages", "{engine} no longer offers {model}."),
            QT_TRANSLATE_NOOP("messages", "Use another model. Pictures made with it stay in your library."),
            Remedy.USE_OTHER_MODEL,
            otherwise=QT_TRANSLATE_NOOP("messages", "{engine} no longer offers it."),
            quotes=True,
        ),
        ErrorKind.JOB_FAILED: Row(
            QT_TRANSLATE_NOOP("messages", "The picture could not be made"),
            QT_TRANSLATE_NOOP("messages", "{engine} started on the picture but did not finish it."),
            QT_TRANSLATE_NOOP("messages", "Try again, perhaps with another seed or fewer samples."),
            Remedy.TRY_AGAIN,
            quotes=True,
        ),
        ErrorKind.JOB_CANCELLED: Row(
            QT_TRANSLATE_NOOP("messages", "{engine} cancelled the job"),
            QT_TRANSLATE_NOOP(
                "messages", "It accepted the request, then cancelled it before the picture was finished."
            ),
            QT_TRANSLATE_NOOP(
                "messages", "Check in your account whether you were charged, then generate again."
            ),
            Remedy.OPEN_ACCOUNT,
            money=QT_TRANSLATE_NOOP("messages", "The picture may have been paid for anyway."),
            quotes=True,
        ),
        ErrorKind.RATE_LIMITED: Row(
            QT_TRANSLATE_NOOP("messages", "{engine} rate limit reached"),
            QT_TRANSLATE_NOOP(
                "messages", "More requests were sent than your plan allows. The limit resets at {reset}."
            ),
            QT_TRANSLATE_NOOP("messages", "Wait a moment, then try again."),
            Remedy.TRY_AGAIN,
            otherwise=QT_TRANSLATE_NOOP(
                "messages", "More requests were sent in a minute than your plan allows."
            ),
        ),
        ErrorKind.SERVER_ERROR: Row(
            QT_TRANSLATE_NOOP("messages", "{engine} had an internal error"),
            QT_TRANSLATE_NOOP("messages", "It often also answers like this when it refuses a setting."),
            QT_TRANSLATE_NOOP(
                "messages", "Try again. If the error returns, change the scheduler or the size."
            ),
            Remedy.TRY_AGAIN,
            quotes=True,
        ),
        ErrorKind.SERVICE_UNAVAILABLE: Row(
            QT_TRANSLATE_NOOP("messages", "{engine} is not available right now"),
            QT_TRANSLATE_NOOP("messages", "It is overloaded or under maintenance (status {status})."),
            QT_TRANSLATE_NOOP("messages", "Try again in a few minutes. {other} works in the meantime."),
            Remedy.TRY_AGAIN,
            otherwise=QT_TRANSLATE_NOOP("messages", "It is overloaded or under maintenance."),
        ),
        ErrorKind.REDIRECTED: Row(
            QT_TRANSLATE_NOOP("messages", "The service redirected to another address"),
            QT_TRANSLATE_NOOP(
                "messages", "The redirect was not followed, because it would have sent your key along."
            ),
            QT_TRANSLATE_NOOP("messages", "If you know the new address, enter it in the settings."),
            Remedy.OPEN_SETTINGS,
        ),
        ErrorKind.UNEXPECTED_STATUS: Row(
            QT_TRANSLATE_NOOP("messages", "The service gave an unexpected answer"),
            QT_TRANSLATE_NOOP("messages", "The service answered with status {status}."),
            QT_TRANSLATE_NOOP("messages", "Try again, and check the service address."),
            Remedy.OPEN_SETTINGS,
            otherwise=QT_TRANSLATE_NOOP("messages", "The service answered in a way it should not."),
            quotes=True,
        ),
        ErrorKind.BAD_ADDRESS: Row(
            QT_TRANSLATE_NOOP("messages", "The service address cannot be used"),
            QT_TRANSLATE_NOOP("messages", "It is not a web address that starts with https:// or http://."),
            QT_TRANSLATE_NOOP("messages", "Correct the service address in the settings."),
            Remedy.OPEN_SETTINGS,
        ),
        ErrorKind.CANNOT_CONNECT: Row(
            QT_TRANSLATE_NOOP("messages", "{engine} cannot be reached"),
            QT_TRANSLATE_NOOP("messages", "“{server}” does not answer. It may be off, or still starting."),
            QT_TRANSLATE_NOOP(
                "messages", "Check your connection, then try again. {other} works without a network."
            ),
            Remedy.TRY_AGAIN,
            otherwise=QT_TRANSLATE_NOOP(
                "messages", "Your computer is offline, or the service is not responding."
            ),
        ),
        ErrorKind.TLS_FAILED: Row(
            QT_TRANSLATE_NOOP("messages", "The connection is not secure"),
            QT_TRANSLATE_NOOP(
                "messages", "The service could not prove its identity, so your key was not sent."
            ),
            QT_TRANSLATE_NOOP(
                "messages",
                "Check this computer’s date and, if you use a gateway, that its certificate is trusted.",
            ),
            Remedy.OPEN_SETTINGS,
        ),
        ErrorKind.PROXY_FAILED: Row(
            QT_TRANSLATE_NOOP("messages", "The proxy did not let the request through"),
            QT_TRANSLATE_NOOP(
                "messages", "Your system sends web traffic through a proxy, and the proxy failed."
            ),
            QT_TRANSLATE_NOOP("messages", "Check the proxy in your system’s settings, then try again."),
            Remedy.TRY_AGAIN,
        ),
        ErrorKind.PROXY_UNSUPPORTED: Row(
            QT_TRANSLATE_NOOP("messages", "This kind of proxy cannot be used"),
            QT_TRANSLATE_NOOP(
                "messages", "Your system is set to a proxy that does not use HTTP, such as SOCKS."
            ),
            QT_TRANSLATE_NOOP("messages", "Set an HTTP proxy in your system’s settings, then try again."),
            Remedy.TRY_AGAIN,
        ),
        ErrorKind.OUTCOME_UNKNOWN: Row(
            QT_TRANSLATE_NOOP("messages", "The outcome is unknown"),
            QT_TRANSLATE_NOOP(
                "messages",
                "The request was sent, but the answer (status {status}) does not say whether the "
                "picture was made.",
            ),
            QT_TRANSLATE_NOOP(
                "messages",
                "Look for the picture in the queue first, which is free. Sending again may cost a "
                "second time.",
            ),
            Remedy.OPEN_ACCOUNT,
            otherwise=QT_TRANSLATE_NOOP(
                "messages", "The request was sent, but no answer says whether the picture was made."
            ),
        ),
        ErrorKind.REPLY_TOO_LARGE: Row(
            QT_TRANSLATE_NOOP("messages", "The reply was too large"),
            QT_TRANSLATE_NOOP(
                "messages", "More data arrived than the settings allow, so the download was stopped."
            ),
            QT_TRANSLATE_NOOP(
                "messages", "Raise “Largest reply” in the settings before you make another picture."
            ),
            Remedy.OPEN_SETTINGS,
            money=QT_TRANSLATE_NOOP("messages", "The picture was paid for, but it could not be fetched."),
        ),
        ErrorKind.REPLY_UNREADABLE: Row(
            QT_TRANSLATE_NOOP("messages", "The reply could not be read"),
            QT_TRANSLATE_NOOP("messages", "{engine} answered, but the reply contained no picture."),
            _LOOKED_FOR,
            Remedy.OPEN_LIBRARY_FOLDER,
        ),
        ErrorKind.REPLY_GONE: Row(
            QT_TRANSLATE_NOOP("messages", "A reply is missing"),
            QT_TRANSLATE_NOOP("messages", "It arrived, but its file was removed from the library folder."),
            _LOOKED_FOR,
            money=QT_TRANSLATE_NOOP("messages", "The picture was paid for. Looking for it costs nothing."),
        ),
        ErrorKind.PICTURE_NOT_FETCHED: Row(
            QT_TRANSLATE_NOOP("messages", "The picture could not be fetched"),
            QT_TRANSLATE_NOOP(
                "messages", "{engine} made the picture, but it could not be downloaded just now."
            ),
            QT_TRANSLATE_NOOP(
                "messages",
                "Try again: the service keeps the picture for about 7 days, and you do not pay again.",
            ),
        ),
        ErrorKind.IMAGE_DAMAGED: Row(
            QT_TRANSLATE_NOOP("messages", "The picture arrived damaged"),
            QT_TRANSLATE_NOOP("messages", "The image is incomplete or damaged, so it was not added."),
            _LOOKED_FOR,
            Remedy.OPEN_LIBRARY_FOLDER,
        ),
        ErrorKind.IMAGE_TOO_LARGE: Row(
            QT_TRANSLATE_NOOP("messages", "The picture has too many pixels"),
            QT_TRANSLATE_NOOP("messages", "It is far larger than requested, so it was not opened."),
            QT_TRANSLATE_NOOP("messages", "Look at the reply in the library folder."),
            Remedy.OPEN_LIBRARY_FOLDER,
        ),
    }
)
