#if PostgreSQL
    internal import CLibPQ

    /// The values of a statement as libpq takes them.
    ///
    /// Integers go as text, which fits every type of integer; texts and bytes go as they are (libpq's binary format).
    struct PostgreSQLArguments {
        private var bytes: [UInt8] = [0]
        private var offsets: [Int?] = []
        private var lengths: [Int32] = []
        private var formats: [Int32] = []

        init(_ values: [SQLValue]) throws(SQLFailure) {
            for value in values {
                switch value {
                case .null: add(nil, isBinary: false)
                case .integer(let integer): add(Array("\(integer)".utf8), isBinary: false)
                case .text(let text):
                    let text = Array(text.utf8)
                    guard !text.contains(0) else { throw .textWithNUL }
                    add(text, isBinary: true)
                case .blob(let blob): add(blob, isBinary: true)
                }
            }
        }

        /// The types as far as the values tell them; 0 lets the server find out.
        static func types(_ values: [SQLValue]) -> [Oid] {
            values.map { value in
                switch value {
                case .null: 0
                case .integer: PostgreSQLType.int8.rawValue
                case .text: PostgreSQLType.text.rawValue
                case .blob: PostgreSQLType.bytes.rawValue
                }
            }
        }

        /// Lends the values, their lengths and their formats.
        func withPointers<R>(_ body: ([UnsafePointer<CChar>?], [Int32], [Int32]) -> R) -> R {
            bytes.withUnsafeBufferPointer { buffer in
                buffer.withMemoryRebound(to: CChar.self) { characters in
                    let base = characters.baseAddress
                    return body(offsets.map { offset in offset.flatMap { base?.advanced(by: $0) } }, lengths, formats)
                }
            }
        }

        private mutating func add(_ value: [UInt8]?, isBinary: Bool) {
            offsets.append(value == nil ? nil : bytes.count)
            lengths.append(Int32(clamping: value?.count ?? 0))
            formats.append(isBinary ? 1 : 0)
            if let value {
                bytes += value
                bytes.append(0)
            }
        }
    }
#endif
