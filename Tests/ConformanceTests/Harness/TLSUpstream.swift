import Glibc

/// An API that speaks TLS only, by Python's standard library, and notes how each connection to it began.
struct TLSUpstream {
    let process: ChildProcess
    let port: Int
    private let folder: TemporaryFolder

    init(certificate: String, in folder: TemporaryFolder) throws {
        self.folder = folder
        port = try FreePort.take()
        try folder.write("upstream.py", Self.program)
        process = try ChildProcess(
            Skipped.path(of: "python3") ?? "python3", ["upstream.py", "\(port)", certificate],
            environment: ["PYENV_VERSION": ""], folder: folder.path, output: "\(folder.path)/tls.out",
            errors: "\(folder.path)/tls.err")
        let deadline = ContinuousClock.now + .seconds(20)
        while !folder.read("tls.out").contains("listening") {
            guard ContinuousClock.now < deadline, process.isRunning else {
                process.end()
                throw Failure("the upstream did not start: \(folder.read("tls.err"))")
            }
            usleep(10_000)
        }
    }

    /// How connections began, in order: `tls`, or `plain` and the byte.
    var connections: [Substring] { folder.read("tls.out").split(separator: "\n").filter { $0 != "listening" } }

    /// The targets it answered.
    var answered: [Substring] { folder.read("answered").split(separator: "\n") }

    static let document =
        #"{"openapi":"3.1.0","info":{"title":"Over TLS","version":"1"},"paths":{"/hello":{"get":"#
        + #"{"operationId":"hello","responses":{"200":{"description":"OK"}}}}}}"#

    private static let program = """
        import http.server, socket, ssl, sys

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[2] + ".pem", sys.argv[2] + ".key")

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                with open("answered", "a") as file:
                    print(self.path, file=file)
                body = b'{"message":"over TLS"}'
                if self.path == "/openapi.json":
                    body = \(pythonString(document))
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments):
                pass

        class Server(http.server.ThreadingHTTPServer):
            def get_request(self):
                connection, address = self.socket.accept()
                connection.settimeout(3)
                first = connection.recv(1, socket.MSG_PEEK)
                print("tls" if first == b"\\x16" else "plain " + repr(first), flush=True)
                return context.wrap_socket(connection, server_side=True, do_handshake_on_connect=False), address

            def handle_error(self, request, address):
                pass

        server = Server(("127.0.0.1", int(sys.argv[1])), Handler)
        print("listening", flush=True)
        server.serve_forever()
        """

    private static func pythonString(_ text: String) -> String { "b'''" + text + "'''" }
}
