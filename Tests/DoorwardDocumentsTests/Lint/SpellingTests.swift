import Testing

@testable import DoorwardDocuments

@Suite("Spelling")
struct SpellingTests {
    private static let known = [
        "schema_version", "name_for_human", "name_for_model", "description_for_human", "description_for_model", "auth",
        "api", "logo_url", "contact_email", "legal_info_url", "is_user_authenticated", "has_user_authentication",
        "type",
    ]

    @Test(
        "The name that was meant is found",
        arguments: [
            ("nameForHuman", "name_for_human"), ("name-for-model", "name_for_model"), ("Logo_URL", "logo_url"),
            ("logo_ulr", "logo_url"), ("contact_mail", "contact_email"), ("legal_info", nil), ("tpye", "type"),
            ("_user_authenticated", "is_user_authenticated"), ("schema_versoin", "schema_version"), ("aut", "auth"),
            ("description", nil), ("name", nil), ("tags", nil), ("api", nil), ("", nil), ("x", nil),
            (String(repeating: "a", count: 100_000), nil),
        ] as [(String, String?)])
    func findsMeant(_ name: String, _ expected: String?) {
        #expect(Spelling.meant(by: name, among: Self.known) == expected)
    }

    @Test("Of two names equally near neither is taken")
    func refusesTies() {
        #expect(Spelling.meant(by: "name_for_m", among: ["name_for_ma", "name_for_mb"]) == nil)
    }
}
