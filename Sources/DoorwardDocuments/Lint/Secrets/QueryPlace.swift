/// Where a parameter of a URL's query stands, as far as it says whether what it holds is for everyone.
///
/// Storage services put a `token`, a `sig` or a `key` into the address of every picture; it only keeps addresses from
/// being guessed.
struct QueryPlace {
    /// Whether the URL is of a file that anyone may fetch by it.
    let isForEveryone: Bool

    private static let stores = [
        "firebasestorage", "googleusercontent", "storage.googleapis", "cloudfront", "cloudinary", "imgix", "cdn",
        "githubusercontent", "supabase.co/storage", "amazonaws.com", "blob.core.windows.net", "digitaloceanspaces",
        "r2.cloudflarestorage", "discordapp", "media", "static", "image", "assets", "avatar", "logo", "icon", "privacy",
        "terms", "legal", "policy", "gravatar", "ibb.co", "unsplash", "wixstatic", "notion.s", "pinimg", "fbcdn",
    ].map { Array($0.utf8) }

    private static let endings = [".png", ".jpg", ".jpeg", ".svg", ".webp", ".gif", ".ico", ".pdf", ".mp4", ".mp3"].map
    {
        Array($0.utf8)
    }

    /// - Parameter place: a byte of the query.
    init(of place: Int, in text: [UInt8]) {
        var start = place
        while start > 0, place - start < 512, text[start - 1] > 0x20, !"\"'`<>()".utf8.contains(text[start - 1]) {
            start -= 1
        }
        let url = text[start..<place].map { $0.isLetter ? $0 | 0x20 : $0 }
        let path = url.prefix { $0 != UInt8(ascii: "?") }
        isForEveryone =
            Self.stores.contains { path.holds($0) }
            || Self.endings.contains { path.count > $0.count && path.suffix($0.count).elementsEqual($0) }
    }
}
