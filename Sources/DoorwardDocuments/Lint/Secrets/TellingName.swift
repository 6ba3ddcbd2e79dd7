/// A name by which people call secrets: `client_secret`, `X-Api-Key`, `dbPassword`.
struct TellingName {
    /// Whether other things go by the name too: `token`, `key`, `sig`.
    let isDoubtful: Bool
    /// The least number of characters that a value needs to count as a secret.
    let least: Int
    /// Whether a token of a ledger can go by the name, whose address is public.
    private let isToken: Bool

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
        "xapikey", "seedphrase", "mnemonic", "secretkeybase", "creds", "sshkey",
    ].map { Array($0.utf8) }

    private static let passwords = [
        "password", "passwd", "passphrase", "pwd", "passwort", "psk", "presharedkey", "passcode", "dbpass", "smtppass",
    ]
    .map { Array($0.utf8) }

    private static let doubtful: Set<[UInt8]> = Set(
        [
            "key", "sig", "bearer", "authorization", "auth", "pass", "pat", "jwt", "basic", "xkey", "pin", "hapikey",
            "primarykey", "secondarykey",
        ].map { Array($0.utf8) })

    private static let token = Array("token".utf8)
    private static let secret = Array("secret".utf8)
    private static let pass = Array("pass".utf8)

    /// Words behind a name that only say which of several it is.
    private static let qualifiers: Set<[UInt8]> = Set(
        [
            "prod", "production", "live", "dev", "development", "test", "testing", "stage", "staging", "sandbox",
            "value", "base", "old", "new", "default", "current",
        ].map { Array($0.utf8) })

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

    /// Whether a name before a colon or an equals sign can be that of a secret, by its last two letters.
    @inline(__always)
    static func canEndName(with first: UInt8, _ second: UInt8) -> Bool {
        if canEnd(with: first, second) { return true }
        switch (first | 0x20, second | 0x20) {
        case (0x6F, 0x64), (0x75, 0x65), (0x76, 0x65), (0x65, 0x76), (0x73, 0x74), (0x64, 0x65), (0x64, 0x73),
            (0x67, 0x65), (0x6F, 0x78), (0x6C, 0x64), (0x65, 0x77), (0x6C, 0x74), (0x6E, 0x74):
            return true
        default: return false
        }
    }

    /// Looks at a name in any of the usual spellings: `clientSecret`, `client_secret`, `CLIENT-SECRET`.
    init?(_ written: some Collection<UInt8>) {
        guard written.count >= 3, written.count <= Self.mostBytes else { return nil }
        var name = NameWords(written)
        let isQualified = name.dropLast(of: Self.qualifiers)
        let letters = name.letters
        guard letters.count >= 3, Self.canEndName(with: letters[letters.count - 2], letters[letters.count - 1]) else {
            return nil
        }
        if Self.passwords.contains(where: name.hasSuffix) || name.hasSuffix(Self.secret) {
            self.init(isDoubtful: false, least: name.hasSuffix(Self.secret) ? 12 : 8)
        } else if Self.surnames.contains(where: name.hasSuffix) {
            guard !OpenName.isOpen(name) else { return nil }
            self.init(isDoubtful: false, least: 12)
        } else if name.hasSuffix(Self.token) {
            guard !OpenName.isOpen(name), !OpenName.isIdleToken(name) else { return nil }
            self.init(isDoubtful: true, least: 16, isToken: true)
        } else if name.hasLast(Self.pass) {
            self.init(isDoubtful: true, least: 12)
        } else if !isQualified, Self.doubtful.contains(letters) {
            self.init(isDoubtful: true, least: 16)
        } else {
            return nil
        }
    }

    private init(isDoubtful: Bool, least: Int, isToken: Bool = false) {
        self.isDoubtful = isDoubtful
        self.least = least
        self.isToken = isToken
    }

    /// Whether a value could be the secret that the name promises.
    func fits(_ value: ArraySlice<UInt8>) -> Bool {
        // Numbers of things are UUIDs everywhere; only under a sure name one is taken for a key.
        SecretValue.isRandom(value, least: least) && !(isDoubtful && SecretValue.isUUID(value))
            && !(isToken && SecretValue.isLedgerNumber(value))
    }

    /// Whether it is `client_secret`, in any spelling and with anything in front.
    static func isClientSecret(_ written: String) -> Bool {
        var name = written.utf8.filter(\.isAlphanumeric).map { $0.isLetter ? $0 | 0x20 : $0 }
        if name.last == UInt8(ascii: "s") { name.removeLast() }
        return name.suffix(12).elementsEqual("clientsecret".utf8)
    }
}
