import DoorwardOAuth

/// An authorization request as it is kept while people sign in: without what nobody looks at, so that a stranger cannot
/// make the store keep what they like.
enum KeptQuery {
    private static let known = Set(AuthorizationRequest.parameterNames.map { Substring($0) })

    /// The query with the parameters that the checks read, as they came and in their order.
    static func reduce(_ query: String) -> String {
        query.split(separator: "&").filter { pair in
            let name = pair.prefix { $0 != "=" }
            // One that is written with escapes may mean a known one.
            return known.contains(name) || name.utf8.count <= 64 && name.contains { $0 == "%" || $0 == "+" }
        }.joined(separator: "&")
    }
}
