extension OpenAPILint {
    private static let mostFiles = 100
    private static let mostBytes = 64 << 20

    /// Checks a reference into another file, and visits what it leads to.
    mutating func followFile(_ path: String, _ pointer: String, _ reference: LocatedValue, _ visit: OpenAPIVisit) {
        let origin = visit.origin ?? reference
        if visit.file == 0, isBareName(path, origin) { return }
        let full = OpenAPIReference.join(path, in: files[visit.file].path)
        guard let number = number(of: full, origin) else { return }
        guard pointer.isEmpty || pointer.utf8.first == UInt8(ascii: "/"), let target = files[number].find(pointer)
        else {
            // An anchor may be meant; that is for readers who follow references to judge.
            guard pointer.utf8.first == UInt8(ascii: "/") else { return }
            return subject.report(
                .apiReferenceUnknown, at: origin, severity: visit.part.costOfMissing,
                "There is no #\(pointer.excerpt) in \(full.excerpt).",
                hint: "Correct the part behind #.")
        }
        enqueue(
            OpenAPIVisit(value: target, part: visit.part, file: number, origin: number == 0 ? nil : origin))
    }

    /// `Pet` where `#/components/schemas/Pet` is meant.
    private mutating func isBareName(_ path: String, _ reference: LocatedValue) -> Bool {
        guard !path.utf8.contains(where: { "./\\".utf8.contains($0) }) else { return false }
        let pointer = "/components/schemas/" + path.pointerToken
        guard files[0].find(pointer) != nil else { return false }
        subject.report(
            .apiReferenceForm, at: reference, "The reference “\(path.excerpt)” names a file, not a schema.",
            hint: "Write '#\(pointer.excerpt)'.")
        return true
    }

    /// The number of a file, which is read when it is met for the first time; nil when that fails.
    private mutating func number(of path: String, _ origin: LocatedValue) -> Int? {
        if let number = fileNumbers[path] {
            if number < 0 { reportMissing(path, origin) }
            return number < 0 || number == Int.max ? nil : number
        }
        if path == subject.input.name.split(separator: "/").last.map(String.init) {
            fileNumbers[path] = 0
            return 0
        }
        guard files.count <= Self.mostFiles, loaded < Self.mostBytes else {
            return reportLimit(path, origin)
        }
        guard let bytes = subject.load(path) else {
            fileNumbers[path] = -1
            reportMissing(path, origin)
            return nil
        }
        loaded += bytes.count
        guard loaded <= Self.mostBytes else { return reportLimit(path, origin) }
        subject.report(
            .apiReferenceFile, at: origin, "What is in \(path.excerpt) is not in this document.",
            hint: "Put everything into one file before you publish it.")
        files.append(OpenAPIFile(path: path, document: LocatedDocument.read(bytes, as: nil)))
        fileNumbers[path] = files.count - 1
        return files.count - 1
    }

    private mutating func reportMissing(_ path: String, _ origin: LocatedValue) {
        subject.report(
            .apiReferenceFileMissing, at: origin, "The file \(path.excerpt) could not be read.",
            hint: "Correct the path, or put what it describes under `components`.")
    }

    private mutating func reportLimit(_ path: String, _ origin: LocatedValue) -> Int? {
        fileNumbers[path] = .max
        subject.report(
            .apiReferenceLimit, at: origin,
            "\(path.excerpt) was not read: there are too many files, or too large ones.",
            hint: "Put everything into one file.")
        return nil
    }
}
