extension OpenAPILint {
    private static let mostFiles = 100
    private static let mostBytes = 64 << 20

    /// Checks a reference into another file, and visits what it leads to.
    mutating func followFile(
        _ path: String, _ pointer: String, _ reference: LocatedValue, _ holder: LocatedValue, _ visit: OpenAPIVisit
    ) {
        let origin = visit.origin ?? reference
        if visit.file == 0, isBareName(path, origin) || isBarePointer(path, pointer, origin) { return }
        let full = OpenAPIReference.join(path, in: files[visit.file].path)
        guard let number = number(of: full, origin) else { return }
        guard pointer.isEmpty || pointer.utf8.first == UInt8(ascii: "/"), let target = files[number].find(pointer)
        else {
            // An anchor may be meant; that is for readers who follow references to judge.
            guard pointer.utf8.first == UInt8(ascii: "/"), files[number].isWhole else { return }
            return reportUnknown(
                "There is no #\(pointer.excerpt) in \(full.excerpt)", at: origin, visit.part,
                "Correct the part behind #.")
        }
        noteHop(from: holder, visit, to: target, in: number)
        targets.append(
            OpenAPIVisit(value: target, part: visit.part, file: number, origin: number == 0 ? nil : origin))
    }

    /// `Pet` where `#/components/schemas/Pet` is meant.
    private mutating func isBareName(_ path: String, _ reference: LocatedValue) -> Bool {
        guard !path.utf8.contains(where: { "./\\".utf8.contains($0) }) else { return false }
        let pointer = "/components/schemas/" + path.pointerToken
        guard files[0].find(pointer) != nil else { return false }
        subject.report(
            .apiReferenceForm, at: reference, "The reference “\(path.excerpt)” names a file, not a schema.",
            hint: "Write '#\(pointer.excerpt)'.", edits: OpenAPIEdits.pointing(reference, to: pointer))
        return true
    }

    /// `components/schemas/Pet` or `/components/schemas/Pet` where `#` is forgotten.
    private mutating func isBarePointer(_ path: String, _ fragment: String, _ reference: LocatedValue) -> Bool {
        let pointer = path.utf8.first == UInt8(ascii: "/") ? path : "/" + path
        guard fragment.isEmpty, pointer.hasPrefix("/components/"), pointer.utf8.count <= 1024 else { return false }
        let isThere = files[0].find(pointer) != nil
        guard isThere || !Self.isDescription(pointer) else { return false }
        subject.report(
            .apiReferenceForm, at: reference,
            "The reference “\(path.excerpt)” names a file, as it does not begin with “#/”.",
            hint: "Write '#\(pointer.excerpt)'.",
            edits: isThere ? OpenAPIEdits.pointing(reference, to: pointer) : [])
        return true
    }

    private static let endings = [".json", ".yaml", ".yml"]

    /// Whether a file's name is that of a description; others are not read.
    private static func isDescription(_ path: String) -> Bool {
        let name = path.suffix(8).lowercased()
        return endings.contains { name.hasSuffix($0) }
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
        guard let bytes = path.utf8.first == UInt8(ascii: "/") ? nil : subject.load(path) else {
            fileNumbers[path] = -1
            reportMissing(path, origin)
            return nil
        }
        loaded += bytes.count
        guard loaded <= Self.mostBytes else { return reportLimit(path, origin) }
        let document = LocatedDocument.read(bytes, as: nil)
        if !reportCut(document, path, origin) {
            subject.report(
                .apiReferenceFile, at: origin, "What is in \(path.excerpt) is not in this document.",
                hint: "Put everything into one file before you publish it.")
        }
        files.append(OpenAPIFile(path: path, document: document))
        fileNumbers[path] = files.count - 1
        return files.count - 1
    }

    /// Says that a file is there, but is no JSON or YAML, and where it breaks off.
    private mutating func reportCut(_ document: LocatedDocument, _ path: String, _ origin: LocatedValue) -> Bool {
        guard let problem = document.firstCut else { return false }
        let line = document.position(of: problem.range.lowerBound).line
        subject.report(
            .apiReferenceFileMissing, at: origin,
            "The file \(path.excerpt) is there, but cannot be read; line \(line): \(problem.message.asSentence)",
            hint: "Lint that file too, and mend it.")
        return true
    }

    private mutating func reportMissing(_ path: String, _ origin: LocatedValue) {
        guard path.utf8.first != UInt8(ascii: "/"), Self.isDescription(path) else { return reportUnread(path, origin) }
        guard WebAddress(subject.input.name) == nil else {
            return subject.report(
                .apiReferenceRemote, at: origin,
                "The reference \(path.excerpt) leads to another document of this site; it is not fetched.",
                hint: "Copy what it describes into this document.")
        }
        subject.report(
            .apiReferenceFileMissing, at: origin, "The file \(path.excerpt) could not be read.",
            hint: "Correct the path, or put what it describes under `components`.")
    }

    /// Says why a file is not even looked for.
    mutating func reportUnread(_ path: String, _ origin: LocatedValue) {
        subject.report(
            .apiReferenceFileMissing, at: origin,
            "\(path.excerpt) was not read: only files are read whose names end with .json, .yaml or .yml and whose "
                + "paths are relative to the document.",
            hint: "Put what it describes under `components`.")
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
