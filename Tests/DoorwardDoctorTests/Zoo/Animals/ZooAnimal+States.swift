import DoorwardDocuments

extension ZooAnimal {
    /// O01: what comes back as `state`.
    static let states: [ZooAnimal] = [
        echoing("missing", "The callback has no state.") { _ in nil },
        echoing("cut off", "The state is cut off after 255 bytes.") { Array($0.prefix(255)) },
        echoing("decoded twice", "The state is decoded once too often.") { state in
            ZooParameters.decode(Substring(String(decoding: state, as: UTF8.self)))
        },
        echoing("encoded twice", "The state is encoded once too often.") { Array(ZooParameters.encode($0).utf8) },
        echoing("lower case", "The state comes back in lower case.") { state in
            state.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        },
    ]

    private static func echoing(
        _ name: String, _ sentence: String, _ echo: @escaping @Sendable ([UInt8]) -> [UInt8]?
    ) -> ZooAnimal {
        plugin("O01", "state " + name, sentence, .oauth) { $0.authorization?.echo = echo }
    }

    /// O02 and O11: redirect URIs that should be allowed and are not, and the other way round.
    static let redirectURIs: [ZooAnimal] = [
        action("O02", "one of two", "Only the redirect URI at chat.openai.com is registered.", .oauth) {
            $0.editAuthorization { $0.clients[0].redirectURIs.removeLast() }
        },
        plugin("O02", "another id", "The redirect URI of an earlier plugin id is registered.", .oauth) {
            $0.editAuthorization { server in
                let old = "plugin-ffffffff-ffff-4fff-bfff-ffffffffffff"
                server.clients[0].redirectURIs = ["https://chat.openai.com/aip/\(old)/oauth/callback"]
            }
        },
        plugin("O02", "braces kept", "The registered redirect URI still holds the placeholder.", .oauth) {
            $0.editAuthorization { server in
                server.clients[0].redirectURIs = ["https://chat.openai.com/aip/{plugin_id}/oauth/callback"]
            }
        },
        allowing("prefix", "Every redirect URI that begins with https://chat.openai.com/aip/ is allowed.") { uri, _ in
            uri.hasPrefix("https://chat.openai.com/aip/")
        },
        allowing("ending", "Every redirect URI that ends with /oauth/callback is allowed.") { uri, _ in
            uri.hasSuffix("/oauth/callback")
        },
        allowing("host", "Every redirect URI at chat.openai.com is allowed.") { uri, _ in
            WebAddress(uri)?.host == "chat.openai.com"
        },
    ]

    private static func allowing(
        _ name: String, _ sentence: String, _ isAllowed: @escaping @Sendable (String, [String]) -> Bool
    ) -> ZooAnimal {
        plugin("O11", name, sentence, .oauth) { $0.authorization?.allowsRedirect = isAllowed }
    }
}
