/// Differences between the gate's reading and the reference's that are right as they are, each with its reason. There is no
/// other exception in the checks.
enum KnownDifference {
    /// HTTP/1.0 with `Connection: close, keep-alive`: RFC 9112 §9.3 lets `close` win; the reference looks for `keep-alive`
    /// alone. The gate closes, so that nothing behind the message is read at all.
    static func isCloseWithKeepAlive(_ message: WireMessage) -> Bool {
        guard message.minor == 0, !message.keepAlive else { return false }
        let options = WithheldFields.nominated(by: message.fields)
        return options.contains(Array("close".utf8)) && options.contains(Array("keep-alive".utf8))
    }

    /// The input without what the reference refuses and the gate may accept; nil when it is not one of the cases below. In all
    /// else the two must agree about what is left, and the gate must read that as it read the whole.
    ///
    /// - Parameters:
    ///   - place: where the reference stopped.
    ///   - heads: where the heads stand that the gate has accepted.
    static func plainer(_ bytes: [UInt8], _ place: Int, heads: [Range<Int>]) -> [UInt8]? {
        withoutProxyConnection(bytes, heads: heads) ?? withoutUnreadExtension(bytes, place)
    }

    /// Chunk extensions: the reference refuses white space before the `;` (RFC 9112 §7.1.1 has BWS there) and extensions that
    /// do not follow the grammar; the gate drops every extension unread and frames the chunk anew, as §7.1.1 asks for
    /// unrecognised ones. Where the line ends is not in doubt: neither control bytes nor a CR are allowed in it.
    ///
    /// - Returns: the input with the extension that it stopped in taken out; nil when it stopped elsewhere.
    private static func withoutUnreadExtension(_ bytes: [UInt8], _ place: Int) -> [UInt8]? {
        guard place < bytes.count, let end = bytes[place...].firstIndex(of: 0x0A), end >= place else { return nil }
        let start = (bytes[..<place].lastIndex(of: 0x0A) ?? -1) + 1
        let digits = bytes[start..<place].prefix { byte in
            (0x30...0x39).contains(byte) || (0x41...0x46).contains(byte) || (0x61...0x66).contains(byte)
        }
        // CR, LF, then the size, then the extension up to CR LF.
        guard start >= 2, bytes[start - 2] == 0x0D, !digits.isEmpty, bytes[end - 1] == 0x0D, end - 1 > digits.endIndex
        else { return nil }
        let rest = bytes[digits.endIndex..<(end - 1)]
        guard rest.drop(while: { $0 == 0x20 || $0 == 0x09 }).first == 0x3B,
            rest.allSatisfy({ $0 == 0x09 || $0 >= 0x20 && $0 != 0x7F })
        else { return nil }
        return Array(bytes[..<digits.endIndex] + bytes[(end - 1)...])
    }

    /// `Proxy-Connection`: the reference reads it like `Connection`. It is no field of HTTP's, clients sent it by mistake
    /// (RFC 9112 §C.2.2), and the gate drops it unread.
    ///
    /// - Returns: the input without those lines; nil when there are none.
    private static func withoutProxyConnection(_ bytes: [UInt8], heads: [Range<Int>]) -> [UInt8]? {
        var result: [UInt8] = []
        var copied = 0
        for head in heads {
            var start = head.lowerBound
            while let end = bytes[start..<head.upperBound].firstIndex(of: 0x0A) {
                if key(of: bytes[start..<end]) == proxyConnection {
                    result += bytes[copied..<start]
                    copied = end + 1
                }
                start = end + 1
            }
        }
        return copied == 0 ? nil : result + bytes[copied...]
    }

    private static func key(of line: ArraySlice<UInt8>) -> [UInt8] {
        WireMessage.Field(name: Array(line.prefix { $0 != 0x3A }), value: []).key
    }

    private static let proxyConnection = Array("proxy-connection".utf8)
}
