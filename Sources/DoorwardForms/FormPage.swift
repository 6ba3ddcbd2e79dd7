/// An HTML page as a browser without scripts sees it: tags with their attributes, texts, forms. Tolerant, and far from
/// complete.
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
        var text = ""
        var isHidden = false
        for piece in pieces {
            switch piece {
            case .text(let part): text += isHidden ? "" : part
            case .start(let name, _):
                isHidden = name == "script" || name == "style"
                text += " "
            case .end:
                isHidden = false
                text += " "
            }
        }
        return Self.squeezed(text)
    }

    /// The forms in their order.
    public var forms: [PageForm] {
        var reader = FormReader()
        for piece in pieces { reader.read(piece) }
        return reader.finished()
    }

    static func squeezed(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
