/// A name by which people call secrets: `client_secret`, `X-Api-Key`, `dbPassword`.
struct TellingName {
    /// Whether other things go by the name too: `token`, `key`, `sig`.
    let isDoubtful: Bool
    /// The least number of characters that a value needs to count as a secret.
    let least: Int

    /// More than any name has.
    static let mostBytes = 64

    private static let surnames = [
        "secret", "apikey", "accesskey", "privatekey", "secretkey", "signingkey", "encryptionkey", "masterkey",
        "servicekey", "servicerolekey", "subscriptionkey", "functionskey", "authkey", "hmackey", "jwtkey", "adminkey",
        "appkey", "applicationkey", "licensekey", "licencekey", "consumerkey", "deploykey", "storagekey", "accountkey",
        "sharedkey", "webhookkey", "integrationkey", "rootkey", "serverkey", "userkey", "accesskeysecret", "writekey",
        "accesstoken", "authtoken", "refreshtoken", "apitoken", "bearertoken", "servicetoken", "sessiontoken",
        "securitytoken", "bottoken", "personaltoken", "deploytoken", "admintoken", "clienttoken", "roottoken",
        "credential", "credentials", "connectionstring", "webhooksecret", "authorizationtoken", "functionkey",
        "xapikey", "seedphrase", "mnemonic",
    ].map { Array($0.utf8) }

    private static let passwords = ["password", "passwd", "passphrase", "pwd", "passwort", "psk", "presharedkey"]
        .map { Array($0.utf8) }

    private static let doubtful: Set<[UInt8]> = Set(
        ["key", "sig", "bearer", "authorization", "auth", "pass", "pat", "jwt", "basic", "xkey", "pin", "hapikey"]
            .map { Array($0.utf8) })

    private static let token = Array("token".utf8)
    /// Tokens that are no credentials: places in lists, and marks against forged forms.
    private static let idleTokens = [
        "page", "next", "prev", "continu", "sync", "cursor", "csrf", "xsrf", "captcha", "resum", "delta", "pagin",
        "scroll", "verification", "start", "stop", "offset", "idempot", "max", "design", "first", "last",
    ].map { Array($0.utf8) }

    /// Keys that are made to be seen.
    private static let open = ["public", "publishable", "anon", "verification", "sitekey", "recaptcha", "idempot"].map {
        Array($0.utf8)
    }

    /// Whether a name of a secret, or a scheme of credentials, can end with two letters: a quick first look.
    @inline(__always)
    static func canEnd(with first: UInt8, _ second: UInt8) -> Bool {
        switch (first | 0x20, second | 0x20) {
        case (0x65, 0x79), (0x65, 0x6E), (0x65, 0x74), (0x65, 0x72), (0x72, 0x64), (0x77, 0x64), (0x73, 0x65),
            (0x72, 0x74), (0x73, 0x6B), (0x61, 0x6C), (0x6C, 0x73), (0x6E, 0x67), (0x69, 0x63), (0x69, 0x67),
            (0x6F, 0x6E), (0x74, 0x68), (0x73, 0x73), (0x61, 0x74), (0x77, 0x74), (0x69, 0x6E), (0x77, 0x73),
            (0x2D, 0x75):
            true
        default: false
        }
    }

    /// Looks at a name in any of the usual spellings: `clientSecret`, `client_secret`, `CLIENT-SECRET`.
    init?(_ written: some Collection<UInt8>) {
        guard written.count >= 3, written.count <= Self.mostBytes else { return nil }
        var name: [UInt8] = []
        for byte in written where byte.isAlphanumeric { name.append(byte.isLetter ? byte | 0x20 : byte) }
        while let last = name.last, last.isDigit { name.removeLast() }
        guard name.count >= 3, Self.canEnd(with: name[name.count - 2], name[name.count - 1]) else { return nil }
        func ends(with word: [UInt8]) -> Bool {
            name.count >= word.count && name.suffix(word.count).elementsEqual(word)
        }
        if Self.open.contains(where: { name[...].holds($0) }) { return nil }
        if Self.passwords.contains(where: ends) {
            self.init(isDoubtful: false, least: 8)
        } else if Self.surnames.contains(where: ends) {
            self.init(isDoubtful: false, least: 12)
        } else if ends(with: Self.token), !Self.idleTokens.contains(where: { name[...].holds($0) }) {
            self.init(isDoubtful: true, least: 16)
        } else if Self.doubtful.contains(name) {
            self.init(isDoubtful: true, least: 16)
        } else {
            return nil
        }
    }

    private init(isDoubtful: Bool, least: Int) {
        self.isDoubtful = isDoubtful
        self.least = least
    }

    /// Whether a value could be the secret that the name promises.
    func fits(_ value: ArraySlice<UInt8>) -> Bool {
        // Numbers of things are UUIDs everywhere; only under a sure name one is taken for a key.
        SecretValue.isRandom(value, least: least) && !(isDoubtful && SecretValue.isUUID(value))
    }

    /// Whether it is `client_secret`, in any spelling and with anything in front.
    static func isClientSecret(_ written: String) -> Bool {
        var name = written.utf8.filter(\.isAlphanumeric).map { $0.isLetter ? $0 | 0x20 : $0 }
        if name.last == UInt8(ascii: "s") { name.removeLast() }
        return name.suffix(12).elementsEqual("clientsecret".utf8)
    }
}
