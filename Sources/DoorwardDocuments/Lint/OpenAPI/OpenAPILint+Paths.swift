extension OpenAPILint {
    /// The methods of operations that assistants call.
    static let methods = ["get", "put", "post", "delete", "patch"]
    static let otherMethods = ["head", "options", "trace"]
    /// How bad it is that what a path holds is skipped.
    static let lostOperation = LintAudience(action: .error, manifest: .warning, mcp: .warning)

    /// `paths` with all operations.
    mutating func checkPaths() {
        let paths = root["paths"]
        guard let paths, paths.kind == .object else {
            guard !isMisspelled("paths", in: root) else { return }
            return reportAbsent(
                .apiPathsMissing, at: paths,
                (paths == nil ? "There are no `paths`" : "`paths` is not an object") + ", so nothing can be called.",
                hint: "Add `paths` with the operations that the assistant may call.")
        }
        var operations = 0
        var shapes: [String: String] = [:]
        for path in paths.members {
            guard let name = path.name, name != "<<", !name.hasPrefix("x-") else { continue }
            guard step() else { break }
            checkPathName(name, path, &shapes)
            operations += checkPathItem(name, path)
        }
        if operations == 0, isWhole {
            subject.report(
                .apiPathsMissing, at: paths, atName: true, "`paths` holds no operation that can be called.",
                hint: "Add the operations that the assistant may call.")
        } else if operations > 30 {
            subject.report(
                .apiOperationsMany, at: paths, atName: true, for: .init(action: .warning),
                "There are \(operations) operations; the GPT editor takes 30.",
                hint: "Leave out what the model need not call.")
        }
    }

    private mutating func checkPathName(_ name: String, _ path: LocatedValue, _ shapes: inout [String: String]) {
        if name.utf8.first != UInt8(ascii: "/") {
            subject.report(
                .apiPathSlash, at: path, atName: true, "The path “\(name.excerpt)” does not begin with a slash.",
                hint: "Write “/\(name.excerpt)”.")
        }
        if name.utf8.contains(where: { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }) {
            subject.report(
                .apiPathQuery, at: path, atName: true, "The path “\(name.excerpt)” holds a query or a fragment.",
                hint: "Describe what stands behind the question mark as parameters with `in: query`.")
        }
        let (shape, names) = Self.template(name)
        checkTemplate(name, path)
        guard !names.isEmpty else { return }
        if let other = shapes[shape] {
            subject.report(
                .apiPathTwice, at: path, atName: true,
                "“\(name.excerpt)” is the same path as “\(other.excerpt)”, with other names.",
                hint: "Put the operations of both under one of them.")
        } else {
            shapes[shape] = name
        }
    }

    /// Parameters that are written otherwise than `{id}`.
    private mutating func checkTemplate(_ name: String, _ path: LocatedValue) {
        if Self.hasColons(name) {
            let steps = name.split(separator: "/", omittingEmptySubsequences: false).map { step in
                Self.isColonName(step) ? "{\(step.dropFirst())}" : String(step)
            }
            subject.report(
                .apiPathNotation, at: path, atName: true,
                "“\(name.excerpt)” has parameters with colons, as routers write them.",
                hint: "Write “\(steps.joined(separator: "/").excerpt)”.")
        }
        if !Self.hasPairs(name) {
            subject.report(
                .apiPathNotation, at: path, atName: true, "“\(name.excerpt)” has a brace without its other half.",
                hint: "Write each parameter as {name}.")
        }
    }

    /// `:id` behind a slash, but not the `:verb` of a custom method.
    private static func isColonName(_ step: Substring) -> Bool {
        step.utf8.first == UInt8(ascii: ":") && step.utf8.dropFirst().first.map { $0.isLetter || $0 == 0x5F } ?? false
    }

    static func hasColons(_ path: String) -> Bool {
        path.utf8.contains(UInt8(ascii: ":"))
            && path.split(separator: "/").dropFirst(path.utf8.first == 0x2F ? 0 : 1).contains(where: isColonName)
    }

    /// Whether each brace has its other half, and none stands in another.
    static func hasPairs(_ path: String) -> Bool {
        var isOpen = false
        for byte in path.utf8 {
            if byte == UInt8(ascii: "{") {
                if isOpen { return false }
                isOpen = true
            } else if byte == UInt8(ascii: "}") {
                if !isOpen { return false }
                isOpen = false
            }
        }
        return !isOpen
    }

    /// A path with its parameters' names left out, and these names.
    static func template(_ path: String) -> (shape: String, names: [String]) {
        guard path.utf8.contains(UInt8(ascii: "{")) else { return (path, []) }
        var shape: [UInt8] = []
        var names: [String] = []
        var name: [UInt8]?
        for byte in path.utf8 {
            if byte == UInt8(ascii: "{") {
                name = []
                shape.append(byte)
            } else if byte == UInt8(ascii: "}"), let bytes = name {
                names.append(String(decoding: bytes, as: UTF8.self))
                shape.append(byte)
                name = nil
            } else if name != nil {
                name?.append(byte)
            } else {
                shape.append(byte)
            }
        }
        return (String(decoding: shape, as: UTF8.self), names)
    }

    /// Checks the operations of a path; how many there are.
    private mutating func checkPathItem(_ path: String, _ value: LocatedValue) -> Int {
        var item = value
        if let reference = value["$ref"], reference.kind == .string {
            subject.report(
                .apiPathMethod, at: reference, atName: true, for: Self.lostOperation,
                "“\(path.excerpt)” is described by reference, which importers skip: its operations are lost.",
                hint: "Write the operations here.")
            if let target = resolve(value) { item = target }
        }
        guard item.kind == .object else {
            reportAbsent(
                .apiPathMethod, at: value, for: Self.lostOperation,
                "“\(path.excerpt)” is " + (item.kind == .null ? "empty." : "no object with methods."),
                hint: "Write `get:` and the operation below it.")
            return 0
        }
        checkItemMembers(path, item)
        let shared = item["parameters"]
        var context = OpenAPIPath(name: path, names: Self.template(path).names)
        if let shared { context.shared = readParameters(shared, isAction: false) }
        var operations = 0
        for method in Self.methods {
            guard let operation = item[method], operation.kind != .null, step() else { continue }
            operations += 1
            checkOperation(operation, method, context)
        }
        for method in Self.otherMethods {
            guard let operation = item[method], operation.kind != .null, step() else { continue }
            subject.report(
                .apiMethodUnused, at: operation, atName: true,
                "\(method.uppercased()) \(path.excerpt) is nothing that an assistant calls.",
                hint: "Leave it out of the document that assistants read.")
        }
        return operations
    }

    /// Members of a path that are no operations.
    private mutating func checkItemMembers(_ path: String, _ item: LocatedValue) {
        checkInnerServers(item)
        for member in item.members {
            guard let name = member.name, !Self.methods.contains(name), !Self.otherMethods.contains(name), step() else {
                continue
            }
            switch name {
            case "servers", "$ref", "<<": break
            case "parameters", "summary", "description":
                subject.report(
                    .apiPathShared, at: member, atName: true, "“\(path.excerpt)” has `\(name)` for all its operations.",
                    hint: "Repeat it in each operation, and remove it here.")
            default:
                guard !name.hasPrefix("x-") else { continue }
                let lower = name.utf8.count <= 16 ? name.lowercased() : name
                subject.report(
                    .apiPathMethod, at: member, atName: true,
                    for: Self.lostOperation,
                    "“\(path.excerpt)” has “\(name.excerpt)”, which is no method: what is below it is skipped.",
                    hint: Self.methods.contains(lower) || Self.otherMethods.contains(lower)
                        ? "Write “\(lower)”." : "Check the indentation; a path belongs directly under `paths`.")
            }
        }
    }
}

/// What operations of one path share.
struct OpenAPIPath {
    let name: String
    /// The names in braces.
    let names: [String]
    /// The parameters described for the path.
    var shared = OpenAPIParameters()

    /// Whether parameters may be written in it that are not read.
    var isOdd: Bool { OpenAPILint.hasColons(name) || !OpenAPILint.hasPairs(name) }

    /// Whether the path is that of a file that assistants fetch themselves, and never call.
    var isPublicFile: Bool {
        let first = name.split(separator: "/").first ?? ""
        if first == ".well-known" { return true }
        guard name.utf8.count(where: { $0 == UInt8(ascii: "/") }) == 1 else { return false }
        let word = first.prefix { $0 != "." && $0 != "-" && $0 != "_" }
        return ["logo", "privacy", "legal", "terms", "favicon", "openapi", "robots"].contains(String(word))
    }
}
