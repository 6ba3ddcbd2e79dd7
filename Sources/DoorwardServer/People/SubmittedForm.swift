import DoorwardOAuth

/// The fields of a form that a browser sent.
struct SubmittedForm: Sendable {
    /// Why a form is not read.
    enum Refusal: Error, Equatable {
        case tooLarge
        case wrongType
        case malformed
        case foreignOrigin
    }

    /// The largest body, in bytes.
    static let limit = 65_536

    private let parameters: Parameters

    /// Reads the body of a POST request, checked in this order: where it comes from, size, type, form.
    init(_ request: EndpointRequest, issuer: String) throws(Refusal) {
        guard Self.isOurs(request, issuer: issuer) else { throw .foreignOrigin }
        guard request.body.count <= Self.limit else { throw .tooLarge }
        let type = request.field("content-type")?.prefix { $0 != ";" }.lowercased() ?? ""
        guard type.filter({ $0 != " " }) == "application/x-www-form-urlencoded" else { throw .wrongType }
        do {
            parameters = try FormParameters.parse(request.body)
        } catch {
            throw .malformed
        }
    }

    /// A field; nil when it is absent or empty.
    ///
    /// - Throws: `Refusal.malformed` when it is there twice.
    subscript(name: String) -> String? {
        get throws(Refusal) {
            do {
                return try parameters.value(name)
            } catch {
                throw .malformed
            }
        }
    }

    /// Browsers say where a form comes from: `Origin`, which is `null` for pages that keep their address to themselves
    /// as ours do (Fetch §3.2), and `Sec-Fetch-Site`. Programs may say nothing; the form token is what counts.
    private static func isOurs(_ request: EndpointRequest, issuer: String) -> Bool {
        if let origin = request.field("origin"), origin != "null", origin.lowercased() != issuer.lowercased() {
            return false
        }
        guard let site = request.field("sec-fetch-site") else { return true }
        return site == "same-origin" || site == "none"
    }
}
