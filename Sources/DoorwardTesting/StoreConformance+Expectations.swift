/// Something else was seen than expected.
struct Difference: Error, CustomStringConvertible {
    let description: String
}

extension StoreConformance {
    static func expect(_ condition: Bool, _ otherwise: @autoclosure () -> String) throws {
        if !condition { throw Difference(description: otherwise()) }
    }

    static func expect<T: Equatable>(_ found: T, is wanted: T, _ what: String) throws {
        if found != wanted { throw Difference(description: "\(what) is \(found), not \(wanted)") }
    }

    static func expectRefusal(of what: String, _ body: () async throws -> Void) async throws {
        do { try await body() } catch { return }
        throw Difference(description: "\(what) was accepted")
    }

    static func require<T>(_ found: T?, _ what: String) throws -> T {
        guard let found else { throw Difference(description: "\(what) is not there") }
        return found
    }

    /// Calls a verb many times at once and returns what came of each.
    static func race<T: Sendable>(
        _ callers: Int = 16, _ body: @escaping @Sendable (Int) async throws -> T
    ) async throws -> [T] {
        try await withThrowingTaskGroup(of: T.self) { group in
            for caller in 0..<callers { group.addTask { try await body(caller) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }
}
