// Rules about what a document is, once it can be read.

extension LintRule {
    static let jsonExpected = LintRule(
        "DW022", "json-expected", .error, "This document must be JSON, and is YAML",
        right: "Write it as JSON. YAML is read for OpenAPI documents only.",
        reason: "The plugin manifest and the metadata documents of OAuth (RFC 8414 section 3, RFC 9728 section 3) are "
            + "defined as JSON, and their readers have no other.",
        fault: "P02",
        example: .init(
            wrong: """
                schema_version: v1
                name_for_model: weather
                """,
            right: """
                {"schema_version": "v1", "name_for_model": "weather"}
                """))

    static let unknownTag = LintRule(
        "DW026", "unknown-tag", .error, "A YAML tag is one that only a single program knows",
        right: "Write the value itself in the place of the tag: the text of the file that `!include` names, the result "
            + "of `!Sub`. Let a build do it, and publish what it makes. A text that begins with `!` needs quotes.",
        reason: "Safe readers (Python's `yaml.safe_load`, JavaScript's `js-yaml`) refuse a whole file for one tag that "
            + "they do not know; the usual ones are those of YAML 1.2.2 section 10.",
        fault: "P02",
        example: .init(
            wrong: """
                openapi: 3.1.0
                info: {title: Weather, version: "1"}
                paths: !include paths.yaml
                """,
            right: """
                openapi: 3.1.0
                info: {title: Weather, version: "1"}
                paths: {}
                """))

    static let wrapping = LintRule(
        "DW027", "wrapping", .error, "There is something around the JSON",
        right: "The file holds the value and nothing else: no fence of back-ticks, no sentence in front, no `export "
            + "default`, no `)]}'`, no second layer of quotes. `json.dumps` is called once.",
        reason:
            "RFC 8259 section 2: a document is one value. What is pasted from a chat, taken from a program's source, "
            + "or turned into JSON twice, is refused by a strict reader.",
        isFixable: true, fault: "P02",
        example: .init(
            wrong: """
                ```json
                {"schema_version": "v1"}
                ```
                """,
            right: """
                {"schema_version": "v1"}
                """))

    static let unknownDocument = LintRule(
        "DW023", "unknown-document", .error, "This is no document that an assistant reads",
        right: "A plugin manifest has `schema_version`, `name_for_model`, `auth` and `api`; an OpenAPI document has "
            + "`openapi` and `paths`; OAuth metadata has `issuer` or `resource`.",
        reason: "A reader goes by the members at the top of the document; without them it reports that there is none.",
        fault: "P02",
        example: .init(
            wrong: """
                {"name": "weather", "version": "1.0.0"}
                """,
            right: """
                {"schema_version": "v1", "name_for_model": "weather"}
                """))

    static let openAPIInManifestsPlace = LintRule(
        "DW024", "openapi-in-manifests-place", .error, "An OpenAPI document is in the manifest's place",
        right: "`/.well-known/ai-plugin.json` holds the manifest; the OpenAPI document has a path of its own, such as "
            + "`/openapi.json`, and the manifest names it in `api.url`.",
        reason: "ChatGPT reads names, descriptions and `auth` from this path and finds none of them.",
        surfaces: [.manifestV1], fault: "P02")

    static let wrappedManifest = LintRule(
        "DW025", "wrapped-manifest", .error, "The manifest is inside another value",
        right: "The manifest's members are at the top of the document, in no other object and no array.",
        reason:
            "ChatGPT looks for `schema_version`, `auth` and the others at the top only. Files that were copied from "
            + "a list of files, or from an answer of an API, have one level too many.",
        surfaces: [.manifestV1], fault: "P02",
        example: .init(
            wrong: """
                {
                  "/.well-known/ai-plugin.json": {
                    "schema_version": "v1",
                    "name_for_model": "weather",
                    "auth": {"type": "none"}
                  }
                }
                """,
            right: """
                {
                  "schema_version": "v1",
                  "name_for_model": "weather",
                  "auth": {"type": "none"}
                }
                """))
}
