"""Words out of whatever a service sent."""

from portrait_app.engines.segmind.words import blacked_out


def test_a_secret_is_blacked_out_and_the_length_stays() -> None:
    assert blacked_out(b'{"error": "SG_01"}', "SG_01") == b'{"error": "*****"}'
    assert blacked_out(b"as it is", "") == b"as it is"
