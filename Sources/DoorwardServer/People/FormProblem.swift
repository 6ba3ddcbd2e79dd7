/// What is wrong with a form that was sent.
struct FormProblem: Sendable, Equatable {
    /// What the person reads, and can do about it.
    var sentence: String
    var refusal: PageRefusal
    /// The names of the inputs that it is about; the first gets the focus.
    var fields: [String]

    init(_ sentence: String, _ refusal: PageRefusal = .unusableInput, fields: [String] = []) {
        self.sentence = sentence
        self.refusal = refusal
        self.fields = fields
    }
}
