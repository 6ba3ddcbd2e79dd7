extension LocatedValue {
    /// The value without places; aliases and merge keys of YAML are written out.
    ///
    /// Nil when that would make more than `limit` values or go deeper than ``JSONValue/depthLimit``, as aliases can
    /// without end. Of a name that occurs twice the last value counts.
    public func value(expanding limit: Int = 100_000) -> JSONValue? {
        var left = limit
        return value(left: &left, depth: 0)
    }

    private func value(left: inout Int, depth: Int) -> JSONValue? {
        guard left > 0, depth <= JSONValue.depthLimit else { return nil }
        left -= 1
        switch kind {
        case .object: return object(left: &left, depth: depth).map(JSONValue.object)
        case .array:
            var values: [JSONValue] = []
            for element in elements {
                guard let value = element.value(left: &left, depth: depth + 1) else { return nil }
                values.append(value)
            }
            return .array(values)
        case .string: return .string(string ?? "")
        case .number: return .number(number ?? "0")
        case .boolean: return .bool(bool ?? false)
        case .null: return .null
        }
    }

    private func object(left: inout Int, depth: Int) -> JSONObject? {
        var object = JSONObject()
        var own: Set<JSONKey>?
        for member in members {
            guard member.isMerge else {
                guard let value = member.value(left: &left, depth: depth + 1) else { return nil }
                object[member.name ?? ""] = value
                continue
            }
            let names = own ?? Set(members.filter { !$0.isMerge }.map { JSONKey($0.name ?? "") })
            own = names
            for source in merged {
                guard case .object(let lent) = source.value(left: &left, depth: depth + 1) else { return nil }
                for (key, value) in lent.members where !names.contains(JSONKey(key)) {
                    _ = object.appendIfNew(key, value)
                }
            }
        }
        return object
    }
}
