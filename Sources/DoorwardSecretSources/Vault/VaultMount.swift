internal import DoorwardJOSE
internal import DoorwardSecrets

/// The engine that serves a path, and where it begins.
struct VaultMount: Sendable, Equatable {
    let engine: VaultReference.Engine
    let mount: VaultPath
    /// The path inside the mount.
    let path: VaultPath

    /// The mount when it was said what it is, or when Vault does not tell: the first segment.
    init?(engine: VaultReference.Engine, path: VaultPath) {
        guard let first = path.segments.first, let rest = path.dropping(.own(first)) else { return nil }
        self.engine = engine
        self.mount = .own(first)
        self.path = rest
    }

    /// Reads the answer of `sys/internal/ui/mounts/PATH` ("/sys/internal/ui/mounts"); `nil` when it is not one.
    init?(_ answer: JOSEObject, path: VaultPath) {
        guard let data = answer["data"]?.object, let type = data["type"]?.string,
            let mount = data["path"]?.string.flatMap({ VaultPath($0) }), let rest = path.dropping(mount)
        else { return nil }
        self.mount = mount
        self.path = rest
        switch (data["options"]?.object?["version"]?.string, type) {
        case ("2", _): engine = .kv2
        case (_, "kv"), (_, "generic"), (_, "cubbyhole"), ("1", _): engine = .kv1
        default: engine = .lease
        }
    }

    /// `secret/data/app`
    func path(below kind: String) -> VaultPath { mount + kind + path }

    /// `secret/app`
    var whole: VaultPath { mount + path }
}
