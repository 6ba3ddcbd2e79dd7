internal import DoorwardDocuments

extension Examination {
    /// Tries to reach the API without a token by other ways than its usual address.
    func examineAround() async {
        guard let call = found.call, let base = found.apiBase, let home = WebAddress(base) else { return }
        begin(.calls, "Go around the door")
        let catchAll = await answerToNonsense(home)
        var open: [String] = []
        var tried = 0
        for way in ways(home, call) {
            // Ways that may lead nowhere are not waited for as long as a call.
            let request = ProbeRequest(call.method, way.url, timeout: min(profile.callTimeout, .seconds(8)))
            guard case .success(let response) = await send(request) else { continue }
            tried += 1
            guard case .answered = CallAnswer(response, to: way.url), isData(response, unlike: catchAll) else {
                continue
            }
            open.append("\(way.url) (\(way.description))")
        }
        if open.isEmpty {
            pass("\(tried) other ways were tried without a token; none is open.")
        } else {
            fail("A08", "Without a token the API answers at \(open.joined(separator: ", ")).")
        }
    }

    private func ways(_ home: WebAddress, _ call: HarmlessCall) -> [(description: String, url: String)] {
        var ways: [(description: String, url: String)] = []
        let basePath = String((found.apiBase ?? "").dropFirst(home.origin.utf8.count))
        for variant in PathVariant.all(of: basePath + call.target) {
            ways.append((variant.description, home.origin + variant.target))
        }
        let isMapped = transport.isMapped(host: home.host, port: home.effectivePort)
        if home.scheme == "https", !isMapped || transport.isMapped(host: home.host, port: 80) {
            ways.append(("plain http", "http://\(home.bracketedHost)\(basePath)\(call.target)"))
        }
        for server in found.servers where ServerList.base(server) != found.apiBase {
            ways.append(("another server of the document", ServerList.base(server) + call.target))
        }
        for text in options.around {
            guard let address = Self.address(typed: text) else {
                warn("'\(text.prefix(80))' is no address.")
                continue
            }
            let isWhole = address.path.count > 1
            ways.append(("an address that you gave", isWhole ? address.text : address.origin + basePath + call.target))
        }
        return ways
    }

    /// What the server answers to a path that cannot exist: some send the same page for everything.
    private func answerToNonsense(_ home: WebAddress) async -> ProbeResponse? {
        let number = environment.random(8).map { String($0, radix: 16) }.joined()
        let url = home.origin + "/doorward-doctor-\(number)"
        return try? await send(ProbeRequest("GET", url, timeout: .seconds(8))).get()
    }

    private func isData(_ response: ProbeResponse, unlike catchAll: ProbeResponse?) -> Bool {
        guard !response.isHTML else { return false }
        guard let catchAll, catchAll.isSuccess else { return true }
        return catchAll.body != response.body
    }
}
