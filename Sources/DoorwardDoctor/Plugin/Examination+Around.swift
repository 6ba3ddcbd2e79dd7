internal import DoorwardDocuments

extension Examination {
    /// Tries to reach the API without a token by other ways than its usual address.
    func examineAround() async {
        guard let call = found.call, let base = found.apiBase, let home = WebAddress(base) else { return }
        begin(.calls, "Go around the door")
        let catchAll = await answerToNonsense(home)
        let own = answerOfTheAPI
        var open: [String] = []
        var unsure: [String] = []
        var tried = 0
        for way in ways(home, call) + (await otherServers(call)) {
            // Ways that may lead nowhere are not waited for as long as a call.
            let request = ProbeRequest(call.method, way.url, timeout: min(profile.callTimeout, way.patience))
            guard case .success(let response) = await send(request) else { continue }
            tried += 1
            guard case .answered = CallAnswer(response, to: way.url), isData(response, unlike: catchAll) else {
                continue
            }
            if way.mayBeAnother {
                guard let own else {
                    unsure.append(way.url)
                    continue
                }
                guard AnswerShape(response).resembles(AnswerShape(own)) else { continue }
            }
            open.append("\(way.url) (\(way.description))")
        }
        if !unsure.isEmpty {
            warn(
                "Without a token there is an answer at \(unsure.joined(separator: ", ")); whether it is this API's can "
                    + "only be told with --secret-from.")
        }
        if open.isEmpty {
            pass("\(tried) other ways were tried without a token; none is open.")
        } else {
            fail("A08", "Without a token the API answers at \(open.joined(separator: ", ")).")
        }
    }

    /// The answer to the call with the right token, if there was one.
    private var answerOfTheAPI: ProbeResponse? {
        for exchange in steps.reversed().flatMap({ $0.exchanges.reversed() }) {
            guard exchange.request.url == found.operationURL, exchange.request.method == found.operationMethod,
                case .success(let response) = exchange.result, response.isSuccess
            else { continue }
            return response
        }
        return nil
    }

    private func ways(_ home: WebAddress, _ call: HarmlessCall) -> [WayAround] {
        var ways: [WayAround] = []
        let basePath = String((found.apiBase ?? "").dropFirst(home.origin.utf8.count))
        for variant in PathVariant.all(of: basePath + call.target) {
            ways.append(WayAround(variant.description, home.origin + variant.target))
        }
        let isMapped = transport.isMapped(host: home.host, port: home.effectivePort)
        if home.scheme == "https", !isMapped || transport.isMapped(host: home.host, port: 80) {
            ways.append(WayAround("plain http", "http://\(home.bracketedHost)\(basePath)\(call.target)"))
        }
        for text in options.around {
            guard let address = Self.address(typed: text) else {
                warn("'\(shortened(text, to: 80))' is no address.")
                continue
            }
            let isWhole = address.path.count > 1
            let url = isWhole ? address.text : address.origin + basePath + call.target
            ways.append(WayAround("an address that you gave", url))
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
        let shape = AnswerShape(response)
        // Behind some gateways every path is answered with 200, and an envelope that says that there is nothing.
        if let catchAll, catchAll.isSuccess, shape.isLike(AnswerShape(catchAll)) { return false }
        return answerOfTheAPI.map { shape.resembles(AnswerShape($0)) } ?? true
    }
}
