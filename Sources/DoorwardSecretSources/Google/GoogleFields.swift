internal import DoorwardJOSE
internal import DoorwardSecrets

/// The members of a credential file, each checked as it is taken; errors name the file and the member, never a value.
struct GoogleFields {
    let file: String
    private let object: JOSEObject
    /// What stands before a member's name in messages: `credential_source.`.
    private let prefix: String

    /// - Throws: `SecretSourceError/denied(reason:)` when the file is not a JSON object.
    init(_ bytes: [UInt8], file: String) throws(SecretSourceError) {
        do throws(SecretSourceError) {
            self.init(try JOSEObject(bytes, place: file), file: file, prefix: "")
        } catch {
            throw .denied(
                reason: "\(file) is not a JSON object; write it anew with gcloud or in the console of Google Cloud")
        }
    }

    private init(_ object: JOSEObject, file: String, prefix: String) {
        self.object = object
        self.file = file
        self.prefix = prefix
    }

    /// Whether there is such a member, and not `null`.
    func has(_ name: String) -> Bool { object[name].map { $0 != .null } ?? false }

    /// A printable text; `nil` when the member is missing or `null`.
    func optionalText(_ name: String, limit: Int = 2048) throws(SecretSourceError) -> String? {
        guard has(name) else { return nil }
        guard let text = object[name]?.string, !text.isEmpty, text.utf8.count <= limit,
            text.utf8.allSatisfy({ (0x20...0x7E).contains($0) })
        else { throw wrong(name, "has to be a text of 1 to \(limit) printable ASCII characters") }
        return text
    }

    func text(_ name: String, limit: Int = 2048) throws(SecretSourceError) -> String {
        guard let text = try optionalText(name, limit: limit) else { throw wrong(name, "is missing") }
        return text
    }

    /// A text of several lines, as a PEM key is.
    func lines(_ name: String) throws(SecretSourceError) -> String {
        guard has(name) else { throw wrong(name, "is missing") }
        guard let text = object[name]?.string, !text.isEmpty, text.utf8.count <= 16 * 1024 else {
            throw wrong(name, "has to be a text")
        }
        return text
    }

    func address(
        _ name: String, default standard: String? = nil, plain: GoogleAddress.Plain = .loopback
    ) throws(SecretSourceError) -> GoogleAddress {
        guard let text = try optionalText(name) ?? standard else { throw wrong(name, "is missing") }
        guard let address = GoogleAddress(text, plain: plain) else {
            throw wrong(name, "has to be an https address (http only for this machine)")
        }
        return address
    }

    func optionalAddress(_ name: String) throws(SecretSourceError) -> GoogleAddress? {
        has(name) ? try address(name) : nil
    }

    /// A member that is an object itself.
    func object(_ name: String) throws(SecretSourceError) -> GoogleFields? {
        guard has(name) else { return nil }
        guard let object = object[name]?.object else { throw wrong(name, "has to be an object") }
        return GoogleFields(object, file: file, prefix: prefix + name + ".")
    }

    /// The members of an object of texts, as headers are.
    func texts() throws(SecretSourceError) -> [(name: String, value: String)] {
        var texts: [(name: String, value: String)] = []
        for member in object.members {
            guard texts.count < 32, Self.isToken(member.name) else {
                throw .denied(reason: "\(file): the names in \(prefix.dropLast()) are not names of headers")
            }
            texts.append((member.name, try text(member.name)))
        }
        return texts
    }

    func optionalTexts(_ name: String) throws(SecretSourceError) -> [String] {
        guard has(name) else { return [] }
        guard let texts = object[name]?.array.flatMap({ JOSEValue.array($0).strings }), texts.count <= 16,
            texts.allSatisfy({ $0.utf8.count <= 512 && $0.utf8.allSatisfy { (0x21...0x7E).contains($0) } })
        else { throw wrong(name, "has to be a list of texts") }
        return texts
    }

    func optionalNumber(_ name: String, _ range: ClosedRange<Int64>) throws(SecretSourceError) -> Int64? {
        guard has(name) else { return nil }
        guard let number = object[name]?.integer, range.contains(number) else {
            throw wrong(name, "has to be a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    func wrong(_ name: String, _ what: String) -> SecretSourceError {
        .denied(reason: "\(file): \(prefix)\(name) \(what)")
    }

    /// RFC 9110 §5.6.2.
    private static func isToken(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= 128
            && name.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                    || "!#$%&'*+-.^_`|~".utf8.contains(byte)
            }
    }
}
