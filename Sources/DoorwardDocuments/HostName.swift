/// Questions about the hosts of URLs: names and addresses in lower case, IPv6 without brackets.
enum HostName {
    /// Whether it can be a host: a name of labels, or an address. Letters outside ASCII are let through.
    static func isValid(_ host: String) -> Bool {
        let bytes = Array(host.utf8)
        if bytes.contains(0x3A) { return groups(host) != nil }
        guard !bytes.isEmpty, bytes.count <= 253 else { return false }
        let labels = bytes.split(separator: 0x2E, omittingEmptySubsequences: false)
        // One dot at the end is the root of all names.
        let named = labels.last?.isEmpty == true ? labels.dropLast() : labels[...]
        guard !named.isEmpty else { return false }
        if let last = named.last, last.allSatisfy(\.isDigit) { return octets(host) != nil }
        return named.allSatisfy { label in
            !label.isEmpty && label.count <= 63 && label.first != 0x2D && label.last != 0x2D
                && label.allSatisfy { $0.isAlphanumeric || $0 == 0x2D || $0 == 0x5F || $0 >= 0x80 }
        }
    }

    /// Whether it means the machine itself.
    static func isLoopback(_ host: String) -> Bool {
        if host == "localhost" || host.hasSuffix(".localhost") { return true }
        if let octets = octets(host) { return octets[0] == 127 || octets == [0, 0, 0, 0] }
        guard let groups = groups(host) else { return false }
        if groups.dropLast().allSatisfy({ $0 == 0 }) { return groups[7] <= 1 }
        return groups[..<5].allSatisfy { $0 == 0 } && groups[5] == 0xFFFF && groups[6] >> 8 == 127
    }

    static func isAddress(_ host: String) -> Bool { octets(host) != nil || groups(host) != nil }

    /// Whether nobody on the internet can reach it: a private address, a name of one label, or a name that only a
    /// local network knows.
    static func isPrivate(_ host: String) -> Bool {
        if let octets = octets(host) {
            return octets[0] == 10 || (octets[0] == 172 && (16...31).contains(octets[1]))
                || (octets[0] == 192 && octets[1] == 168) || (octets[0] == 169 && octets[1] == 254)
                || (octets[0] == 100 && (64...127).contains(octets[1]))
        }
        if let groups = groups(host) {
            return groups[0] & 0xFE00 == 0xFC00 || groups[0] & 0xFFC0 == 0xFE80
        }
        guard host.utf8.contains(0x2E) else { return true }
        return [".local", ".internal", ".lan", ".home.arpa", ".intranet", ".corp"].contains { host.hasSuffix($0) }
    }

    /// The host in `host`, `host:port`, `[address]:port` or a bare IPv6 address.
    static func withoutPort(_ host: String) -> String {
        if host.utf8.first == 0x5B {
            return String(host.dropFirst().prefix { $0 != "]" })
        }
        guard let colon = host.utf8.firstIndex(of: 0x3A), host.utf8.lastIndex(of: 0x3A) == colon else { return host }
        return String(host[..<colon])
    }

    /// The port in `host:port`; nil when there is none.
    static func port(of host: String) -> String? {
        guard let colon = host.utf8.lastIndex(of: 0x3A) else { return nil }
        let name = host[..<colon]
        guard name.utf8.last == 0x5D || !name.utf8.contains(0x3A) else { return nil }
        return String(host[host.utf8.index(after: colon)...])
    }

    /// The root domain of a plugin: the host that serves the manifest, without its port and one leading `www.`.
    static func root(of host: String) -> String {
        let name = withoutPort(host.lowercased())
        return name.hasPrefix("www.") ? String(name.dropFirst(4)) : name
    }

    /// Whether a host is another or under it.
    static func isSame(_ host: String, orUnder root: String) -> Bool {
        host == root || (!isAddress(root) && host.hasSuffix("." + root))
    }

