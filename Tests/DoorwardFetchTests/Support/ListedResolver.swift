import Synchronization

@testable import DoorwardFetch

/// Answers each question with the next list of addresses, and the last one for ever.
final class ListedResolver: AddressResolver {
    private let answers: [[HostAddress]]
    private let asked = Mutex<[String]>([])

    init(_ answers: [[String]]) { self.answers = answers.map { $0.compactMap { HostAddress($0) } } }

    convenience init(_ answer: String...) { self.init([answer]) }

    var questions: [String] { asked.withLock { $0 } }

    func addresses(of name: String) async throws(FetchFailure) -> [HostAddress] {
        let number = asked.withLock { asked in
            asked.append(name)
            return asked.count - 1
        }
        return answers.isEmpty ? [] : answers[min(number, answers.count - 1)]
    }
}

/// Never answers.
struct SilentResolver: AddressResolver {
    func addresses(of name: String) async throws(FetchFailure) -> [HostAddress] {
        try? await Task.sleep(for: .seconds(3_600))
        throw .unreachable("asleep")
    }
}
