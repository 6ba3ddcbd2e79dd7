extension Fault {
    /// What a server that examines itself can find.
    static let selfFaults: [Fault] = [
        Fault(
            "S01", "The server does not answer where it listens",
            cause: "Another process holds the port, or the server has not started.",
            fix: "Look at the server's log, and at who listens: ss -ltnp."),
        Fault(
            "S02", "The public address leads to something else",
            cause: "The name, the proxy or the tunnel in front passes requests to another server or another version.",
            fix: "Compare public_url with what the proxy forwards, and reload the proxy after a change.",
            stacks: [
                .init("nginx", "proxy_pass must name this server's listen address; nginx -T prints what is in force."),
                .init(
                    "Cloudflare", "Look at the DNS record and the tunnel's ingress rule for this host; purge the cache."
                ),
            ]),
        Fault(
            "S03", "What is published names another address than public_url",
            cause:
                "The published documents and the configuration disagree: an old document is cached, or was written by hand.",
            fix: "Set public_url to the one address that assistants know, reload, and purge caches in front."),
        Fault(
            "S04", "Issuer or resource differ between documents",
            cause:
                "Clients compare these texts byte by byte: a slash at the end or a capital letter is another identity.",
            fix: "Let one server publish all of them from one configuration, and let no proxy rewrite bodies."),
        Fault(
            "S05", "A public file cannot be fetched",
            cause: "A rule in front, or the server itself, refuses a path that everybody must be able to read.",
            fix: "Let /.well-known/*, /openapi.json, /openapi.yaml, the logo and the legal page pass without a login."),
    ]
}
