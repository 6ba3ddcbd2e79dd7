/// How long a fetched document need not be fetched again, in seconds.
public enum DocumentFreshness {
    public static let shortest: Int64 = 300
    public static let usual: Int64 = 3600
    public static let longest: Int64 = 86_400

    /// What an answer says (RFC 9111 §5.2.2), within the bounds.
    ///
    /// - Parameters:
    ///   - cacheControl: the `Cache-Control` field.
    ///   - age: the `Age` field, in seconds.
    public static func seconds(cacheControl: String?, age: String? = nil) -> Int64 {
        guard let cacheControl else { return usual }
        var lifetime: Int64?
        for directive in cacheControl.prefix(1024).split(separator: ",") {
            let pair = directive.split(separator: "=", maxSplits: 1).map { trimmed($0) }
            switch pair.first?.lowercased() {
            case "no-store", "no-cache": return shortest
            case "max-age": lifetime = pair.count == 2 ? number(pair[1]) : 0
            default: break
            }
        }
        guard let lifetime else { return usual }
        let elapsed = age.flatMap { number(trimmed($0[...])) } ?? 0
        return min(max(lifetime - elapsed, shortest), longest)
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text
        while let first = text.first, " \t\"".contains(first) { text.removeFirst() }
        while let last = text.last, " \t\"".contains(last) { text.removeLast() }
        return text
    }

    /// Digits only; more than nine count as the most that nine can say.
    private static func number(_ text: Substring) -> Int64? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
            return nil
        }
        return text.utf8.count > 9 ? 999_999_999 : Int64(text)
    }
}
