/// Looks for values that look random behind names that promise a secret, in any text: `"api_key": "…"`, `api_key=…`,
/// `X-Api-Key: …`, `Authorization: Bearer …`, `curl -u name:…`, "the password is …".
///
/// Every byte is looked at a bounded number of times: a value ends at the next sign that may begin another.
struct NamedValueScan {
    let text: [UInt8]
    private var found = SightingList()
    private var webKeys = WebKeyScan()

    static func search(_ text: [UInt8], into list: inout SightingList) {
        var scan = NamedValueScan(text: text)
        swap(&scan.found, &list)
        var place = 0
        while let mark = nextMark(in: text, from: place) {
            scan.look(at: mark)
            place = mark + 1
        }
        swap(&scan.found, &list)
    }

    private init(text: [UInt8]) { self.text = text }

    /// The next colon, equals sign, or space behind two letters with which one of our words ends. Nearly all time of a
    /// scan is spent here.
    private static func nextMark(in text: [UInt8], from start: Int) -> Int? {
        text.withUnsafeBufferPointer { text in
            isMark.withUnsafeBufferPointer { isMark in
                for place in start..<max(start, text.count) where isMark[Int(text[place])] {
                    if text[place] != 0x20 { return place }
                    if place > 1, TellingName.canEnd(with: text[place - 2], text[place - 1]) { return place }
                }
                return nil
            }
        }
    }

    private static let isMark: [Bool] = (0...255).map { [0x20, 0x3A, 0x3D].contains($0) }

    private mutating func look(at place: Int) {
        if text[place] == UInt8(ascii: " ") {
            lookAtCredential(behind: place)
            lookAtPhrase(before: place)
        } else {
            if text[place] == UInt8(ascii: "=") {
                lookAtParameter(at: place)
            } else if let key = webKeys.sighting(at: place, in: text, value: value) {
                found.append(key)
            }
            lookAtPair(at: place)
        }
    }

    // MARK: name: value, name=value

    private mutating func lookAtPair(at place: Int) {
        guard let name = name(before: place) else { return }
        guard let telling = telling(name, canJoin: text[place] == UInt8(ascii: ":")) else { return }
        var start = place + 1
        while start < text.count, start - place < 12, isFiller(text[start]) { start += 1 }
        var value = value(from: start)
        if value.isEmpty, text[place] == UInt8(ascii: ":"), !telling.isDoubtful { value = nextLine(from: start) }
        guard telling.fits(text[value]), !JWTShape.begins(at: value.lowerBound, in: text) else { return }
        let isQuery = text[place] == UInt8(ascii: "=") && isInQuery(name)
        if !isQuery, ["sig", "key"].contains(spelled(name)), text[place] == UInt8(ascii: "=") { return }
        var sighting = SecretSighting(isQuery ? .query : .named, spelled(name), value)
        sighting.isDoubtful = telling.isDoubtful
        if isQuery, telling.isDoubtful, QueryPlace(of: name, in: text).isForEveryone { return }
        found.append(sighting)
    }

    private func isInQuery(_ name: Range<Int>) -> Bool {
        name.lowerBound > 0 && "?&;".utf8.contains(text[name.lowerBound - 1])
    }

    /// A value that stands alone in the line below its name; empty when there is none.
    private func nextLine(from end: Int) -> Range<Int> {
        guard end < text.count, text[end] == 0x0A || text[end] == 0x0D else { return end..<end }
        var start = end
        while start < text.count, start - end < 40, isFiller(text[start]) || "\r\n#".utf8.contains(text[start]) {
            start += 1
        }
        let value = value(from: start)
        let isName = value.upperBound < text.count && ":=".utf8.contains(text[value.upperBound])
        return value.count < 20 || isName ? end..<end : value
    }

    /// Parameters of queries by names that elsewhere mean other things.
    private mutating func lookAtParameter(at place: Int) {
        guard place > 5, text[place - 1] | 0x20 == 0x64 || text[place - 1] | 0x20 == 0x65 else { return }
        let count = Self.nameCharacters.run(in: text, before: place, limit: 20)
        let name = (place - count)..<place
        guard isInQuery(name) else { return }
        let value = value(from: place + 1)
        let isHex = text[value].allSatisfy { $0.hexDigitValue != nil }
        switch spelled(name).lowercased() {
        case "appid": guard isHex, value.count == 32 else { return }
        case "x-amz-signature", "x-goog-signature": guard isHex, value.count >= 64 else { return }
        default: return
        }
        guard SecretValue.isRandom(text[value], least: 32), !QueryPlace(of: name, in: text).isForEveryone else {
            return
        }
        var sighting = SecretSighting(.query, spelled(name), value)
        sighting.isDoubtful = true
        found.append(sighting)
    }

    private func telling(_ name: Range<Int>, canJoin: Bool) -> TellingName? {
        let own = TellingName(text[name])
        if let own, !own.isDoubtful { return own }
        // "API key: …" in prose.
        guard canJoin, name.lowerBound > 1, text[name.lowerBound - 1] == 0x20 else { return own }
        let before = KeyAlphabet.alphanumeric.run(in: text, before: name.lowerBound - 1, limit: 16)
        guard before > 0 else { return own }
        return TellingName(text[(name.lowerBound - 1 - before)..<name.upperBound]) ?? own
    }

