internal import DoorwardDocuments

/// Which redirects are followed while a manifest is fetched.
enum RedirectRule {
    /// More than these are not followed.
    static let limit = 5

    /// Why a redirect is refused, as the end of a sentence; nil when it is followed.
    ///
    /// Allowed: the same host, a subdomain of it (whose host is the plugin's then), and `www.x` to `x`.
    static func refusal(from old: WebAddress, to new: WebAddress) -> String? {
        if new.scheme != old.scheme, new.scheme != "https" { return "which is not https" }
        if new.host == old.host {
            return new.effectivePort == old.effectivePort || new.effectivePort == 443
                ? nil : "which is another port"
        }
        if !new.isLoopback, new.effectivePort != 443 { return "which is not on port 443" }
        if new.host.hasSuffix("." + old.host) || "www." + new.host == old.host { return nil }
        if old.host.hasSuffix("." + new.host) { return "the domain above; only subdomains are followed" }
        return "another host; only subdomains are followed"
    }
}
