import DoorwardSecrets

/// The rules for single values that have no type of their own.
enum ValueRules {
    typealias Failure = ConfigurationValueError

    /// Decimal digits in a range.
    static func integer(_ range: ClosedRange<Int>) -> ConfigurationBinding.Parse<Int> {
        { text throws(Failure) in
            let hint = "write a whole number from \(range.lowerBound) to \(range.upperBound)"
            guard !text.isEmpty, text.utf8.allSatisfy(\.isASCIIDigit) else {
                throw Failure("\(text.echoed) is not a whole number", hint: hint)
            }
            guard let number = Int(text), range.contains(number) else { throw Failure("is out of range", hint: hint) }
            return number
        }
    }

    /// A size in a range.
    static func bytes(_ range: ClosedRange<ByteCount>) -> ConfigurationBinding.Parse<ByteCount> {
        { text throws(Failure) in
            let count = try ByteCount(parsing: text)
            guard range.contains(count) else {
                throw Failure("is out of range", hint: "write a size from \(range.lowerBound) to \(range.upperBound)")
            }
            return count
        }
    }

    /// A length of time in a range.
    static func duration(in range: ClosedRange<Duration>) -> ConfigurationBinding.Parse<Duration> {
        { text throws(Failure) in
            let duration = try ConfiguredDuration(parsing: text).duration
            guard range.contains(duration) else {
                let ends = (ConfiguredDuration(range.lowerBound), ConfiguredDuration(range.upperBound))
                throw Failure("is out of range", hint: "write a time from \(ends.0) to \(ends.1)")
            }
            return duration
        }
    }

    static func boolean(_ text: String) throws(Failure) -> Bool {
        switch text {
        case "true": return true
        case "false": return false
        default: throw Failure("\(text.echoed) is neither true nor false", hint: "write true or false")
        }
    }

    static func toggle(_ text: String) throws(Failure) -> Bool {
        switch text {
        case "on": return true
        case "off": return false
        default: throw Failure("\(text.echoed) is neither on nor off", hint: "write on or off")
        }
    }

    /// Text for people or the model, by characters; empty means derived. Line breaks only where there is room for them.
    static func prose(_ limit: Int, multiline: Bool = false) -> ConfigurationBinding.Parse<String> {
        { text throws(Failure) in
            let length = text.unicodeScalars.count
            guard length <= limit else {
                throw Failure("has \(length) characters", hint: "write at most \(limit)")
            }
            let allowed: (Unicode.Scalar) -> Bool = { !$0.isControl || (multiline && ($0 == "\n" || $0 == "\t")) }
            guard text.unicodeScalars.allSatisfy(allowed) else {
                throw Failure("contains a line break or a control character", hint: "write it as plain text")
            }
            return text
        }
    }

    /// The name the model uses; what every listed plugin has.
    static func modelName(_ text: String) throws(Failure) -> String {
        let hint = "write a letter, then letters, digits and underscores, at most 50 in all"
        guard let first = text.utf8.first else { return text }
        guard text.utf8.count <= 50 else { throw Failure("has \(text.utf8.count) characters", hint: hint) }
        guard first.isASCIILetter, text.utf8.allSatisfy(\.isIdentifierByte) else {
            throw Failure("\(text.echoed) is not a name the model can call", hint: hint)
        }
        return text
    }

    /// An address of the plain form local@domain (RFC 5321 §4.1.2, without quoting).
    static func email(_ text: String) throws(Failure) -> String {
        if text.isEmpty { return text }
        let failure = Failure("is not an e-mail address", hint: "write an address such as support@example.com")
        let parts = text.utf8.split(separator: 0x40, omittingEmptySubsequences: false)
        guard parts.count == 2, text.utf8.count <= 254, let local = parts.first, let domain = parts.last else {
            throw failure
        }
        let extra = Array("!#$%&'*+-/=?^_`{|}~.".utf8)
        guard (1...64).contains(local.count), local.first != 0x2E, local.last != 0x2E,
            local.allSatisfy({ $0.isIdentifierByte || extra.contains($0) })
        else { throw failure }
        guard (try? HostText(parsing: Array(domain)[...]))?.address == nil, domain.contains(0x2E),
            (try? HostText(parsing: Array(domain)[...])) != nil
        else { throw failure }
        return text
    }

    /// A URL of a page; empty means derived.
    static func page(_ text: String) throws(Failure) -> String {
        if text.isEmpty { return text }
        return try WebURL(parsing: text, example: "a URL such as https://example.com/legal").description
    }

    static func file(_ text: String) throws(Failure) -> String {
        try fileName(text, hint: "write the name of a file")
    }

    static func picture(_ text: String) throws(Failure) -> String {
        let hint = "write the name of a .png, .jpg, .jpeg, .svg or .webp file"
        let name = try fileName(text, hint: hint)
        guard [".png", ".jpg", ".jpeg", ".svg", ".webp"].contains(where: name.lowercased().hasSuffix) else {
            throw Failure("is not a picture of a known kind", hint: hint)
        }
        return name
    }

    /// A path of Doorward's own that is free to answer with the OpenAPI document.
    static func alias(_ text: String) throws(Failure) -> String {
        let hint = "write a path such as /specification.yaml"
        guard text.hasPrefix("/"), text.utf8.count > 1, !text.hasSuffix("/"), !text.utf8.contains(0x2F, twice: true)
        else {
            throw Failure("is not a path", hint: hint)
        }
        guard !text.utf8.contains(0x3F), !text.utf8.contains(0x25),
            (try? WebURL(parsing: "http://a" + text, example: "")) != nil
        else { throw Failure("has characters that do not belong into such a path", hint: hint) }
        let isReserved = DoorwardConfiguration.Publish.reservedFolders.contains(where: text.hasPrefix)
        guard !isReserved, !DoorwardConfiguration.Publish.reserved.contains(text) else {
            throw Failure("is a path that Doorward already answers", hint: "choose another path, or remove the entry")
        }
        return text
    }

    /// The name of a service that verifies plugins.
    static func serviceName(_ text: String) throws(Failure) {
        let fits =
            (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { $0.isASCIILower || $0.isASCIIDigit || $0 == 0x5F }
        guard fits else {
            throw Failure(
                "has a name that is not made of lower-case letters, digits and underscores", hint: "write openai: …")
        }
    }

    /// A token that a service gave; public by design, yet never repeated: something else may have been pasted.
    static func verificationToken(_ text: String) throws(Failure) -> String {
        guard !text.isEmpty else {
            throw Failure("is empty", hint: "write the token that the service showed, or remove the entry")
        }
        guard text.utf8.count <= 256, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw Failure("is not a token", hint: "write the 32 hexadecimal digits that the service showed")
        }
        return text
    }
}
