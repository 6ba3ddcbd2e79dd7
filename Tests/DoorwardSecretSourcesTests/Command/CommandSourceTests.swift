import DoorwardSecrets
import Foundation
import Testing

@testable import DoorwardSecretSources

@Suite("Secrets from commands", .serialized)
final class CommandSourceTests {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("doorward \(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// Makes a script; its path.
    private func script(_ text: String, name: String = "tool", mode: Int = 0o700) throws -> String {
        let path = folder.appendingPathComponent(name).path
        try Data("#!/bin/sh\n\(text)\n".utf8).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        return path
    }

    private func source(_ allowed: [String], variables: [String: String] = [:], limit: Duration = .seconds(10))
        -> CommandSource
    {
        let environment = ["PATH": "relative::/nowhere:\(folder.path):/usr/bin:/bin"].merging(variables) { $1 }
        return CommandSource(
            surroundings: SourceSurroundings(ScriptedTransport(), environment: environment), allowed: allowed,
            timeLimit: limit)
    }

    /// Runs a script with arguments.
    private func read(_ text: String, _ arguments: String = "", limit: Duration = .seconds(10)) async throws -> String?
    {
        let path = try script(text)
        let versions = try await source([path], limit: limit).read(
            SecretReference(parsing: "exec:'\(path)' \(arguments)"))
        #expect(versions.count == 1)
        return versions[0].text
    }

    @Test(
        "are what it writes, without one line ending",
        arguments: [
            ("printf fake", "fake"), ("echo fake", "fake"), ("printf 'fake\\r\\n'", "fake"),
            ("printf 'fake\\n\\n'", "fake\n"),
            ("printf ' fake '", " fake "), ("echo fake; echo fake-error >&2", "fake"), ("exec 2>&-; echo fake", "fake"),
        ])
    func output(_ text: String, expected: String) async throws {
        #expect(try await read(text) == expected)
    }

    @Test("have the arguments as they are written, and no shell")
    func arguments() async throws {
        #expect(try await read(#"for word; do printf '%s|' "$word"; done"#, #"'a b' $HOME "" *"#) == "a b|$HOME||*|")
    }

    @Test("have the environment as given, an empty standard input and a group of their own")
    func surroundings() async throws {
        let path = try script(#"printf '%s|%s|' "$FAKE" "${HOME-unset}"; cat; ps -o pgid= -p $$ | tr -d ' '; echo $$"#)
        let versions = try await source([path], variables: ["FAKE": "a=b"]).read(
            SecretReference(parsing: "exec:'\(path)'"))
        let parts = try #require(versions[0].text).split(separator: "|", omittingEmptySubsequences: false)
        #expect(parts.prefix(2) == ["a=b", "unset"])
        let ids = parts[2].split(separator: "\n")
        #expect(ids.count == 2 && ids[0] == ids[1])
    }

    @Test("have no descriptor of ours")
    func descriptors() async throws {
        let file = open("/dev/null", O_RDONLY)
        defer { close(file) }
        #expect(fcntl(file, F_GETFD) & FD_CLOEXEC == 0)
        // The listing itself holds one.
        #expect(try await read("ls /proc/self/fd | tr '\\n' ' '") == "0 1 2 3 ")
    }

    @Test("have signals as by default, as a server ignores some")
    func signals() async throws {
        signal(SIGPIPE, SIG_IGN)
        let line = try await read("grep SigIgn /proc/self/status")
        let ignored = try #require(line.flatMap { UInt64($0.suffix(16), radix: 16) })
        // 32 and 33 are glibc's own, and it ignores them in what it starts.
        #expect(ignored & ~(3 << 31) == 0)
    }

    @Test("are found by a bare name in PATH")
    func bareName() async throws {
        _ = try script("echo fake-path", name: "my-tool")
        let versions = try await source(["my-tool"]).read(SecretReference(parsing: "exec:my-tool"))
        #expect(versions[0].text == "fake-path")
    }

    @Test(
        "are run only by programs that are allowed, as they are written",
        arguments: [
            [], ["other"], ["/bin/ech"], ["echo"], ["/bin/echo x"], ["/BIN/ECHO"], ["//bin/echo"],
        ])
    func notAllowed(_ allowed: [String]) async throws {
        let error = await problem {
            _ = try await source(allowed).read(SecretReference(parsing: "exec:/bin/echo fake"))
        }
        guard case .denied(let reason)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(reason.contains("secret_sources.exec"))
        #expect(!reason.contains("fake"))
    }

    @Test("of a program that depends on the directory are refused", arguments: ["./tool", "bin/tool"])
    func relative(_ program: String) async throws {
        let error = await problem { _ = try await source([program]).read(SecretReference(parsing: "exec:\(program)")) }
        guard case .badReference? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test("of a program that is not there are not found", arguments: ["no-such-program-here", "/no/such/program"])
    func missing(_ program: String) async throws {
        let error = await problem { _ = try await source([program]).read(SecretReference(parsing: "exec:\(program)")) }
        guard case .notFound? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test("of what cannot be executed are denied")
    func notExecutable() async throws {
        for path in [try script("echo fake", mode: 0o600), folder.path] {
            let error = await problem { _ = try await source([path]).read(SecretReference(parsing: "exec:'\(path)'")) }
            guard case .denied? = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }

    @Test("of a program that does not start say the system's reason")
    func notStarted() async throws {
        let path = try script("x")
        try Data("#!/no/such/interpreter\n".utf8).write(to: URL(fileURLWithPath: path))
        let error = await problem { _ = try await source([path]).read(SecretReference(parsing: "exec:'\(path)'")) }
        guard case .unavailable(let reason)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(reason.contains("No such file"))
    }

    @Test(
        "that end badly say how, and nothing of what was written",
        arguments: [
            ("echo fake; echo fake >&2; exit 1", "status 1"), ("echo fake; exit 255", "status 255"),
            ("kill -9 $$", "signal 9"),
            ("kill -TERM $$; sleep 5", "signal 15"),
        ])
    func failing(_ text: String, words: String) async throws {
        let error = await problem { _ = try await read(text) }
        guard case .unavailable(let reason)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(reason.contains(words))
        #expect(reason.contains("by hand"))
        #expect(!reason.contains("fake"))
    }

    @Test("that are empty are an error", arguments: ["true", "echo", "printf '\\r\\n'"])
    func empty(_ text: String) async throws {
        #expect(await problem { _ = try await read(text) } == .empty)
    }

    @Test("are at most 64 KiB large", arguments: [(65536, true), (65537, false)])
    func large(size: Int, isRead: Bool) async throws {
        let text = "head -c \(size) /dev/zero | tr '\\0' f"
        if isRead {
            #expect(try await read(text)?.utf8.count == size)
        } else {
            let error = await problem { _ = try await read(text) }
            guard case .malformed(let reason)? = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(reason.contains("64 KiB"))
        }
    }

    /// What a script that writes its id into a file has written.
    private func written(_ name: String) throws -> pid_t {
        let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
        return try #require(pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)))
    }

    /// Whether a process is there and no zombie.
    private func isRunning(_ id: pid_t) -> Bool {
        guard let text = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8) else { return false }
        return !text.contains(") Z ")
    }

    private func isGone(_ id: pid_t) async -> Bool {
        for _ in 0..<100 where isRunning(id) { try? await Task.sleep(for: .milliseconds(10)) }
        return !isRunning(id)
    }

    @Test(
        "without an end are killed, with all that the program has started",
        arguments: [
            "while :; do echo fake; done", "yes fake", "sleep 60", "exec >&-; sleep 60",
            "trap '' TERM INT HUP; sleep 60",
        ])
    func endless(_ text: String) async throws {
        let begin = ContinuousClock.now
        let error = await problem {
            _ = try await read(
                "cd '\(self.folder.path)'; sleep 60 & echo $! > child; echo $$ > self; \(text)",
                limit: .milliseconds(1500))
        }
        switch error {
        case .unavailable(let reason): #expect(reason.contains("1.5 seconds"))
        case .malformed(let reason): #expect(reason.contains("64 KiB"))
        default: Issue.record("\(String(describing: error))")
        }
        #expect(ContinuousClock.now - begin < .seconds(5))
        for name in ["child", "self"] { #expect(await isGone(try written(name))) }
    }

    @Test("are there when the program has ended, even if another process holds its output open")
    func heldOpen() async throws {
        let begin = ContinuousClock.now
        let text =
            "cd '\(folder.path)'; setsid sh -c 'echo $$ > far; exec sleep 60' & "
            + "sleep 60 & echo $! > near; while ! [ -s far ]; do sleep 0.01; done; echo fake"
        #expect(try await read(text) == "fake")
        #expect(ContinuousClock.now - begin < .seconds(5))
        #expect(await isGone(try written("near")))
        // What has made itself a group of its own is not ours to end.
        let far = try written("far")
        #expect(isRunning(far))
        kill(far, SIGKILL)
    }

    @Test("that nobody waits for any more are stopped")
    func cancelled() async throws {
        let path = try script("echo $$ > '\(folder.path)/self'; sleep 60")
        let source = source([path])
        let reference = try SecretReference(parsing: "exec:'\(path)'")
        let task = Task { await problem { _ = try await source.read(reference) } }
        for _ in 0..<500 where (try? written("self")) == nil { try await Task.sleep(for: .milliseconds(10)) }
        let id = try written("self")
        let begin = ContinuousClock.now
        task.cancel()
        guard case .unavailable? = await task.value else {
            Issue.record("not stopped")
            return
        }
        #expect(ContinuousClock.now - begin < .seconds(2))
        #expect(await isGone(id))
    }

    @Test("leave no descriptor and no zombie behind, however they end")
    func nothingLeft() async throws {
        let path = try script(
            "case $1 in 0) echo fake;; 1) exit 1;; 2) kill -9 $$;; 3) yes;; esac", name: "doorward-left")
        let source = source([path])
        _ = try? await source.read(SecretReference(parsing: "exec:'\(path)' 0"))
        let before = try pipes()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<200 {
                if number >= 8 { try await group.next() }
                group.addTask {
                    let error = await problem {
                        _ = try await source.read(SecretReference(parsing: "exec:'\(path)' \(number % 4)"))
                    }
                    #expect((error == nil) == (number % 4 == 0))
                }
            }
            try await group.waitForAll()
        }
        // Other tests of this process have pipes too; 200 of ours would be more.
        #expect(try pipes() < before + 100)
        var zombies = 0
        for id in try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap({ pid_t($0) }) {
            let text = (try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8)) ?? ""
            if text.contains("(doorward-left) Z \(getpid()) ") { zombies += 1 }
        }
        #expect(zombies == 0)
    }

    /// How many ends of pipes this process holds.
    private func pipes() throws -> Int {
        let folder = "/proc/self/fd"
        return try FileManager.default.contentsOfDirectory(atPath: folder).count {
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\($0)"))?.hasPrefix("pipe:") == true
        }
    }
}
