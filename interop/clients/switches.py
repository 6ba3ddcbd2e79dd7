"""What a door says about clients that register themselves: pieces of its configuration."""

# The first lines go on with `oauth.scopes`, where the configuration that they are added to ends.
OFFLINE = "    offline_access: Stay connected when you are away.\n"
REGISTRATION = "  registration: open\n"
# The tests register more often than one address may; what is limited has a door of its own.
POOL = "  registration_pools:\n    tests: 127.0.0.1/32\n"
DOCUMENTS = '  client_documents: "on"\n'
KEYS = '  private_key_jwt: "on"\n'
PUSHED = '  pushed_requests: "on"\n'
BOUND = '  dpop: "on"\n'
DEVICES = '  device_flow: "on"\n'


def authorities(file):
    return f"  ca_file: {file}\n"
