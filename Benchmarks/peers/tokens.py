"""ES256 access tokens (RFC 9068) of an issuer that exists for the benchmark only, signed by OpenSSL's library.

The library is called without a package between: thousands of tokens are signed in a second.
"""

import base64
import ctypes
import ctypes.util
import itertools
import json
import subprocess
import time

from processes import Absent

KEY_ID = "benchmark"


def encoded(value):
    data = value if isinstance(value, bytes) else json.dumps(value, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def openssl(*arguments, data=None):
    try:
        return subprocess.run(["openssl", *arguments], input=data, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        raise Absent(f"openssl: {error}") from error


class Library:
    """The five functions of libcrypto that make a signature."""

    def __init__(self, private):
        name = ctypes.util.find_library("crypto") or "libcrypto.so.3"
        try:
            self.crypto = ctypes.CDLL(name)
        except OSError as error:
            raise Absent(f"tokens cannot be signed: {error}") from error
        pointer, size = ctypes.c_void_p, ctypes.c_size_t
        self.memory = self.function("BIO_new_mem_buf", pointer, ctypes.c_char_p, ctypes.c_int)
        self.read = self.function("PEM_read_bio_PrivateKey", pointer, pointer, pointer, pointer, pointer)
        self.context = self.function("EVP_MD_CTX_new", pointer)
        self.free = self.function("EVP_MD_CTX_free", None, pointer)
        self.sha256 = self.function("EVP_sha256", pointer)
        self.start = self.function("EVP_DigestSignInit", ctypes.c_int, pointer, pointer, pointer, pointer, pointer)
        self.finish = self.function("EVP_DigestSign", ctypes.c_int, pointer, ctypes.c_char_p, ctypes.POINTER(size),
                                    ctypes.c_char_p, size)
        self.key = self.read(self.memory(private, len(private)), None, None, None)
        if not self.key:
            raise Absent("the key for tokens cannot be read")

    def function(self, name, result, *arguments):
        found = getattr(self.crypto, name)
        found.restype, found.argtypes = result, arguments
        return found

    def sign(self, data):
        """The signature as JWS wants it (RFC 7518, 3.4): both numbers, 32 bytes each."""
        context, room, length = self.context(), ctypes.create_string_buffer(80), ctypes.c_size_t(80)
        done = (self.start(context, None, self.sha256(), None, self.key) == 1
                and self.finish(context, room, ctypes.byref(length), data, len(data)) == 1)
        self.free(context)
        if not done:
            raise Absent("a token could not be signed")
        return raw(room.raw[:length.value])


def raw(der):
    """The two integers of an ECDSA signature in DER."""
    first = 4 + der[3]
    numbers = der[4:first], der[first + 2:]
    return b"".join(int.from_bytes(number, "big").to_bytes(32, "big") for number in numbers)


class Issuer:
    """An issuer with one key; `address` is where its documents are, `audience` whom its tokens are for."""

    def __init__(self, folder, address, audience):
        self.address, self.audience = address, audience
        private = openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256")
        self.public_file = folder / "issuer.pem"
        self.public_file.write_bytes(openssl("pkey", "-pubout", data=private))
        point = openssl("pkey", "-pubout", "-outform", "DER", data=private)[-64:]
        self.jwks = json.dumps({"keys": [{
            "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": KEY_ID, "x": encoded(point[:32]),
            "y": encoded(point[32:])}]})
        self.library = Library(private)
        self.numbers = itertools.count()

    def documents(self):
        """What the issuer publishes, by file name."""
        metadata = {
            "issuer": self.address, "jwks_uri": f"{self.address}/jwks.json",
            "authorization_endpoint": f"{self.address}/authorize", "token_endpoint": f"{self.address}/token",
            "response_types_supported": ["code"], "code_challenge_methods_supported": ["S256"]}
        return {"jwks.json": self.jwks, ".well-known/oauth-authorization-server": json.dumps(metadata)}

    def signed_part(self, header=None, lifetime=7200, **claims):
        now = int(time.time())
        number = next(self.numbers)
        return encoded(header or {"alg": "ES256", "typ": "at+jwt", "kid": KEY_ID}) + "." + encoded({
            "iss": self.address, "aud": self.audience, "sub": f"user-{number}", "client_id": "benchmark",
            "scope": "read", "iat": now + min(0, lifetime), "exp": now + lifetime, "jti": f"{number:012}", **claims})

    def token(self, **changes):
        text = self.signed_part(**changes)
        return f"{text}.{encoded(self.library.sign(text.encode()))}"

    def forged(self):
        """Another token's signature."""
        return f"{self.signed_part()}.{self.token().rpartition('.')[2]}"

    def unsigned(self):
        return self.signed_part(header={"alg": "none", "typ": "at+jwt"}) + "."

    def write(self, path, count):
        """A file of so many tokens, all different."""
        with open(path, "w") as file:
            file.writelines(self.token() + "\n" for _ in range(count))
