import Testing

@testable import DoorwardJOSE

@Suite("A JSON Web Key Set")
struct JSONWebKeySetTests {
    private func set(_ text: String) throws(JOSEError) -> JSONWebKeySet { try JSONWebKeySet(parsing: Array(text.utf8)) }

    @Test("Keys that are not known or not usable are passed over one by one, with the reason")
    func mixed() throws {
        let point = JSONWebKeyTests.point
        let set = try set(
            """
            {"keys":[{"kty":"oct","k":"AA"},{"kty":"EC","crv":"P-256",\(point),"kid":"good","use":"sig"},
             {"kty":"EC","crv":"secp256k1","x":"AA","y":"AA","alg":"ES256K"},{"kty":"AKP","alg":"ML-DSA-65","pub":"AA"},
             {"kty":"OKP","crv":"X25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"},7,null,
             {"kty":"RSA","alg":"RSA-OAEP-256","use":"enc","n":"AQ","e":"AQAB"},
             {"kty":"EC","crv":"P-256",\(point),"d":"AA"},{"kty":"EC","crv":"P-256",\(point),"alg":"Ed25519"},
             {\(JSONWebKeyTests.edwards),"alg":"EdDSA"}],"other":[1]}
            """)
        #expect(set.keys.map(\.keyID) == ["good", nil])
        #expect(set.keys.map(\.algorithm) == [nil, .edDSA])
        #expect(set.refused.map(\.index) == [0, 2, 3, 4, 5, 6, 7, 8, 9])
        #expect(
            set.refused.map(\.reason) == [
                .containsPrivateKey, .unknownCurve, .unknownKeyType, .unknownCurve, .notAnObject, .notAnObject,
                .notForSignatures, .containsPrivateKey, .unsuitableAlgorithm,
            ])
    }

    @Test("A set that is written out is read back the same")
    func roundTrip() throws {
        let keys = try [SigningKey.generate().publicKey, SigningKey.generate().publicKey]
        let read = try JSONWebKeySet(parsing: JSONWebKeySet(keys).serialized)
        #expect(read.keys.map(\.keyID) == keys.map(\.keyID))
        #expect(read.keys.map(\.parameters) == keys.map(\.parameters))
        #expect(read.refused.isEmpty)
        #expect(try set(#"{"keys":[]}"#).keys.isEmpty)
        #expect(JSONWebKeySet([]).serialized == Array(#"{"keys":[]}"#.utf8))
    }

    @Test("What is no set is refused")
    func malformed() {
        func error(_ text: String) -> JOSEError? { failure { () throws(JOSEError) in _ = try set(text) } }
        #expect(error("") == .invalidJSON(.keySet, .truncated))
        #expect(error("[]") == .invalidJSON(.keySet, .notAnObject))
        #expect(error("{}") == .keySetWithoutKeys)
        #expect(error(#"{"keys":{}}"#) == .keySetWithoutKeys)
        #expect(error(#"{"keys":[],"keys":[]}"#) == .invalidJSON(.keySet, .duplicateName(offset: 11)))
        let many = String(repeating: "{},", count: 100) + "{}"
        #expect(error(#"{"keys":[\#(many)]}"#) == .tooManyKeys(count: 101, limit: 100))
        let large = #"{"keys":[]}"# + String(repeating: " ", count: 64 * 1024)
        #expect(error(large) == .keySetTooLarge(size: 64 * 1024 + 11, limit: 64 * 1024))
    }

    @Test("A hundred keys in 64 KiB are read")
    func largest() throws {
        let keys = String(repeating: "{},", count: 99) + "{}"
        let text = #"{"keys":[\#(keys)]}"#
        let padded = text + String(repeating: " ", count: 64 * 1024 - text.utf8.count)
        #expect(try set(padded).refused.count == 100)
    }
}
