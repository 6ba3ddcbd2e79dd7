import CLibFuzzer
import Glibc

/// `doorfuzz <target> [libFuzzer's arguments]` fuzzes; `check`, `pack` and `unpack` serve the corpus. `Fuzzing/run` calls it.
@main
struct Doorfuzz {
    static func main() {
        let arguments = CommandLine.arguments
        switch arguments.count > 1 ? arguments[1] : "" {
        case "check" where arguments.count == 4:
            guard let target = FuzzTarget(rawValue: arguments[2]) else { return usage() }
            Corpus.check(target, arguments[3])
        case "pack" where arguments.count == 3: Corpus.pack(arguments[2])
        case "unpack" where arguments.count == 4: Corpus.unpack(arguments[2], into: arguments[3])
        case let name:
            guard let target = FuzzTarget(rawValue: name) else { return usage() }
            fuzz(target)
        }
    }

    private static func usage() {
        let targets = FuzzTarget.allCases.map(\.rawValue).joined(separator: "|")
        Corpus.tell(
            """
            doorfuzz \(targets) [libFuzzer's arguments]
            doorfuzz check \(targets) <file of inputs>
            doorfuzz pack <folder>
            doorfuzz unpack <file of inputs> <folder>
            """)
        exit(64)
    }

    nonisolated(unsafe) private static var target = FuzzTarget.request

    private static func fuzz(_ chosen: FuzzTarget) {
        target = chosen
        // The target's name is no argument of libFuzzer's.
        var words: [UnsafeMutablePointer<CChar>?] = ([CommandLine.arguments[0]] + CommandLine.arguments.dropFirst(2))
            .map { strdup($0) }
        var count = CInt(words.count)
        words.append(nil)
        words.withUnsafeMutableBufferPointer { buffer in
            var arguments = buffer.baseAddress
            exit(
                LLVMFuzzerRunDriver(&count, &arguments) { data, size in
                    let bytes = Array(UnsafeBufferPointer(start: data, count: size))
                    guard let discrepancy = Doorfuzz.target.check(bytes) else { return 0 }
                    Corpus.tell("\nDISCREPANCY \(discrepancy)")
                    abort()
                })
        }
    }
}
