/// Where a parameter of a URL's query stands, as far as it says whether what it holds is for everyone.
///
/// Storage services put a `token` or a `key` into the address of every picture; it only keeps addresses from being
/// guessed.
struct QueryPlace {
    /// Whether the URL is of a file that anyone may fetch by it.
    let isForEveryone: Bool

    /// Hosts, and what they end with, that serve files to everyone who knows their addresses.
    private static let stores = [
        "firebasestorage.googleapis.com", "firebasestorage.app", "googleusercontent.com", "storage.googleapis.com",
        "cloudinary.com", "imgix.net", "user-images.githubusercontent.com", "cdn.discordapp.com",
        "media.discordapp.net", "gravatar.com", "ibb.co", "images.unsplash.com", "wixstatic.com", "pinimg.com",
        "fbcdn.net",
    ].map { Array($0.utf8) }

    private static let endings = [
        ".png", ".jpg", ".jpeg", ".svg", ".webp", ".gif", ".ico", ".pdf", ".mp4", ".mp3", ".html", ".htm",
    ].map { Array($0.utf8) }

    private static let fileNames: Set<[UInt8]> = Set(
        ["logo", "favicon", "icon", "avatar", "legal", "privacy", "privacy-policy", "terms", "terms-of-service"].map {
            Array($0.utf8)
        })
    private static let programs = ["api", "v1", "v2", "v3", "rest", "graphql", "rpc"].map { Array($0.utf8) }

    /// - Parameter name: the bytes of the parameter's name.
    init(of name: Range<Int>, in text: [UInt8]) {
        let place = name.lowerBound
        var start = place
        while start > 0, place - start < 512, text[start - 1] > 0x20, !"\"'`<>()".utf8.contains(text[start - 1]) {
            start -= 1
        }
        let url = text[start..<place].map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        let path = url.prefix { $0 != UInt8(ascii: "?") }
        let host = Self.host(of: path)
        let isSignature = text[name].suffix(9).map { $0 | 0x20 }.elementsEqual("signature".utf8)
        let isSharedAccess = text[name].map { $0 | 0x20 }.elementsEqual("sig".utf8)
        // A signature of Azure opens what nothing else opens, often for writing, and for years.
        if isSharedAccess, Self.isPart("core.windows.net", of: host) {
            isForEveryone = false
        } else {
            isForEveryone = Self.isFile(path, of: host) || !isSignature && Self.isStore(host, path)
        }
    }

    /// What stands between `://` and the path, without a port; empty in a relative URL.
    private static func host(of url: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard let colon = url.indices.first(where: { url[$0...].starts(with: "://".utf8) }) else { return [] }
        let authority = url[(colon + 3)...].prefix { $0 != UInt8(ascii: "/") }
        return authority.suffix(while: { $0 != UInt8(ascii: "@") }).prefix { $0 != UInt8(ascii: ":") }
    }

    private static func isStore(_ host: ArraySlice<UInt8>, _ url: ArraySlice<UInt8>) -> Bool {
        stores.contains { isPart($0, of: host) }
            || host.starts(with: "cdn.".utf8)
            || isPart("supabase.co", of: host) && url.holds(Array("/storage/".utf8))
    }

    /// Whether a host is another or lies below it.
    private static func isPart(_ suffix: some Collection<UInt8>, of host: ArraySlice<UInt8>) -> Bool {
        guard host.count >= suffix.count, host.suffix(suffix.count).elementsEqual(suffix) else { return false }
        return host.count == suffix.count || host[host.endIndex - suffix.count - 1] == UInt8(ascii: ".")
    }

    private static func isPart(_ suffix: String, of host: ArraySlice<UInt8>) -> Bool { isPart(suffix.utf8, of: host) }

    /// Whether the path is that of a picture or a page for people, and not of an interface for programs.
    private static func isFile(_ url: ArraySlice<UInt8>, of host: ArraySlice<UInt8>) -> Bool {
        if endings.contains(where: { url.count > $0.count && url.suffix($0.count).elementsEqual($0) }) { return true }
        let steps = url.split(separator: UInt8(ascii: "/"))
        guard steps.count > 1, let last = steps.last, fileNames.contains(Array(last)) else { return false }
        let isProgram = { (step: ArraySlice<UInt8>) in programs.contains { step.elementsEqual($0) } }
        return !steps.contains(where: isProgram) && !host.split(separator: UInt8(ascii: ".")).contains(where: isProgram)
    }
}

extension ArraySlice<UInt8> {
    fileprivate func suffix(while isWanted: (UInt8) -> Bool) -> ArraySlice<UInt8> {
        var start = endIndex
        while start > startIndex, isWanted(self[start - 1]) { start -= 1 }
        return self[start...]
    }
}
