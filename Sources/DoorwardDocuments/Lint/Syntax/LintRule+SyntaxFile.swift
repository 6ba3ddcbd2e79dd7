// Rules about the file as a whole: what it is, and in which bytes.

extension LintRule {
    static let emptyDocument = LintRule(
        "DW001", "empty-document", .error, "The file is empty",
        right: "The file holds one JSON object (a manifest), or one OpenAPI document. If it is made by a build, look "
            + "whether the build wrote it to another place.",
        reason: "An empty file is not JSON (RFC 8259 section 2); the importer says only that no manifest was found.",
        fault: "P02",
        example: .init(
            wrong: "\n",
            right: """
                {"schema_version": "v1"}
                """))

    static let htmlPage = LintRule(
        "DW002", "html-page", .error, "This is a web page, not a document",
        right: "Serve the file itself under this path, without a sign-in in front of it and without the fallback that "
            + "sends `index.html` for paths that do not exist. A missing file should be a 404.",
        reason:
            "Single-page applications, sign-in walls and bot checks answer with a page and status 200; the importer "
            + "finds no JSON in it.",
        fault: "P02",
        example: .init(
            wrong: "<!doctype html>\n<html><head><title>Weather</title></head></html>\n",
            right: """
                {"schema_version": "v1"}
                """))

    static let byteOrderMark = LintRule(
        "DW003", "byte-order-mark", .error, "The file begins with a byte order mark",
        right: "Save the file as UTF-8 without a byte order mark (BOM). PowerShell 5 and old Windows editors add one: "
            + "use `-Encoding utf8NoBOM`, or save as “UTF-8” and not “UTF-8 with BOM”.",
        reason:
            "RFC 8259 section 8.1: JSON must not begin with one. Python's `json`, among others, refuses it. In YAML "
            + "it is allowed, and not reported.",
        isFixable: true, fault: "P02",
        example: .init(
            wrong: "\u{FEFF}{\"schema_version\": \"v1\"}",
            right: """
                {"schema_version": "v1"}
                """))

    static let wideEncoding = LintRule(
        "DW004", "wide-encoding", .error, "The file is in UTF-16 or UTF-32",
        right: "Save it as UTF-8 without a byte order mark. On Windows `>` in PowerShell 5 writes UTF-16; use "
            + "`Out-File -Encoding utf8NoBOM`.",
        reason: "RFC 8259 section 8.1: JSON between systems is UTF-8.", fault: "P02")

    static let invalidUTF8 = LintRule(
        "DW005", "invalid-utf8", .error, "There are bytes in the file that are not UTF-8",
        right: "Save the file as UTF-8. Letters with accents from an old encoding (Latin-1, Windows-1252) must be "
            + "converted: `iconv -f windows-1252 -t utf-8`.",
        reason: "RFC 8259 section 8.1: JSON between systems is UTF-8; strict readers refuse the whole file.",
        fault: "P02")

    static let truncated = LintRule(
        "DW018", "truncated", .error, "The file ends in the middle",
        right:
            "Close every bracket, brace and quote. If the file on your disk is whole, it was cut on the way: compare "
            + "its size with the `Content-Length` that the server sends.",
        reason: "RFC 8259 section 2: a document is one complete value.", fault: "P02",
        example: .init(
            wrong: """
                {"schema_version": "v1", "auth": {"type": "none"
                """,
            right: """
                {"schema_version": "v1", "auth": {"type": "none"}}
                """))

    static let extraContent = LintRule(
        "DW019", "extra-content", .error, "There is something behind the end of the document",
        right:
            "The file holds one value and nothing else: no second object, no text of a chat, no fence of back-ticks.",
        reason:
            "RFC 8259 section 2: a document is one value. In YAML a second document begins at `---`, and readers take "
            + "the first or refuse both.",
        fault: "P02",
        example: .init(
            wrong: """
                {"schema_version": "v1"}
                {"schema_version": "v1"}
                """,
            right: """
                {"schema_version": "v1"}
                """))
}