    /// The name in front of a sign, quotes and a space in between.
    private func name(before place: Int) -> Range<Int>? {
        var end = place
        while end > 0, place - end < 4, isNameEnd(text[end - 1]) { end -= 1 }
        guard end > 2, text[end - 1].isDigit || TellingName.canEndName(with: text[end - 2], text[end - 1]) else {
            return nil
        }
        let count = Self.nameCharacters.run(in: text, before: end, limit: TellingName.mostBytes)
        return count > 2 && count <= TellingName.mostBytes ? (end - count)..<end : nil
    }

    private static let nameCharacters = KeyAlphabet.dotted

    private func isNameEnd(_ byte: UInt8) -> Bool { " \"'`]*".utf8.contains(byte) }

    /// What may stand between a name's sign and its value.
    private func isFiller(_ byte: UInt8) -> Bool { " \"'`=>*\t".utf8.contains(byte) }

    private static let endsValue: [Bool] = (0...255).map { byte in
        byte <= 0x20 || byte >= 0x7F || "\"'`,;&:=|\\".utf8.contains(UInt8(byte))
    }

    /// A value up to white space, a quote, or a sign that may belong to the next pair; base64's padding is part of it.
    func value(from start: Int) -> Range<Int> {
        var end = start
        let limit = min(text.count, start + SecretValue.examined)
        while end < limit, !Self.endsValue[Int(text[end])] { end += 1 }
        let padding = KeyAlphabet.padded.run(in: text, from: end, limit: 2)
        if padding > 0, padding <= 2, text[end..<(end + padding)].allSatisfy({ $0 == UInt8(ascii: "=") }) {
            end += padding
        }
        while end > start, ".!?)*]".utf8.contains(text[end - 1]) { end -= 1 }
        return start..<end
    }

    private func spelled(_ range: Range<Int>) -> String { String(decoding: text[range], as: UTF8.self) }

    // MARK: Bearer …, Basic …, -u name:password

    private mutating func lookAtCredential(behind place: Int) {
        let count = KeyAlphabet.alphanumericAndDash.run(in: text, before: place, limit: 8)
        guard count >= 2, count <= 8 else { return }
        var start = place + 1
        while start < text.count, start - place < 4, "\"'`".utf8.contains(text[start]) { start += 1 }
        let scheme = spelled((place - count)..<place).lowercased()
        switch scheme {
        case "bearer", "token", "ssws", "apikey":
            guard scheme == "bearer" || followsColon(place - count) else { return }
            let value = value(from: start)
            guard SecretValue.isRandom(text[value], least: 16), !SecretValue.isUUID(text[value]),
                !JWTShape.begins(at: value.lowerBound, in: text)
            else { return }
            found.append(SecretSighting(.credential, "a bearer token", value))
        case "basic":
            let value = value(from: start)
            guard value.count >= 12, let decoded = Base64Form.decode(text[value]), isLogIn(decoded[...]) else { return }
            found.append(SecretSighting(.credential, "a name and password in base64", value))
        case "-u", "--user":
            let name = value(from: start)
            guard name.upperBound < text.count, text[name.upperBound] == UInt8(ascii: ":") else { return }
            let password = value(from: name.upperBound + 1)
            if password.isEmpty, SecretValue.isRandom(text[name], least: 16), !SecretValue.isUUID(text[name]) {
                return found.append(SecretSighting(.credential, "a key for curl", name))
            }
            guard isLogIn(text[start..<password.upperBound]) else { return }
            found.append(SecretSighting(.credential, "a name and password for curl", start..<password.upperBound))
        default: return
        }
    }

    private func followsColon(_ place: Int) -> Bool {
        text[max(0, place - 3)..<place].contains(UInt8(ascii: ":"))
    }

    /// Whether the bytes are a name, a colon and a password that is not made up.
    private func isLogIn(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else {
            return false
        }
        let password = bytes[(colon + 1)...]
        return password.count >= 6 && !SecretValue.isPlaceholder(password)
            && (password.contains(where: \.isDigit) || SecretValue.isRandom(password, least: 8))
    }

    // MARK: "the API key is …"

    private mutating func lookAtPhrase(before place: Int) {
        guard let telling = phrase(before: place) else { return }
        var start = place + 1
        for word in ["is ", "= ", ": ", "to ", "- ", "as ", "of "] where text[start...].starts(with: word.utf8) {
            start += 3
            break
        }
        while start < text.count, start - place < 12, isFiller(text[start]) { start += 1 }
        let value = value(from: start)
        guard SecretValue.isRandom(text[value], least: max(telling.least, telling.least == 8 ? 8 : 16)),
            !SecretValue.isUUID(text[value]), telling.fits(text[value]),
            !JWTShape.begins(at: value.lowerBound, in: text)
        else { return }
        found.append(SecretSighting(.named, spelled((place - nameLength(before: place))..<place), value))
    }

    private func nameLength(before place: Int) -> Int {
        Self.nameCharacters.run(in: text, before: place, limit: TellingName.mostBytes)
    }

    private func phrase(before place: Int) -> TellingName? {
        guard place > 3 else { return nil }
        let count = nameLength(before: place)
        guard count >= 3, count <= TellingName.mostBytes else { return nil }
        let name = (place - count)..<place
        guard let found = telling(name, canJoin: true) else { return nil }
        // "key" and "auth" alone are ordinary words; "token" is one of ours.
        return found.isDoubtful && !spelled(name).lowercased().hasSuffix("token") ? nil : found
    }
}
