#if PostgreSQL
    internal import DoorwardSecrets
    internal import Synchronization

    /// The passwords that may be the right one, the newest first. The threads of a pool share one list, which changes when
    /// the password does.
    final class PasswordList: Sendable {
        private let passwords: Mutex<[Secret]>

        init(_ passwords: [Secret]) { self.passwords = Mutex(passwords) }

        /// What to try, one after the other; nothing at all where none is known.
        var candidates: [Secret?] { passwords.withLock { $0.isEmpty ? [Secret?.none] : $0.map { Secret?.some($0) } } }

        func replace(with new: [Secret]) {
            guard !new.isEmpty else { return }
            passwords.withLock { $0 = new }
        }
    }
#endif
