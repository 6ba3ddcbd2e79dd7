/// An HTML page as a ``FormBrowser`` sees it: tags with their attributes, texts, forms. Tolerant, and far from complete.
public struct FormPage: Sendable {
    /// A tag with its attributes, or a text between tags.
    public enum Piece: Sendable, Equatable {
        case start(name: String, attributes: [String: String])
        case end(name: String)
        case text(String)
    }

    public let pieces: [Piece]

    public init(html: String) { pieces = PageScanner.pieces(of: html) }

    /// The start tags of a name, each as its attributes.
    public func tags(_ name: String) -> [[String: String]] {
        pieces.compactMap { piece in
            guard case .start(name, let attributes) = piece else { return nil }
            return attributes
        }
    }

    /// The texts inside the elements of a name, white space at most one space wide.
    public func texts(in name: String) -> [String] {
        var texts: [String] = []
        var depth = 0
        for piece in pieces {
            switch piece {
            case .start(name, _):
                depth += 1
                if depth == 1 { texts.append("") }
            case .end(name): depth = max(0, depth - 1)
            case .text(let text) where depth > 0: texts[texts.count - 1] += text
            default: continue
            }
        }
        return texts.map(Self.squeezed)
    }

    /// All that can be read on the page.
    public var text: String {
        Self.squeezed(
            pieces.map { piece in
                guard case .text(let text) = piece else { return " " }
                return text
            }.joined())
    }

    /// The forms in their order.
    public var forms: [PageForm] {
        var forms: [PageForm] = []
        var isInside = false
        for piece in pieces {
            switch piece {
            case .start("form", let attributes):
                forms.append(PageForm(action: attributes["action"] ?? "", method: attributes["method"] ?? "get"))
                isInside = true
            case .end("form"): isInside = false
            case .start(let name, let attributes) where isInside: forms[forms.count - 1].take(name, attributes)
            default: continue
            }
        }
        return forms
    }

    private static func squeezed(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
