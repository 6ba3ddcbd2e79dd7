extension DoorwardConfiguration {
    /// Everything that is wrong or doubtful, value by value and between values; for configurations made in code.
    public func problems() -> [ConfigurationProblem] {
        var scratch = self
        var problems: [ConfigurationProblem] = []
        var failed: Set<String> = []
        for key in ConfigurationKey.all {
            guard let shape = key.binding.written(self) else { continue }
            for finding in key.binding.apply(RawValue(shape: shape, origin: .default), &scratch) {
                failed.insert(key.path)
                problems.append(
                    ConfigurationProblem(
                        keyPath: key.path + finding.item, origin: .default, message: finding.error.message,
                        hint: finding.error.hint))
            }
        }
        return problems + ConfigurationRules(self, failed: failed).problems()
    }

    /// Checks a configuration made in code.
    ///
    /// - Throws: ``ConfigurationFailure`` with every problem when one of them is an error.
    public func validate() throws(ConfigurationFailure) {
        let problems = problems()
        if problems.contains(where: { $0.severity == .error }) { throw ConfigurationFailure(problems) }
    }
}
