#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Serves one kind of call a number of times in an in-process gate, for counting the instructions of one.
///
///     GateScript KIND COUNT
///
/// A tenth of the calls warm up. The others happen inside `gate_script_measured`, so that a tool can count just them
/// (`valgrind --tool=callgrind --toggle-collect=gate_script_measured`). Every answer is checked.
@main
struct GateScript {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 3, let count = Int(arguments[2]), count > 0, let kind = Call.named(arguments[1]) else {
            print("usage: GateScript KIND COUNT\nkinds: \(Call.all.map(\.name).joined(separator: " "))")
            throw WrongArguments()
        }
        let warmUp = max(1, count / 10)
        let stage = try Stage(kind, count: warmUp + count)
        for _ in 0..<warmUp { try stage.play(kind) }
        measured = {
            for _ in 0..<count { try stage.play(kind) }
        }
        try gateScriptMeasured()
        print("\(kind.name): \(count) calls, each answered \(kind.answer)")
    }

    struct WrongArguments: Error {}
}

nonisolated(unsafe) private var measured: () throws -> Void = {}

/// The part that counts, under a name that tools can be told.
@_silgen_name("gate_script_measured")
@inline(never)
private func gateScriptMeasured() throws { try measured() }

extension GateScript {
    static func unixSeconds() -> Int64 { Int64(time(nil)) }
}
