extension String {
    /// Whether both are the same bytes: `==` also holds for texts that only Unicode calls equal.
    func isSame(as other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}
