extension LintRule {
    /// What lint looks for in OpenAPI documents: DW201 to DW299.
    static let openAPIRules: [LintRule] =
        apiDocumentRules + apiServerRules + apiPathRules + apiOperationRules + apiParameterRules + apiBodyRules
        + apiReferenceRules + apiSecurityRules + apiRedirectRules
}