    /// The domain that somebody registered, as far as a short list of endings can tell: `a.b.example.co.uk` gives
    /// `example.co.uk`. Nil for addresses, and on platforms that lend names to all comers.
    static func registered(_ host: String) -> String? {
        guard !isAddress(host) else { return nil }
        let labels = host.split(separator: ".")
        guard labels.count >= 2 else { return nil }
        let lastTwo = labels.suffix(2).joined(separator: ".")
        if shared.contains(where: { host == $0 || host.hasSuffix("." + $0) }) { return nil }
        let second = labels[labels.count - 2]
        let isCountry = labels[labels.count - 1].utf8.count == 2
        guard isCountry, ["co", "com", "org", "net", "ac", "gov", "edu", "or", "ne", "go"].contains(second) else {
            return lastTwo
        }
        return labels.count >= 3 ? labels.suffix(3).joined(separator: ".") : nil
    }

    /// Platforms under whose names everybody's services run, so that nobody there has a mailbox of that domain.
    private static let shared = [
        "vercel.app", "netlify.app", "onrender.com", "herokuapp.com", "repl.co", "replit.app", "replit.dev",
        "workers.dev", "pages.dev", "fly.dev", "railway.app", "github.io", "gitlab.io", "web.app", "firebaseapp.com",
        "run.app", "appspot.com", "cloudfunctions.net", "azurewebsites.net", "azure-api.net", "azurestaticapps.net",
        "cloudapp.azure.com", "amazonaws.com", "cloudfront.net", "awsapprunner.com", "on.aws", "elasticbeanstalk.com",
        "ngrok.io", "ngrok.app", "ngrok-free.app", "ngrok.dev", "trycloudflare.com", "loca.lt", "glitch.me",
        "deno.dev", "csb.app", "streamlit.app", "hf.space", "surge.sh", "cyclic.app", "koyeb.app", "modal.run",
        "pluginlab.ai", "ondigitalocean.app", "bubbleapps.io", "gitpod.io", "app.github.dev", "pythonanywhere.com",
    ]

    private static func octets(_ host: String) -> [Int]? {
        let parts = host.utf8.split(separator: 0x2E, omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var octets: [Int] = []
        for part in parts {
            guard (1...3).contains(part.count), part.allSatisfy(\.isDigit) else { return nil }
            let number = part.reduce(0) { $0 * 10 + Int($1 - 0x30) }
            guard number <= 255, part.count == 1 || part.first != 0x30 else { return nil }
            octets.append(number)
        }
        return octets
    }

    /// The eight groups of an IPv6 address (RFC 4291 section 2.2); nil when it is none.
    private static func groups(_ text: String) -> [Int]? {
        guard text.utf8.count >= 2, text.utf8.count <= 45, text.utf8.contains(0x3A) else { return nil }
        let halves = text.split(separator: "::", omittingEmptySubsequences: false)
        guard halves.count <= 2 else { return nil }
        var lists: [[Int]] = []
        for half in halves {
            guard let list = half.isEmpty ? [] : pieces(half) else { return nil }
            lists.append(list)
        }
        if lists.count == 1 { return lists[0].count == 8 ? lists[0] : nil }
        let missing = 8 - lists[0].count - lists[1].count
        guard missing >= 1 else { return nil }
        return lists[0] + Array(repeating: 0, count: missing) + lists[1]
    }

    private static func pieces(_ text: Substring) -> [Int]? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        var list: [Int] = []
        for (place, part) in parts.enumerated() {
            if place == parts.count - 1, part.utf8.contains(0x2E) {
                guard let octets = octets(String(part)) else { return nil }
                list += [octets[0] << 8 | octets[1], octets[2] << 8 | octets[3]]
            } else {
                guard (1...4).contains(part.utf8.count), let number = Int(part, radix: 16), number >= 0,
                    part.utf8.first != 0x2B
                else { return nil }
                list.append(number)
            }
        }
        return list
    }
}
