/// Finds any of many byte strings in one pass.
///
/// A place is looked at closely only when its four bytes begin one of the strings. A text that is made so that nearly
/// every place must be looked at uses up the budget; then the rest of it counts as found, for what cannot be searched
/// must not be shown.
struct SecretSearch: Sendable {
    private static let slots = 1 << 12

    private var forms: [UInt32: [[UInt8]]] = [:]
    private var filter = [Bool](repeating: false, count: slots)

    var isEmpty: Bool { forms.isEmpty }

    init(_ all: Set<[UInt8]>) {
        for form in all where form.count >= 4 {
            let start = form.prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            forms[start, default: []].append(form)
            filter[Self.slot(start)] = true
        }
    }

    /// Where they are, in the order of their beginnings; they may overlap.
    func places(in text: [UInt8]) -> [Range<Int>] {
        guard !forms.isEmpty, text.count >= 4 else { return [] }
        var places: [Range<Int>] = []
        var budget = 16 * text.count + 65_536
        text.withUnsafeBufferPointer { text in
            var window = UInt32(text[0]) << 16 | UInt32(text[1]) << 8 | UInt32(text[2])
            for end in 3..<text.count {
                window = window << 8 | UInt32(text[end])
                guard filter[Self.slot(window)], let candidates = forms[window] else { continue }
                let start = end - 3
                for form in candidates {
                    let same = Self.common(form, text, at: start)
                    budget -= same + 1
                    if same == form.count { places.append(start..<(start + same)) }
                }
                guard budget > 0 else {
                    places.append(start..<text.count)
                    return
                }
            }
        }
        return places
    }

    /// How many bytes of a string stand at a place.
    private static func common(_ form: [UInt8], _ text: UnsafeBufferPointer<UInt8>, at start: Int) -> Int {
        let longest = min(form.count, text.count - start)
        var same = 0
        while same < longest, form[same] == text[start + same] { same += 1 }
        return same
    }

    private static func slot(_ window: UInt32) -> Int { Int((window &* 0x9E37_79B1) >> 20) }
}
