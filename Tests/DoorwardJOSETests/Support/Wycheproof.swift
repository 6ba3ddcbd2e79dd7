import Foundation

/// Google's vectors for JOSE, kept beside the repository; tests that read them say so and pass where they are absent.
struct Wycheproof {
    struct Group {
        let comment: String
        /// The public key or set of keys if there is one, else the private one, as JSON.
        let key: [String: Any]
        let vectors: [Vector]
    }

    struct Vector {
        let id: Int
        let comment: String
        let token: String
        let isValid: Bool
    }

    let groups: [Group]

    init?(_ name: String) {
        let root =
            ProcessInfo.processInfo.environment["DOORWARD_SHARED"].map { URL(fileURLWithPath: $0) }
            ?? URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("shared")
        let url = root.appendingPathComponent("vectors/\(name)")
        guard let data = try? Data(contentsOf: url) else {
            print("skipped: no vectors at \(url.path); set DOORWARD_SHARED to the folder that holds vectors/")
            return nil
        }
        guard let file = try? JSONSerialization.jsonObject(with: data) as? [String: Any],
            let groups = file["testGroups"] as? [[String: Any]]
        else { return nil }
        self.groups = groups.map(Group.init)
    }
}

extension Wycheproof.Group {
    fileprivate init(_ group: [String: Any]) {
        comment = group["comment"] as? String ?? ""
        key = (group["public"] ?? group["private"]) as? [String: Any] ?? [:]
        vectors = (group["tests"] as? [[String: Any]] ?? []).map { test in
            Wycheproof.Vector(
                id: test["tcId"] as? Int ?? 0, comment: test["comment"] as? String ?? "",
                token: test["jws"] as? String ?? "", isValid: test["result"] as? String == "valid")
        }
    }
}
