extension KeyShape {
    static let ownShapes: [KeyShape] = [
        KeyShape("a Doorward user key", "dwk_", .alphanumeric, 49...49, checksum: .ofAll)
    ]
}
