"""What AWS refuses, in a line that also says what to do about it."""

from collections.abc import Iterator
from contextlib import contextmanager

from botocore import exceptions
from botocore.exceptions import BotoCoreError, ClientError

from daybook.failure import Failure

_LOG_IN = "Name a profile in AWS_PROFILE, set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or log in: `aws sso login`."
_REGION = "Name it with --region, or set AWS_REGION."
_NOT_LET = "Use credentials that may do that, or have it allowed to these."

_BEFORE_THE_CALL: tuple[tuple[tuple[type[BotoCoreError], ...], str], ...] = (
    ((exceptions.NoRegionError,), _REGION),
    (
        (
            exceptions.NoCredentialsError,
            exceptions.PartialCredentialsError,
            exceptions.CredentialRetrievalError,
            exceptions.ProfileNotFound,
            exceptions.TokenRetrievalError,
            exceptions.SSOError,
        ),
        _LOG_IN,
    ),
    ((exceptions.EndpointConnectionError,), "See that the region is right, and the network there."),
)
_ANSWERED = {
    "AccessDenied": _NOT_LET,
    "AccessDeniedException": _NOT_LET,
    "UnauthorizedOperation": _NOT_LET,
    "ExpiredToken": _LOG_IN,
    "ExpiredTokenException": _LOG_IN,
    "InvalidClientTokenId": _LOG_IN,
    "InvalidSignatureException": _LOG_IN,
    "SignatureDoesNotMatch": _LOG_IN,
    "UnrecognizedClientException": _LOG_IN,
}


@contextmanager
def told(words: str) -> Iterator[None]:
    """Raise Failure, beginning with those words, for what botocore raises."""
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise Failure(f"{words}: {in_a_line(error)}") from None


def in_a_line(error: BotoCoreError | ClientError) -> str:
    """What went wrong, in AWS's own words, and the remedy if it is one of the usual mistakes."""
    remedy = _remedy(error)
    said = " ".join(str(error).split())
    return f"{said.rstrip('.')}. {remedy}" if remedy else said


def code(error: ClientError) -> str:
    """What AWS calls it."""
    return str(error.response["Error"]["Code"])


def _remedy(error: BotoCoreError | ClientError) -> str | None:
    if isinstance(error, ClientError):
        return _ANSWERED.get(code(error))
    return next((remedy for kinds, remedy in _BEFORE_THE_CALL if isinstance(error, kinds)), None)
