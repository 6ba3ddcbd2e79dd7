// Rules about the characters of JSON.

extension LintRule {
    static let comment = LintRule(
        "DW006", "comment", .error, "There is a comment in JSON",
        right:
            "Take the comment out. What must be explained belongs beside the file; OpenAPI has `description` and, in "
            + "YAML, `#` comments.",
        reason: "RFC 8259 has no comments; a strict reader refuses the whole file.", isFixable: true, fault: "P02",
        example: .init(
            wrong: """
                {
                  // our first version
                  "schema_version": "v1"
                }
                """,
            right: """
                {
                  "schema_version": "v1"
                }
                """))

    static let trailingComma = LintRule(
        "DW007", "trailing-comma", .error, "There is a comma behind the last member or element",
        right: "Take the comma in front of `}` or `]` out.",
        reason:
            "RFC 8259 section 4: a comma stands between two members. JavaScript source allows one more, JSON does not.",
        isFixable: true, fault: "P02",
        example: .init(
            wrong: """
                {"schema_version": "v1",}
                """,
            right: """
                {"schema_version": "v1"}
                """))

    static let punctuation = LintRule(
        "DW008", "punctuation", .error, "A comma, colon or bracket is missing, or there is one too many",
        right:
            "One colon between a name and its value, one comma between two members, every bracket closed by its own.",
        reason: "RFC 8259 sections 4 and 5; a strict reader stops here and takes nothing from the file.",
        isFixable: true,
        fault: "P02",
        example: .init(
            wrong: """
                {"schema_version": "v1" "name_for_model": "weather"}
                """,
            right: """
                {"schema_version": "v1", "name_for_model": "weather"}
                """))

    static let pythonLiteral = LintRule(
        "DW009", "python-literal", .error, "A literal is written as Python has it",
        right:
            "`true`, `false` and `null`, in lower case. Write the file with `json.dumps(value)`, not with `str(value)` "
            + "or `print(value)`.",
        reason: "RFC 8259 section 3 knows only the lower-case literals.", isFixable: true, fault: "P02",
        example: .init(
            wrong: """
                {"schema_version": "v1", "is_user_authenticated": False}
                """,
            right: """
                {"schema_version": "v1", "is_user_authenticated": false}
                """))

    static let wrongQuotes = LintRule(
        "DW010", "wrong-quotes", .error, "A text is not in straight double quotes",
        right:
            "Use `\"`. Single quotes come from Python's `str()`, the curly ones from a word processor or a web page.",
        reason: "RFC 8259 section 7: a string begins and ends with the quotation mark U+0022.", isFixable: true,
        fault: "P02",
        example: .init(
            wrong: """
                {'schema_version': 'v1'}
                """,
            right: """
                {"schema_version": "v1"}
                """))

    static let unquoted = LintRule(
        "DW011", "unquoted", .error, "A name or a text has no quotes",
        right: "Put names and texts in straight double quotes. A JavaScript object is not JSON: let `JSON.stringify` "
            + "write the file.",
        reason: "RFC 8259 sections 4 and 7.", isFixable: true, fault: "P02",
        example: .init(
            wrong: """
                {"schema_version": v1}
                """,
            right: """
                {"schema_version": "v1"}
                """))

    static let controlCharacter = LintRule(
        "DW012", "control-character", .error, "There is a control character in a text",
        right: "Write a line break as `\\n` and a tab as `\\t`; take other control characters out.",
        reason:
            "RFC 8259 section 7: characters below U+0020 must be escaped. A text over several lines is the usual case.",
        isFixable: true, fault: "P02",
        example: .init(
            wrong: """
                {"schema_version": "v1", "description_for_model": "First line.
                Second line."}
                """,
            right: #"""
                {"schema_version": "v1", "description_for_model": "First line.\nSecond line."}
                """#))

    static let badEscape = LintRule(
        "DW013", "bad-escape", .error, "A backslash is followed by what is no escape",
        right:
            "Write a backslash itself as `\\\\`; an apostrophe needs none. A character beyond U+FFFF is written as it "
            + "is, or as two `\\u` escapes that belong together.",
        reason: #"RFC 8259 section 7 knows \" \\ \/ \b \f \n \r \t and \u with four digits."#, isFixable: true,
        fault: "P02",
        example: .init(
            wrong: #"""
                {"schema_version": "v1", "name_for_human": "Ann\'s weather"}
                """#,
            right: """
                {"schema_version": "v1", "name_for_human": "Ann's weather"}
                """))

    static let badNumber = LintRule(
        "DW014", "bad-number", .error, "A number is written in a way that JSON does not have",
        right:
            "`0.5`, not `.5`; `1`, not `01` or `+1`; in place of `NaN` and `Infinity` use `null` or leave the member "
            + "out.",
        reason: "RFC 8259 section 6 allows nothing else; what Python and JavaScript write for such values is not JSON.",
        isFixable: true, fault: "P02",
        example: .init(
            wrong: """
                {"schema_version": "v1", "weight": .5}
                """,
            right: """
                {"schema_version": "v1", "weight": 0.5}
                """))
}
