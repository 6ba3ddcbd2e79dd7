import DoorwardDocuments

@testable import DoorwardGateway

/// What must hold of a path and of the form that it is matched and forwarded in.
enum PathCheck {
    static func check(_ bytes: [UInt8]) -> Discrepancy? {
        // The grammar is asked only about what begins with a slash.
        let target = bytes.first == 0x2F ? bytes : [0x2F] + bytes
        guard let scanned = scan(target) else { return nil }
        let path = Array(target[..<scanned.end])
        func differs(_ what: String, _ details: String...) -> Discrepancy {
            Discrepancy(what: what, input: bytes, details: details)
        }
        guard scanned.end == target.count || target[scanned.end] == 0x3F else { return differs("it ends nowhere") }
        let canonical = path.withUnsafeBytes { PathGrammar.canonical($0) }
        let text = InputText.write(canonical)
        if !scanned.hasEscapes, canonical != path { return differs("there is something to bring to its form", text) }
        guard let again = scan(canonical), again.end == canonical.count else {
            return differs("the canonical form is refused", text)
        }
        if canonical.withUnsafeBytes({ PathGrammar.canonical($0) }) != canonical {
            return differs("the canonical form is not", text)
        }
        let once = decode(path)
        if decode(canonical) != once { return differs("the canonical form is another path", text) }
        if let odd = oddity(once, decode(once), slashes: path.count(where: { $0 == 0x2F })) {
            return differs(odd, text)
        }
        // Documents are matched by the same form, made by other code.
        let documents = PathTemplate.canonical(path: path)
        if documents.map({ Array($0.utf8) }) != canonical {
            return differs("documents have another form", text, documents ?? "refused")
        }
        return nil
    }

    private static func scan(_ bytes: [UInt8]) -> (end: Int, hasEscapes: Bool)? {
        bytes.withUnsafeBytes { try? PathGrammar.scan($0, from: 0, to: $0.count) }
    }

    /// What a server could make of it that the gate has not seen, decoding once or twice.
    private static func oddity(_ once: [UInt8], _ twice: [UInt8], slashes: Int) -> String? {
        for (path, times) in [(once, "once"), (twice, "twice")] {
            if path.contains(0x5C) { return "a backslash when decoded \(times)" }
            if path.contains(where: { $0 < 0x20 || $0 == 0x7F }) { return "a control character when decoded \(times)" }
            if path.count(where: { $0 == 0x2F }) != slashes { return "another slash when decoded \(times)" }
            if String(validating: path, as: UTF8.self) == nil { return "no UTF-8 when decoded \(times)" }
            for segment in path.split(separator: 0x2F, omittingEmptySubsequences: false) {
                let name = segment.prefix { $0 != 0x3B }
                if name.elementsEqual([0x2E]) || name.elementsEqual([0x2E, 0x2E]) {
                    return "a dot segment when decoded \(times)"
                }
            }
        }
        return nil
    }

    private static func decode(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == 0x25, index + 2 < bytes.count, let high = digit(bytes[index + 1]),
                let low = digit(bytes[index + 2])
            {
                result.append(high << 4 | low)
                index += 3
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return result
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
}
