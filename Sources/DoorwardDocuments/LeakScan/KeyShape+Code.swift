extension KeyShape {
    /// Where source code and packages are kept, built and watched.
    static let codeShapes: [KeyShape] = gitHubShapes + gitLabShapes + sonarShapes + packageShapes + watchShapes

    private static let gitHubShapes: [KeyShape] = "pousr".map {
        KeyShape("a GitHub token", "gh\($0)_", .alphanumeric, 36...255, checksum: .ofBody)
    }

    private static let packageShapes: [KeyShape] = [
        KeyShape("a GitHub token", "github_pat_", .word, 22...300),
        KeyShape("an npm token", "npm_", .alphanumeric, 36...36, checksum: .ofBody),
        KeyShape("a PyPI token", "pypi-AgEIcHlwaS5vcmc", .wordAndDash, 50...1000),
        KeyShape("a PyPI token", "pypi-AgENdGVzdC5weXBpLm9yZ", .wordAndDash, 50...1000, use: .test),
        KeyShape("a RubyGems key", "rubygems_", .lowerHex, 48...48),
        KeyShape("a NuGet key", "oy2", .lowerAndDigits, 43...43),
        KeyShape("a crates.io token", "cio", .alphanumeric, 32...32),
        KeyShape("a Clojars token", "CLOJARS_", .lowerAndDigits, 60...60),
        KeyShape("a Packagist token", "packagist_", .alphanumeric, 60...80),
        KeyShape("a Docker Hub token", "dckr_pat_", .wordAndDash, 27...40),
        KeyShape("a Docker Hub token", "dckr_oat_", .wordAndDash, 27...40),
        KeyShape("a GitLab runner token", "GR1348941", .wordAndDash, 20...20),
        KeyShape("a Bitbucket token", "ATBB", .padded, 32...40),
        KeyShape("an Artifactory API key", "AKCp", .alphanumeric, 69...69),
        KeyShape("an Artifactory token", "cmVmd", .alphanumeric, 59...59),
        KeyShape("a Buildkite token", "bkua_", .lowerHex, 40...40),
        KeyShape("a CircleCI token", "CCIPAT_", .word, 50...90),
        KeyShape("a CircleCI token", "CCIPRJ_", .word, 50...90),
        KeyShape("an Octopus Deploy key", "API-", .upperAndDigits, 26...32),
        KeyShape("a Prefect API key", "pnu_", .lowerAndDigits, 36...36),
        KeyShape("a Sourcegraph token", "sgp_", .word, 40...64),
        KeyShape("a Snyk token", "snyk_uat.", .dotted, 60...500),
    ]

    private static let watchShapes: [KeyShape] = [
        KeyShape("a ReadMe API key", "rdme_", .lowerAndDigits, 70...70),
        KeyShape("a Grafana Cloud token", "glc_", .padded, 32...400),
        KeyShape("a Grafana service account token", "glsa_", [.of(.alphanumeric, 32), "_", .of(.hex, 8)]),
        KeyShape("a Sentry token", "sntrys_eyJ", .padded, 60...400),
        KeyShape("a Sentry token", "sntryu_", .lowerHex, 64...64),
        KeyShape("a New Relic key", "NRAK-", .upperAndDigits, 27...27),
        KeyShape("a New Relic key", "NRII-", .wordAndDash, 32...32),
        KeyShape("a New Relic key", "NRRA-", .lowerHex, 42...42),
        KeyShape("a New Relic licence key", after: (.lowerHex, 36...36), "NRAL", []),
        KeyShape("a Dynatrace token", "dt0c01.", [.of(.upperAndDigits, 24), ".", .of(.upperAndDigits, 64)]),
        KeyShape("a Honeycomb key", "hcaik_", .alphanumeric, 58...64),
        KeyShape("a Postman API key", "PMAK-", [.of(.lowerHex, 24), "-", .of(.lowerHex, 34)]),
        KeyShape("a Postman access key", "PMAT-", .upperAndDigits, 26...26),
        KeyShape("a LaunchDarkly SDK key", "sdk-", .uuid),
        KeyShape("a Harness token", "pat.", [.of(.wordAndDash, 22), ".", .of(.hex, 24), ".", .of(.alphanumeric, 20)]),
        KeyShape("an Infracost key", "ico-", .alphanumeric, 32...32),
    ]

    private static let gitLabShapes: [KeyShape] = [
        "glpat-", "gldt-", "glrt-", "glft-", "glptt-", "glsoat-", "glagent-", "gloas-", "glcbt-", "glimt-", "glffct-",
    ].map { KeyShape("a GitLab token", $0, .dotted, 20...300) }

    private static let sonarShapes: [KeyShape] = ["sqp_", "squ_", "sqa_"].map {
        KeyShape("a SonarQube token", $0, .lowerHex, 40...40)
    }

    init(_ name: String, _ prefix: String, _ uuid: UUIDForm) {
        self.init(name, prefix, Self.uuid)
    }

    static let uuid: [Part] = Array([8, 4, 4, 4, 12].map { [.of(.lowerHex, $0)] }.joined(separator: ["-"]))

    /// 8-4-4-4-12 hexadecimal digits (RFC 9562 section 4).
    enum UUIDForm { case uuid }
}
