internal import DoorwardDocuments

extension Examination {
    /// At localhost the browser calls, and asks first.
    func examineCORS() async {
        guard target.isLoopback, !options.assumesPublic else { return }
        var places: [(what: String, method: String, url: String)] = []
        if let address = found.manifestAddress { places.append(("the manifest", "GET", address.text)) }
        if let address = found.openAPIAddress { places.append(("the OpenAPI document", "GET", address.text)) }
        chooseCall()
        if let url = found.operationURL { places.append(("the API", found.operationMethod, url)) }
        begin(.calls, "Ask as the browser does (CORS)")
        var problems: [String] = []
        for place in places {
            if let problem = await preflight(place.method, place.url) {
                problems.append("\(place.what): \(problem)")
            } else if let problem = await crossOrigin(place.url) {
                problems.append("\(place.what): \(problem)")
            }
        }
        guard problems.isEmpty else { return fail("P07", problems.joined(separator: " – ")) }
        pass("The page \(Self.page) may call manifest, document and API.")
        await tellOtherPage()
        await tellPrivateNetwork()
    }

    private static let page = "https://chat.openai.com"
    private static let newPage = "https://chatgpt.com"
    private static let fields = [
        "content-type", "authorization", "openai-conversation-id", "openai-ephemeral-user-id",
    ]

    /// Sends the question that a browser asks first; what is wrong with the answer, or nil.
    private func preflight(_ method: String, _ url: String) async -> String? {
        let headers = [
            (name: "Origin", value: Self.page), (name: "Access-Control-Request-Method", value: method),
            (name: "Access-Control-Request-Headers", value: Self.fields.joined(separator: ",")),
        ]
        switch await send(ProbeRequest("OPTIONS", url, headers: headers, timeout: profile.documentTimeout)) {
        case .failure(let failure): return "OPTIONS \(url): \(failure)"
        case .success(let response):
            guard response.isSuccess else { return "OPTIONS is answered with status \(response.status)" }
            if let problem = Self.originProblem(response, Self.page) { return "OPTIONS: \(problem)" }
            let allowed = Self.list(response, "access-control-allow-headers")
            let missing = Self.fields.filter { field in
                !allowed.contains(field) && (field == "authorization" || !allowed.contains("*"))
            }
            guard missing.isEmpty else {
                return "Access-Control-Allow-Headers does not name \(missing.joined(separator: ", "))"
            }
            let methods = Self.list(response, "access-control-allow-methods")
            let isSimple = method == "GET" || method == "POST" || method == "HEAD"
            return isSimple || methods.contains(method.lowercased()) || methods.contains("*")
                ? nil : "Access-Control-Allow-Methods does not name \(method)"
        }
    }

    private func crossOrigin(_ url: String) async -> String? {
        let headers = [(name: "Origin", value: Self.page)]
        switch await send(ProbeRequest("GET", url, headers: headers, timeout: profile.documentTimeout)) {
        case .failure(let failure): return "GET \(url): \(failure)"
        case .success(let response): return Self.originProblem(response, Self.page)
        }
    }

    private func tellOtherPage() async {
        guard let url = found.manifestAddress?.text else { return }
        let headers = [(name: "Origin", value: Self.newPage)]
        let result = await send(ProbeRequest("GET", url, headers: headers, timeout: profile.documentTimeout))
        guard case .success(let response) = result, Self.originProblem(response, Self.newPage) != nil else { return }
        pass("\(Self.newPage) may not; allow that origin too, ChatGPT lives at both.")
    }

    /// Browsers asked one more thing before they let a public page call this machine, and some still do.
    private func tellPrivateNetwork() async {
        guard let url = found.manifestAddress?.text else { return }
        let headers = [
            (name: "Origin", value: Self.page), (name: "Access-Control-Request-Method", value: "GET"),
            (name: "Access-Control-Request-Private-Network", value: "true"),
        ]
        let result = await send(ProbeRequest("OPTIONS", url, headers: headers, timeout: profile.documentTimeout))
        guard case .success(let response) = result else { return }
        let field = response.header("access-control-allow-private-network")
        guard !response.isSuccess || field?.lowercased() != "true" else { return }
        let answer = response.isSuccess ? "without Access-Control-Allow-Private-Network" : "status \(response.status)"
        pass(
            """
            Asked with Access-Control-Request-Private-Network the answer is \(answer): browsers that still send it \
            would be stopped. Answer with Access-Control-Allow-Private-Network: true (FastAPI: \
            CORSMiddleware(…, allow_private_network=True) in new versions).
            """)
    }

    private static func originProblem(_ response: ProbeResponse, _ page: String) -> String? {
        switch response.header("access-control-allow-origin") {
        case nil: "the answer has no Access-Control-Allow-Origin"
        case "*", page: nil
        case let other?: "Access-Control-Allow-Origin is \(other.prefix(80)), not \(page)"
        }
    }

    private static func list(_ response: ProbeResponse, _ name: String) -> Set<String> {
        let values = response.headerValues(name).joined(separator: ",").lowercased()
        return Set(values.split(separator: ",").map { $0.split(separator: " ").joined() })
    }
}
