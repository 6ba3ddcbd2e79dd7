extension LocatedValue {
    /// The member of a name; of several the last, as most readers have it. In YAML also through a merge key `<<`.
    ///
    /// Names are compared byte for byte.
    public subscript(name: String) -> LocatedValue? {
        var name = name
        return name.withUTF8 { name in
            if let own = ownMember(name) { return own }
            return document.syntax == .yaml ? mergedMember(name) : nil
        }
    }

    /// More mappings than these are not searched for what they may lend by `<<`.
    private static let mergeLimit = 100

    /// The member of that name that is written in the object itself.
    private func ownMember(_ name: UnsafeBufferPointer<UInt8>) -> LocatedValue? {
        let place = target
        let object = document.nodes[Int(place)]
        guard object.kind == .object else { return nil }
        return document.bytes.withUnsafeBufferPointer { bytes in
            if document.lookup.has(place) {
                return document.lookup.member(name, of: place, in: document.nodes, document.texts, bytes).map {
                    LocatedValue(document: document, index: $0)
                }
            }
            var found: LocatedValue?
            for member in members where member.hasName(name, bytes) { found = member }
            return found
        }
    }

    private func hasName(_ name: UnsafeBufferPointer<UInt8>, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        document.nodes[Int(index)].nameText?.withBytes(in: bytes, document.texts, name.isSame) ?? false
    }

    /// Searches what the object takes over by `<<`, each mapping once: they may lead in circles.
    private func mergedMember(_ name: UnsafeBufferPointer<UInt8>) -> LocatedValue? {
        var seen: Set<Int32> = [target]
        var waiting = Array(merged.reversed())
        while let source = waiting.popLast(), seen.count < Self.mergeLimit {
            guard seen.insert(source.target).inserted else { continue }
            if let found = source.ownMember(name) { return found }
            waiting += source.merged.reversed()
        }
        return nil
    }

    /// The mappings that the object takes over by `<<` (yaml.org/type/merge), in their order.
    var merged: [LocatedValue] {
        guard document.syntax == .yaml else { return [] }
        let key: StaticString = "<<"
        let name = UnsafeBufferPointer(start: key.utf8Start, count: key.utf8CodeUnitCount)
        guard let value = ownMember(name), value.isMerge else { return [] }
        switch value.kind {
        case .object: return [value]
        case .array: return value.elements.prefix(Self.mergeLimit).filter { $0.kind == .object }
        default: return []
        }
    }

    /// Whether its name is the merge key, without quotes.
    var isMerge: Bool {
        let node = document.nodes[Int(index)]
        return document.syntax == .yaml && !node.isNameQuoted && node.name < 0 && name == "<<"
    }
}
