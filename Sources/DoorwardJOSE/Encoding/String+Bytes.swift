extension String {
    /// Whether both are the same bytes: `==` also holds for texts that only Unicode calls equal, and no name of a key,
    /// an issuer or an algorithm may be chosen by that.
    @inline(__always)
    func hasSameBytes(as other: String) -> Bool { utf8.count == other.utf8.count && utf8.elementsEqual(other.utf8) }
}
