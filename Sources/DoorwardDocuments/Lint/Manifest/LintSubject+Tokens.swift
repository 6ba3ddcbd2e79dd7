extension LintSubject {
    /// The token by which ChatGPT makes sure of the domain's owner. It is public, yet no finding repeats it.
    mutating func checkVerificationTokens(of auth: LocatedValue) {
        guard let tokens = auth["verification_tokens"] else {
            if isFragment || hasMisspelled("verification_tokens", in: auth, among: ManifestMembers.anyAuth) { return }
            return report(
                .verificationTokenMissing, at: auth, "`verification_tokens` is missing.",
                hint: LintRule.verificationTokenMissing.right)
        }
        guard tokens.kind == .object else {
            return report(
                .memberType, at: tokens, "`verification_tokens` is \(tokens.kindInWords), not an object.",
                hint: "Write `\"verification_tokens\": {\"openai\": \"…\"}`.")
        }
        guard let token = tokens["openai"] else { return reportNoToken(in: tokens) }
        guard let text = token.string else {
            return report(
                .memberType, at: token, "The verification token is \(token.kindInWords), not a text.",
                hint: "Put it in quotes.")
        }
        check(token, text)
    }

    private mutating func reportNoToken(in tokens: LocatedValue) {
        let other = tokens.members.first { member in
            let letters = (member.name ?? "").lowercased().filter { $0.isLetter }
            return ["openai", "chatgpt"].contains(letters)
        }
        guard !isFragment || other != nil else { return }
        if let other, let name = other.name {
            return report(
                .verificationTokenMissing, at: other, atName: true,
                "ChatGPT's token is under `\(name.excerpt)`, not under `openai`.", hint: "Call it `openai`.",
                edits: other.renamed("openai"))
        }
        report(
            .verificationTokenMissing, at: tokens, "`verification_tokens` has no `openai`.",
            hint: LintRule.verificationTokenMissing.right)
    }

    private mutating func check(_ token: LocatedValue, _ text: String) {
        let bytes = Array(text.utf8)
        let isHex = bytes.count == 32 && bytes.allSatisfy { $0.isDigit || (0x61...0x66).contains($0) }
        if isHex, Set(bytes).count > 1 { return }
        if text.allSatisfy(\.isWhitespace) {
            return report(
                .verificationTokenMissing, at: token, "The verification token is empty.",
                hint: LintRule.verificationTokenMissing.right)
        }
        if Template.isExample(token: text) {
            return report(
                .verificationTokenPlaceholder, at: token, "The verification token is a placeholder.",
                hint: LintRule.verificationTokenPlaceholder.right)
        }
        report(
            .verificationTokenShape, at: token,
            Self.shape(of: bytes), hint: LintRule.verificationTokenShape.right)
    }

    private static func shape(of token: [UInt8]) -> String {
        if token.count != 32 { return "The verification token has \(token.count) bytes; ChatGPT's have 32." }
        let isHex = token.allSatisfy { $0.hexDigitValue != nil }
        return isHex
            ? "The verification token has capital letters; ChatGPT's have small ones only."
            : "The verification token has other characters than `0` to `9` and `a` to `f`."
    }
}
