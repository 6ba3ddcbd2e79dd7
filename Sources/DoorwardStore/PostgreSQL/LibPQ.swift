#if PostgreSQL
    internal import CLibPQ

    #if canImport(Glibc)
        import Glibc
    #elseif canImport(Musl)
        import Musl
    #else
        import Darwin
    #endif

    /// PostgreSQL's client library, loaded when the first PostgreSQL database is opened.
    ///
    /// Unchecked: function pointers, the same for every thread. Every field of `call` is set.
    struct LibPQ: @unchecked Sendable {
        let call: doorward_libpq

        /// The library of this process, or why there is none.
        static let shared = load()

        private static let names = ["libpq.so.5", "libpq.5.dylib", "/opt/homebrew/opt/libpq/lib/libpq.5.dylib"]

        private static func load() -> Result<LibPQ, SQLFailure> {
            guard let library = names.lazy.compactMap({ dlopen($0, RTLD_NOW | RTLD_LOCAL) }).first else {
                return .failure(missing("libpq is not installed (Debian: apt install libpq5)"))
            }
            var table = doorward_libpq()
            let absent = withUnsafeMutableBytes(of: &table) { bytes -> String? in
                let fields = bytes.bindMemory(to: UnsafeMutableRawPointer?.self)
                for index in fields.indices {
                    guard let name = doorward_libpq_name(Int32(index)) else { return "field \(index)" }
                    fields[index] = dlsym(library, name)
                    if fields[index] == nil { return String(cString: name) }
                }
                return nil
            }
            if let absent { return .failure(missing("libpq has no \(absent); version 10 or later is needed")) }
            return .success(LibPQ(call: table))
        }

        private static func missing(_ message: String) -> SQLFailure { SQLFailure(kind: .other, message: message) }
    }
#endif
