internal import DoorwardDoctor
internal import DoorwardDocuments
internal import DoorwardSecrets

/// Gets the documents that lint is given, from files, standard input and the net.
struct LintReader {
    /// Why a document could not be read.
    struct Failure: Error {
        let reason: String
    }

    private static let largest = 64 << 20
    private static let mostRedirects = 5

    let host: String?
    private let transport = HTTPProbeTransport()

    init(host: String?) { self.host = host?.lowercased() }

    func close() async { await transport.shutdown() }

    func read(_ name: String) async throws(Failure) -> LintInput {
        if name == "-" {
            return LintInput(name: "standard input", bytes: try Self.standardInput(), host: host)
        }
        // What a shell's <(command) gives is a pipe, and meant to be read to its end.
        if name == "/dev/stdin" || name.hasPrefix("/dev/fd/") {
            guard let bytes = StandardInput.everything(at: name, most: Self.largest) else {
                throw Failure(reason: "cannot be read, or is larger than \(Self.largest >> 20) MiB")
            }
            return LintInput(name: name, bytes: bytes, host: host)
        }
        if let address = WebAddress(name), ["http", "https"].contains(address.scheme) {
            return try await fetch(address, name)
        }
        do throws(TextFile.Unreadable) {
            return LintInput(name: name, bytes: try TextFile.bytes(of: name, most: Self.largest), host: host)
        } catch {
            // The name stands in front already.
            let prefix = name + ": "
            throw Failure(
                reason: error.description.hasPrefix(prefix)
                    ? String(error.description.dropFirst(prefix.count)) : error.description)
        }
    }

    private func fetch(_ address: WebAddress, _ name: String) async throws(Failure) -> LintInput {
        var address = address
        for _ in 0...Self.mostRedirects {
            let request = ProbeRequest(
                "GET", address.text, headers: [("accept", "application/json, application/yaml, */*;q=0.5")],
                maximumSize: Self.largest)
            let response: ProbeResponse
            switch await transport.send(request) {
            case .success(let answer): response = answer
            case .failure(let failure): throw Failure(reason: "\(failure)")
            }
            if (300..<400).contains(response.status), let location = response.header("location"),
                let next = address.resolving(location), ["http", "https"].contains(next.scheme)
            {
                address = next
                continue
            }
            guard response.status == 200 else { throw Failure(reason: "the server answered \(response.status)") }
            guard !response.isCut else { throw Failure(reason: "larger than \(Self.largest >> 20) MiB") }
            let port = address.port.map { $0 == 443 ? "" : ":\($0)" } ?? ""
            return LintInput(name: name, bytes: response.body, host: host ?? address.host + port)
        }
        throw Failure(reason: "more than \(Self.mostRedirects) redirects")
    }

    private static func standardInput() throws(Failure) -> [UInt8] {
        guard let bytes = StandardInput.everything(most: largest) else {
            throw Failure(reason: "larger than \(largest >> 20) MiB")
        }
        return bytes
    }

    /// The file behind a relative reference in another file; nil for what is none, or lies behind a URL.
    static func load(_ reference: String, _ base: String) -> [UInt8]? {
        guard WebAddress(base) == nil, !reference.isEmpty, !reference.hasPrefix("/"), !reference.contains("\0") else {
            return nil
        }
        // Only what can be a description: a document must not be able to point at anything else.
        let endings = [".json", ".yaml", ".yml"]
        guard endings.contains(where: { reference.lowercased().hasSuffix($0) }) else { return nil }
        let folder = base.lastIndex(of: "/").map { base[...$0] } ?? ""
        return try? TextFile.bytes(of: folder + reference, most: largest)
    }

    static func write(_ bytes: [UInt8], to path: String) throws(Failure) {
        do throws(AtomicFileError) {
            try AtomicFile.write(bytes, to: path, mode: nil)
        } catch {
            throw Failure(reason: "\(error)")
        }
    }
}
