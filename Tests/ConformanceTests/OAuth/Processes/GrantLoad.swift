import Glibc

/// Threads that buy and refresh grants one after the other, and write down what they were promised.
final class GrantLoad: Sendable {
    /// One code, and what came of it. What was sent without an answer may or may not have happened.
    struct Chain: Sendable {
        let code: CodeInHand
        var wasSent = false
        /// The answers so far: of the code, then of each refresh.
        var tokens: [Tokens] = []
        /// Whether the last refresh had no answer.
        var isRefreshing = false
    }

    struct Findings: Sendable {
        var wrong: [String] = []
        var issued = 0
        var redeemed = 0
        var refreshed = 0
        var unanswered = 0

        var summary: String {
            "\(issued) codes, \(redeemed) redeemed, \(refreshed) refreshes, \(unanswered) requests without an answer"
        }

        static func += (one: inout Findings, other: Findings) {
            one.wrong += other.wrong
            one.issued += other.issued
            one.redeemed += other.redeemed
            one.refreshed += other.refreshed
            one.unanswered += other.unanswered
        }
    }

    private struct State: Sendable {
        var isStopped = false
        var chains: [Chain] = []
        var wrong: [String] = []
    }

    private let state = Locked(State())
    private let crowd = Locked<Crowd?>(nil)

    init(_ door: Door, clients: [OAuthClient], cookie: String) {
        let started = Crowd(4) { [self] number in
            while !state.withLock({ $0.isStopped }) { buy(clients[number % clients.count], at: door, cookie, number) }
        }
        crowd.withLock { $0 = started }
    }

    /// Ends it and hands over what was promised.
    func stop() -> [Chain] {
        state.withLock { $0.isStopped = true }
        crowd.withLock { $0 }?.join()
        return state.withLock { $0.chains }
    }

    private func buy(_ client: OAuthClient, at door: Door, _ cookie: String, _ number: Int) {
        let pkce = PKCEPair()
        let target = "/oauth/authorize?\(door.query(client, pkce: pkce).text)"
        guard let answer = try? door.get(target, [("Cookie", cookie)]), let place = answer.header("Location"),
            let code = Redirect(address: place).code
        else { return pause() }
        var chain = Chain(code: CodeInHand(client: client, code: code, pkce: pkce))
        defer {
            let done = chain
            state.withLock { $0.chains.append(done) }
        }
        // Some codes wait for the next process.
        if number == 3 { return pause() }
        chain.wasSent = true
        guard let bought = try? Tokens(door.redeem(chain.code)) else { return pause() }
        chain.tokens.append(bought)
        for _ in 0..<3 {
            chain.isRefreshing = true
            guard let next = try? Tokens(door.refresh(chain.tokens.last?.refresh ?? "", as: client)) else {
                return pause()
            }
            chain.isRefreshing = false
            chain.tokens.append(next)
        }
    }

    private func pause() { usleep(10_000) }

    /// Holds the process that came after to what the one before promised.
    static func examine(_ chains: [Chain], at door: Door) -> Findings {
        let all = Locked(Findings())
        // What was under way matters most, and the newest.
        let newest = max(0, chains.count - 16)
        let recent = chains.enumerated().filter { index, chain in
            index >= newest || chain.isRefreshing || chain.wasSent && chain.tokens.isEmpty
        }.map(\.element)
        Crowd(4) { number in
            for (index, chain) in recent.enumerated() where index % 4 == number {
                do {
                    let found = try examine(chain, by: index, at: door)
                    all.withLock { $0.wrong += found }
                } catch {
                    all.withLock { $0.wrong.append("\(error)") }
                }
            }
        }.join()
        all.withLock { findings in
            findings.issued = chains.count
            findings.redeemed = chains.count { !$0.tokens.isEmpty }
            findings.refreshed = chains.reduce(0) { $0 + max(0, $1.tokens.count - 1) }
            findings.unanswered = chains.count { $0.isRefreshing || $0.wasSent && $0.tokens.isEmpty }
        }
        return all.withLock { $0 }
    }

    private static func examine(_ chain: Chain, by index: Int, at door: Door) throws -> [String] {
        let client = chain.code.client
        guard let last = chain.tokens.last else {
            let first = try door.redeem(chain.code).status
            let second = try door.redeem(chain.code).status
            if !chain.wasSent, first != 200 { return ["a code that was given is lost: \(first)"] }
            return [200, 400].contains(first) && second == 400 ? [] : ["a code: \(first), then \(second)"]
        }
        guard try door.get("/echo", token: last.access).status == 200 else { return ["an access token is lost"] }
        let answer = try door.refresh(last.refresh ?? "", as: client)
        guard let next = try? Tokens(answer) else {
            return ["a refresh token is lost after \(chain.tokens.count) answers: \(answer.status) \(answer.text)"]
        }
        // Nothing works twice: neither the code, nor a refresh token whose successor was used.
        let isCode = index % 2 == 0 || chain.tokens.count < 3
        let old = chain.tokens[0].refresh ?? ""
        let again = try isCode ? door.redeem(chain.code) : door.refresh(old, as: client)
        let late = try door.refresh(next.refresh ?? "", as: client)
        guard again.status == 400, late.status == 400 else {
            return ["a used \(isCode ? "code" : "refresh token"): \(again.status), its family then: \(late.status)"]
        }
        return []
    }
}
