internal import ArgumentParser
internal import DoorwardDoctor

/// How `doorward doctor` reaches the address.
struct DoctorConnectionOptions: ParsableArguments {
    @Option(
        help: """
            Reach HOST:PORT at ADDRESS:PORT, as HOST:PORT:ADDRESS:PORT, to look before the name leads there; several \
            times for several.
            """)
    var connectTo: [String] = []

    @Option(
        name: .customLong("ca-file"), help: "Certificates in PEM that are trusted besides the public ones.",
        completion: .file(extensions: ["pem", "crt"]))
    var authorities: String?

    @Flag(help: "Examine an address of this machine as if it were public: http, ports and localhost are no findings.")
    var asIfPublic = false

    func transport() throws -> HTTPProbeTransport {
        let mappings = try connectTo.map { text in
            guard let mapping = ConnectMapping(parsing: text) else {
                throw CommandFailure("--connect-to: '\(text)' is not HOST:PORT:ADDRESS:PORT")
            }
            return mapping
        }
        var roots: [UInt8] = []
        if let authorities {
            do { roots = try TextFile.bytes(of: authorities, most: 4 << 20) } catch {
                throw CommandFailure("--ca-file: \(error)")
            }
        }
        return HTTPProbeTransport(connectTo: mappings, additionalRoots: roots)
    }
}
