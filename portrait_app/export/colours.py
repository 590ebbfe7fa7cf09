"""Converts images of 8 bits a channel to RGB, RGBA or grey, in sRGB or with their own profile."""

import io

from PIL import Image, ImageCms

from portrait_app.export.profiles import space_of, srgb

_MODES = {"RGB": "RGB", "GRAY": "L", "CMYK": "CMYK"}  # Pillow's mode for each colour space of a profile


def plain(image: Image.Image) -> Image.Image:
    """Return the image as L, RGB, RGBA or CMYK. A transparent key colour becomes alpha.

    Call this before scaling: palette indices cannot be interpolated, and a key colour would blend with its
    neighbours. The profile stays in `info`.
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
    """Return a plain image as RGB, or as RGBA if any pixel is transparent. Its profile is in `info`.

    Args:
        to_srgb: convert the colours to sRGB. If False, an RGB profile and its values stay as they are.
        keeps_grey: if `to_srgb` is False, a grey image with a grey profile stays as well, as mode L.
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
    """Return the image in sRGB. A profile that LittleCMS refuses is ignored."""
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
