extension DoorwardConfiguration {
    /// The same configuration with every relative file name made relative to the process: prefixed with ``directory``.
    ///
    /// Secret references stay as written, for they are also names; who reads them starts from ``directory`` as well.
    public func resolvingPaths() -> DoorwardConfiguration {
        var resolved = self
        if case .file(let path) = upstream.openAPI { resolved.upstream.openAPI = .file(path.relative(to: directory)) }
        if case .sqlite(let path) = database { resolved.database = .sqlite(path.relative(to: directory)) }
        if case .postgres(var url) = database {
            url.files = url.files.mapValues { $0.relative(to: directory) }
            resolved.database = .postgres(url)
        }
        resolved.upstream.caFile = upstream.caFile?.relative(to: directory)
        resolved.manifest.logo = manifest.logo?.relative(to: directory)
        resolved.manifest.legalFile = manifest.legalFile?.relative(to: directory)
        resolved.oauth.caFile = oauth.caFile?.relative(to: directory)
        resolved.secretSources.caFile = secretSources.caFile?.relative(to: directory)
        resolved.vault.secretIDFile = vault.secretIDFile?.relative(to: directory)
        resolved.vault.jwtFile = vault.jwtFile?.relative(to: directory)
        return resolved
    }
}

extension String {
    /// The path seen from the process when it was written as seen from `folder`.
    func relative(to folder: String) -> String {
        if hasPrefix("/") || folder.isEmpty || folder == "." { return self }
        return folder.hasSuffix("/") ? folder + self : "\(folder)/\(self)"
    }

    /// The folder part of a path: `.` for a bare name.
    var folderOfPath: String {
        guard let slash = lastIndex(of: "/") else { return "." }
        return slash == startIndex ? "/" : String(self[..<slash])
    }
}
