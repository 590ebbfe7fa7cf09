"""Images of eight bits a channel: converted to grey, RGB or RGBA, in sRGB or with their own profile."""

import io

from PIL import Image, ImageCms

from portrait_app.export.profiles import space_of, srgb

_MODES = {"RGB": "RGB", "GRAY": "L", "CMYK": "CMYK"}  # of the image, by the space of its profile


def plain(image: Image.Image) -> Image.Image:
    """Return the image as L, RGB, RGBA or CMYK: no palette, and a key colour as real transparency.

    It must be done before the image is scaled: a palette cannot be, and a key colour would be mixed with
    the colours around it. The profile goes with it.
    """
    profile = image.info.get("icc_profile") or b""
    if image.has_transparency_data:
        image = image.convert("RGBA")
    elif image.mode == "1":
        image = image.convert("L")
    elif image.mode not in {"L", "RGB", "CMYK"}:
        image = image.convert("RGB")
    image.info = {"icc_profile": profile}
    return image


def coloured(image: Image.Image, *, to_srgb: bool, keeps_grey: bool) -> Image.Image:
    """Return a plain image as RGB or, where it is transparent anywhere, RGBA; its profile is in `info`.

    Args:
        to_srgb: whether colours are converted; otherwise numbers and profile stay, where the profile is of
            RGB, or of grey and `keeps_grey`.
        keeps_grey: whether the format can hold an image of mode L.
    """
    profile = image.info["icc_profile"]
    alpha = image.getchannel("A") if image.mode == "RGBA" else None
    if alpha is not None and alpha.getextrema() == (255, 255):
        alpha = None
    space = space_of(profile) if profile else ""
    mode = _MODES.get(space, "")
    if not to_srgb and mode == "L" and image.mode == "L" and keeps_grey:
        return image
    is_fitting = mode in {"L", "RGB", image.mode}
    if mode and is_fitting and (to_srgb or mode != "RGB") and profile != srgb():
        image = _converted(image.convert(mode), profile)
        profile = srgb()
    elif image.mode != "RGB" or not is_fitting:
        image = image.convert("RGB")
        profile = profile if mode == "RGB" else b""
    if alpha is not None:
        image.putalpha(alpha)
    image.info = {"icc_profile": srgb() if to_srgb else profile}
    return image


def _converted(image: Image.Image, profile: bytes) -> Image.Image:
    """Return the image in sRGB; unchanged where the profile cannot be used after all."""
    try:
        converted = ImageCms.profileToProfile(
            image,
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            ImageCms.ImageCmsProfile(io.BytesIO(srgb())),
            outputMode="RGB",
        )
    except (ImageCms.PyCMSError, OSError):
        return image.convert("RGB")
    return image.convert("RGB") if converted is None else converted
