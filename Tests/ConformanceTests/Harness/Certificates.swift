/// Certificates made for one test with the `openssl` command line.
struct Certificates {
    let folder: TemporaryFolder

    init(in folder: TemporaryFolder) { self.folder = folder }

    /// Makes an authority: `NAME.pem` and `NAME.key`.
    func makeAuthority(_ name: String) throws {
        try folder.write(
            "\(name).cnf",
            """
            [req]
            distinguished_name = name
            x509_extensions = authority
            prompt = no
            [name]
            CN = Test authority \(name)
            [authority]
            basicConstraints = critical, CA:TRUE
            keyUsage = critical, keyCertSign, cRLSign
            subjectKeyIdentifier = hash
            """)
        try openssl(["req", "-x509", "-config", "\(name).cnf", "-days", "2", "-out", "\(name).pem"] + newKey(name))
    }

    /// Makes a server's certificate: `NAME.pem` and `NAME.key`; with a negative number of days one that has expired.
    func makeServer(_ name: String, signedBy authority: String, names: String, days: Int = 2) throws {
        try folder.write("\(name).ext", "basicConstraints = CA:FALSE\nsubjectAltName = \(names)\n")
        try folder.write("\(name).cnf", "[req]\ndistinguished_name = name\nprompt = no\n[name]\nCN = server\n")
        try openssl(["req", "-new", "-config", "\(name).cnf", "-out", "\(name).csr"] + newKey(name))
        try openssl([
            "x509", "-req", "-in", "\(name).csr", "-CA", "\(authority).pem", "-CAkey", "\(authority).key",
            "-CAcreateserial", "-days", "\(days)", "-extfile", "\(name).ext", "-out", "\(name).pem",
        ])
    }

    private func newKey(_ name: String) -> [String] {
        ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "\(name).key"]
    }

    private func openssl(_ arguments: [String]) throws {
        let run = try CommandLineTool.run(Skipped.path(of: "openssl") ?? "openssl", arguments, in: folder)
        guard run.status == 0 else { throw Failure("openssl \(arguments): \(run.everything)") }
    }
}
