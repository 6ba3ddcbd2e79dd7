import DoorwardDoctor
import DoorwardDocuments

extension ZooAnimal {
    /// P05: no proper https on port 443.
    static let transports: [ZooAnimal] = [
        plugin("P05", "http only", "The site speaks only http.", at: "http://api.example.test") { world in
            world.network.plain = ["api.example.test:80"]
            world.network.closed = ["api.example.test"]
            world.base = "http://api.example.test"
            world.installPlugin()
        },
        plugin("P05", "document by http", "api.url begins with http://.") {
            $0.network.plain = ["api.example.test:80"]
            $0.editManifest { $0.change("api") { $0["url"] = "http://api.example.test/openapi.json" } }
        },
        plugin("P05", "document at another port", "api.url has a port of its own, 8443.") {
            $0.network.otherPorts = [8443]
            $0.editManifest { $0.change("api") { $0["url"] = "https://api.example.test:8443/openapi.json" } }
        },
        certified("self-signed", .selfSigned, "The certificate was signed by itself."),
        certified("unknown authority", .unknownAuthority, "The certificate comes from an authority of the company."),
        certified("expired", .expired, "The certificate has expired."),
        certified("other name", .wrongName, "The certificate is for another name."),
        certified("TLS 1.1", .oldVersion, "The server speaks TLS 1.1 and nothing newer."),
    ]

    private static func certified(_ name: String, _ certificate: ZooNetwork.TLS, _ sentence: String) -> ZooAnimal {
        plugin("P05", name, sentence) { $0.network.certificates["api.example.test"] = certificate }
    }

    /// P06 and P07: on the developer's own machine.
    static let local: [ZooAnimal] = [
        local("P06", "service token on localhost", "A plugin on localhost has authentication.") { world in
            world.api.protection = .service
            world.installPlugin()
        }.with { $0.verificationToken = ZooWorld.verificationToken },
        local("P07", "no preflight", "OPTIONS is answered with 405.") { $0.cors?.answersPreflight = false },
        local("P07", "origin not allowed", "Only another origin is allowed.") {
            $0.cors?.origins = ["https://example.test"]
        },
        local("P07", "fields not allowed", "The client's own request fields are not in Access-Control-Allow-Headers.") {
            $0.cors?.headers = ["content-type"]
        },
    ]
}
