/// Something in a document's notation that a strict reader refuses, with its place and, where it is mechanical, the
/// way to mend it.
public struct SyntaxProblem: Sendable, Equatable {
    /// The kinds of problems; the raw value is the end of the lint rule's name.
    public enum Kind: String, Sendable, CaseIterable {
        /// Nothing but white space, or nothing at all.
        case empty
        /// A page, as a web server sends for a missing file.
        case html
        /// UTF-8's byte order mark in front. YAML and most JSON readers skip it, Python's `json` refuses it.
        case byteOrderMark
        /// UTF-16 or UTF-32.
        case wideEncoding
        /// Bytes that are not UTF-8.
        case invalidUTF8
        /// `// …`, `/* … */` or `# …` in JSON.
        case comment
        /// A comma behind the last member or element.
        case trailingComma
        /// A comma or colon is missing, or is doubled.
        case punctuation
        /// `True`, `False`, `None`.
        case pythonLiteral
        /// `'text'` in JSON, or typographic quotes.
        case wrongQuotes
        /// A name or a text without quotes in JSON.
        case unquoted
        /// A control character in a JSON string, or one that YAML does not allow.
        case controlCharacter
        /// A backslash followed by what is no escape, or half a pair of surrogates.
        case badEscape
        /// `NaN`, `.5`, `01`, `0x10`, `+1`.
        case badNumber
        /// A name that occurs twice in an object.
        case duplicateName
        /// More values inside each other than are read.
        case tooDeep
        /// More bytes than are read.
        case tooLarge
        /// The document ends in the middle.
        case truncated
        /// Something behind the document's value, or a second YAML document.
        case extraContent
        /// An anchor that is used but not defined, or aliases without end.
        case badAlias
        /// A YAML tag that is none of the usual ones: `!include`.
        case unknownTag
        /// A fence of back-ticks, a sentence or a statement of a program around the document's value.
        case wrapping
        /// Anything else that is not JSON or YAML.
        case notReadable
    }

    /// A replacement of bytes that mends a problem.
    public struct Edit: Sendable, Equatable {
        public var range: Range<Int>
        public var replacement: [UInt8]

        public init(range: Range<Int>, replacement: [UInt8]) {
            self.range = range
            self.replacement = replacement
        }
    }

    public var kind: Kind
    /// The bytes it is about.
    public var range: Range<Int>
    /// What was found and what would be right, in one sentence without the place.
    public var message: String
    /// What mends it, when that is mechanical.
    public var edits: [Edit]
    /// Whether a reader that stops at the first error gets nothing (true), or reads on (a duplicate name).
    public var isFatal: Bool

    public init(kind: Kind, range: Range<Int>, message: String, edits: [Edit] = [], isFatal: Bool = true) {
        self.kind = kind
        self.range = range
        self.message = message
        self.edits = edits
        self.isFatal = isFatal
    }
}
