import Mustache

// What the template of the operations page names. Optional values are lists of no or one element; see ``DocsTemplate``.

/// The whole page.
struct DocsView: Sendable, MustacheParent {
    var title: String
    var version: [String]
    var introduction: [String]
    var logoPath: String
    var credential: [DocsCredential]
    /// Whether there is a list of contents beside the operations.
    var guided: Bool
    /// Whether that list names the operations, not only their groups.
    var listed: Bool
    var groups: [DocsGroup]

    func child(named key: String) -> Any? {
        switch key {
        case "title": title
        case "version": version
        case "introduction": introduction
        case "logoPath": logoPath
        case "credential": credential
        case "guided": guided
        case "listed": listed
        case "groups": groups
        default: nil
        }
    }
}

/// The input for the credential.
struct DocsCredential: Sendable, MustacheParent {
    var credentialLabel: String
    var hint: String
    /// `bearer`, `basic` or `custom`, as the script knows them.
    var scheme: String
    var header: String
    /// The quoted argument of `curl -H`.
    var curlHeader: String

    func child(named key: String) -> Any? {
        switch key {
        case "credentialLabel": credentialLabel
        case "hint": hint
        case "scheme": scheme
        case "header": header
        case "curlHeader": curlHeader
        default: nil
        }
    }
}

/// The operations with one tag.
struct DocsGroup: Sendable, MustacheParent {
    var groupName: String
    var groupAnchor: String
    var groupAbout: [String]
    var operations: [DocsOperation]

    func child(named key: String) -> Any? {
        switch key {
        case "groupName": groupName
        case "groupAnchor": groupAnchor
        case "groupAbout": groupAbout
        case "operations": operations
        default: nil
        }
    }
}

/// One operation.
struct DocsOperation: Sendable, MustacheParent {
    var anchor: String
    var label: String
    var method: String
    var path: String
    var writes: Bool
    var open: Bool
    var deprecated: Bool
    var summary: [String]
    var hasAbout: Bool
    var about: [String]
    var hasParameters: Bool
    var parameters: [DocsParameter]
    var body: [DocsBody]
    var hasResponses: Bool
    var responses: [DocsResponse]
    var answer: [DocsAnswer]
    var obstacle: [String]
    var form: [DocsForm]
    var curl: String

    func child(named key: String) -> Any? {
        switch key {
        case "anchor": anchor
        case "label": label
        case "method": method
        case "path": path
        case "writes": writes
        case "open": open
        case "deprecated": deprecated
        case "summary": summary
        case "hasAbout": hasAbout
        case "about": about
        case "hasParameters": hasParameters
        case "parameters": parameters
        case "body": body
        case "hasResponses": hasResponses
        case "responses": responses
        case "answer": answer
        case "obstacle": obstacle
        case "form": form
        case "curl": curl
        default: nil
        }
    }
}

/// A row of the table of parameters.
struct DocsParameter: Sendable, MustacheParent {
    var name: String
    var place: String
    var type: String
    var required: Bool
    var parameterAbout: [String]

    func child(named key: String) -> Any? {
        switch key {
        case "name": name
        case "place": place
        case "type": type
        case "required": required
        case "parameterAbout": parameterAbout
        default: nil
        }
    }
}

/// What the operation takes as its body.
struct DocsBody: Sendable, MustacheParent {
    var bodyRequired: Bool
    var bodyAbout: [String]
    var contents: [DocsContent]

    func child(named key: String) -> Any? {
        switch key {
        case "bodyRequired": bodyRequired
        case "bodyAbout": bodyAbout
        case "contents": contents
        default: nil
        }
    }
}

/// One form of a body.
struct DocsContent: Sendable, MustacheParent {
    var contentType: String
    var example: [String]
    var schema: [String]

    func child(named key: String) -> Any? {
        switch key {
        case "contentType": contentType
        case "example": example
        case "schema": schema
        default: nil
        }
    }
}

/// A row of the table of responses.
struct DocsResponse: Sendable, MustacheParent {
    var status: String
    var responseAbout: [String]
    var responseType: [String]

    func child(named key: String) -> Any? {
        switch key {
        case "status": status
        case "responseAbout": responseAbout
        case "responseType": responseType
        default: nil
        }
    }
}

/// An example of one response's body.
struct DocsAnswer: Sendable, MustacheParent {
    var status: String
    var example: String

    func child(named key: String) -> Any? {
        switch key {
        case "status": status
        case "example": example
        default: nil
        }
    }
}

/// The form that sends the operation.
struct DocsForm: Sendable, MustacheParent {
    var inputs: [DocsInput]
    var formBody: [DocsFormBody]

    func child(named key: String) -> Any? {
        switch key {
        case "inputs": inputs
        case "formBody": formBody
        default: nil
        }
    }
}

/// One parameter's input.
struct DocsInput: Sendable, MustacheParent {
    var inputID: String
    var name: String
    var place: String
    var required: Bool
    var value: String
    var hint: String
    /// How values typed with commas between them are sent: `repeat`, `comma`; empty for a single value.
    var list: String
    /// One element when there are only certain values to choose from.
    var choices: [DocsChoices]

    func child(named key: String) -> Any? {
        switch key {
        case "inputID": inputID
        case "name": name
        case "place": place
        case "required": required
        case "value": value
        case "hint": hint
        case "list": list
        case "choices": choices
        default: nil
        }
    }
}

/// The values that a parameter may have.
struct DocsChoices: Sendable, MustacheParent {
    var options: [DocsOption]

    func child(named key: String) -> Any? {
        switch key {
        case "options": options
        default: nil
        }
    }
}

/// One of those values.
struct DocsOption: Sendable, MustacheParent {
    var option: String
    var selected: Bool

    func child(named key: String) -> Any? {
        switch key {
        case "option": option
        case "selected": selected
        default: nil
        }
    }
}

/// The input for the body.
struct DocsFormBody: Sendable, MustacheParent {
    var bodyRequired: Bool
    /// What stands beside the label.
    var bodyNote: String
    var several: Bool
    var types: [DocsBodyType]
    var onlyType: [String]
    var text: String

    func child(named key: String) -> Any? {
        switch key {
        case "bodyRequired": bodyRequired
        case "bodyNote": bodyNote
        case "several": several
        case "types": types
        case "onlyType": onlyType
        case "text": text
        default: nil
        }
    }
}

/// One of the content types to choose from.
struct DocsBodyType: Sendable, MustacheParent {
    var typeName: String
    /// What stands in the input when this one is chosen.
    var typeExample: String

    func child(named key: String) -> Any? {
        switch key {
        case "typeName": typeName
        case "typeExample": typeExample
        default: nil
        }
    }
}
