"""What schemathesis has to know of this service: the shop it calls, and who calls.

`cargo xtask test --all` starts the service and names it in the environment: REGULARS_URL, REGULARS_PLATFORM_KEY.
"""

import base64
import hashlib
import hmac
import itertools
import json
import os
import pathlib
import re
import time
import urllib.request

import schemathesis

URL = os.environ["REGULARS_URL"]
PLATFORM_KEY = os.environ["REGULARS_PLATFORM_KEY"]
ORIGIN = "https://shop.example"
PROGRAM = pathlib.Path(__file__).parents[2] / "www/demo-shop/program.json"

# Everybody calls SHOP; the platform changes OTHER, so that no call closes the shop to the others.
SHOP = "shop"
OTHER = "other"
MEMBER = "ana"


def send(method, path, key, body, **headers):
    """A call that has to succeed."""
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    headers |= {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    request = urllib.request.Request(URL + path, json.dumps(body).encode(), headers, method=method)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


def open_shop(shop):
    """A sandbox with both kinds of keys."""
    path = f"/v1/platform/shops/{shop}"
    send("PUT", path, PLATFORM_KEY, {"name": shop, "origins": [ORIGIN], "theme": {}, "sandbox": True})
    made = [send("POST", f"{path}/keys", PLATFORM_KEY, {"kind": kind}, Idempotency_Key=kind) for kind in ("api", "signing")]
    return made


API, SIGNING = open_shop(SHOP)
open_shop(OTHER)
send("PUT", f"/v1/shops/{SHOP}/program", API["secret"], json.loads(PROGRAM.read_text()), If_Match='"0"')
send(
    "POST",
    f"/v1/shops/{SHOP}/members/{MEMBER}/adjustments",
    API["secret"],
    {"id": "start", "points": 100000, "reason": "To spend"},
    Idempotency_Key="start",
)


def encoded(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def token(member):
    """What the shop's server signs for a signed-in shopper."""
    now = int(time.time())
    claims = {"sub": member, "aud": SHOP, "iat": now, "exp": now + 3600}
    parts = [{"alg": "HS256", "typ": "JWT", "kid": SIGNING["id"]}, claims]
    text = b".".join(encoded(json.dumps(part).encode()) for part in parts)
    signature = hmac.new(SIGNING["secret"].encode(), text, hashlib.sha256).digest()
    return (text + b"." + encoded(signature)).decode()


def schemes(operation):
    """Who may call an operation."""
    return [scheme for entry in operation.definition.raw.get("security", []) for scheme in entry]


# A shopper may call twice a second, so there are many.
MEMBERS = itertools.cycle([MEMBER, *(f"member-{number}" for number in range(500))])


@schemathesis.auth(refresh_interval=None)
class Callers:
    """Each operation is called by the one it is for."""

    def get(self, case, context):
        keys = {"platform": PLATFORM_KEY, "server": API["secret"], "shopper": token(next(MEMBERS))}
        return next((keys[scheme] for scheme in schemes(context.operation)), None)

    def set(self, case, data, context):
        if data:
            case.headers["Authorization"] = f"Bearer {data}"


# Names as the description allows them. One that it forbids is left: it has to be refused.
NAMES = {"shop": re.compile(r"[a-z0-9-]{1,40}"), "member": re.compile(r"[A-Za-z0-9]{1,20}")}


def without_nulls(schema):
    """In what is sent, a field that is null counts as left out: the description says so once, and not at each field."""
    if isinstance(schema, dict):
        needed = schema.get("required", [])
        for name, field in schema.get("properties", {}).items() if isinstance(schema.get("properties"), dict) else []:
            if name not in needed and isinstance(field, dict):
                schema["properties"][name] = {"anyOf": [field, {"type": "null"}]}
        for part in list(schema.values()):
            without_nulls(part)
    elif isinstance(schema, list):
        for part in schema:
            without_nulls(part)


@schemathesis.hook
def before_load_schema(context, raw_schema):
    """Answers are held against the description as it is by the suites' own client."""
    without_nulls(raw_schema["components"]["schemas"])
    for path in raw_schema["paths"].values():
        for operation in path.values():
            if isinstance(operation, dict) and "requestBody" in operation:
                without_nulls(operation["requestBody"])


@schemathesis.hook
def before_call(context, case, kwargs):
    """A call is about a shop and a member that are there, and shoppers call from the shop's pages."""
    operation = schemes(case.operation)
    there = {"shop": OTHER if "platform" in operation else SHOP, "member": MEMBER}
    for name, value in (case.path_parameters or {}).items():
        if name in NAMES and NAMES[name].fullmatch(str(value)):
            case.path_parameters[name] = there[name]
    if "shopper" in operation:
        case.headers["Origin"] = ORIGIN
