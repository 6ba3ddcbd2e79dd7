import Testing

@testable import DoorwardSecrets

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

@Suite("Memory for secrets")
struct SecretMemoryTests {
    private func storage(_ bytes: [UInt8], in memory: SecretMemory) -> SecretStorage {
        bytes.withUnsafeBytes { SecretStorage(copying: $0, in: memory) }
    }

    @Test("holds what was put in, and is all zeros when the secret is gone", arguments: [0, 1, 32, 33, 64, 2048, 4095])
    func wiping(count: Int) {
        let memory = SecretMemory()
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 | 1) }
        // A neighbour keeps the page, so that it can be looked at afterwards.
        let neighbour = storage(bytes, in: memory)
        var secret: SecretStorage? = storage(bytes, in: memory)
        guard let place = secret?.bytes else { return }
        #expect(Array(place) == bytes)
        #expect(Array(neighbour.bytes) == bytes)
        guard count <= 2048 else { return }
        secret = nil
        #expect(place.allSatisfy { $0 == 0 })
        #expect(Array(neighbour.bytes) == bytes)
    }

    @Test("is shared by small secrets, and none lies in another")
    func sharing() {
        let memory = SecretMemory()
        let secrets = (0..<128).map { storage([UInt8](repeating: UInt8($0), count: 32), in: memory) }
        #expect(memory.mappedBytes == max(4096, Int(sysconf(Int32(_SC_PAGESIZE)))))
        for (number, secret) in secrets.enumerated() { #expect(secret.bytes.allSatisfy { $0 == UInt8(number) }) }
        #expect(Set(secrets.map { UInt(bitPattern: $0.bytes.baseAddress) }).count == 128)
    }

    @Test("goes back to the system, all but a page of each size")
    func returning() {
        let memory = SecretMemory()
        let page = max(4096, Int(sysconf(Int32(_SC_PAGESIZE))))
        for order in 0..<3 {
            var secrets = (0..<1000).map { storage([UInt8](repeating: 1, count: $0 % 2 == 0 ? 40 : 1000), in: memory) }
            var big: SecretStorage? = storage([UInt8](repeating: 1, count: 100_000), in: memory)
            #expect(memory.mappedBytes > 100_000 + 500 * 1000)
            #expect(big?.bytes.allSatisfy { $0 == 1 } == true)
            big = nil
            var random = SeededGenerator(seed: UInt64(order))
            if order > 0 { secrets.shuffle(using: &random) }
            if order == 2 { secrets.removeLast(500) }
            while secrets.popLast() != nil {}
            #expect(memory.mappedBytes <= 2 * page)
            #expect(memory.lockedBytes <= memory.mappedBytes)
        }
    }

    @Test("keeps thousands of secrets apart while eight threads come and go")
    func threads() async {
        let memory = SecretMemory()
        let mistakes = await withTaskGroup(of: Int.self) { group in
            for thread in 0..<8 {
                group.addTask { Self.rounds(100_000, in: memory, mark: UInt8(thread + 1)) }
            }
            return await group.reduce(0, +)
        }
        #expect(mistakes == 0)
        #expect(memory.mappedBytes <= 7 * max(4096, Int(sysconf(Int32(_SC_PAGESIZE)))))
    }

    /// - Returns: how often another one's bytes were found.
    private static func rounds(_ count: Int, in memory: SecretMemory, mark: UInt8) -> Int {
        var mistakes = 0
        var held: [SecretMemory.Slot] = []
        for round in 0..<count {
            let slot = memory.allocate(16 << (round % 6))
            if slot.start.load(as: UInt8.self) != 0 { mistakes += 1 }
            slot.start.storeBytes(of: mark, as: UInt8.self)
            held.append(slot)
            if held.count > 20 || round == count - 1 {
                for slot in held {
                    if slot.start.load(as: UInt8.self) != mark { mistakes += 1 }
                    slot.start.storeBytes(of: 0, as: UInt8.self)
                    memory.release(slot)
                }
                held = []
            }
        }
        return mistakes
    }

    #if os(Linux)
        @Test(
            "is not dumped, not given to forked processes and, where the system lets it, not swapped",
            arguments: [43, 9000])
        func flags(count: Int) throws {
            let secret = Secret([UInt8](repeating: 7, count: count))
            let flags = try #require(
                secret.withUnsafeBytes { Self.flags(of: UInt(bitPattern: $0.baseAddress)) })
            #expect(flags.contains("dd"))
            #expect(flags.contains("wf"))
            guard Self.canLock else {
                print("skipped: this process may lock no memory")
                return
            }
            #expect(flags.contains("lo"))
            #expect(SecretMemory.shared.lockedBytes >= count)
            #expect(try #require(Self.lockedBytes) >= SecretMemory.shared.lockedBytes)
        }

        private static var canLock: Bool {
            let page = mmap(nil, 65536, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
            defer { munmap(page, 65536) }
            return page.map { mlock($0, 65536) == 0 } ?? false
        }

        private static var lockedBytes: Int? {
            let line = lines("/proc/self/status").first { $0.hasPrefix("VmLck:") }
            return line.flatMap { Int($0.filter(\.isNumber)) }.map { $0 * 1024 }
        }

        private static func flags(of address: UInt) -> [Substring]? {
            var isInside = false
            for line in lines("/proc/self/smaps") {
                let bounds = line.prefix { $0 != " " }.split(separator: "-")
                if bounds.count == 2, let low = UInt(bounds[0], radix: 16), let high = UInt(bounds[1], radix: 16) {
                    isInside = (low..<high).contains(address)
                } else if isInside, line.hasPrefix("VmFlags:") {
                    return line.dropFirst(8).split(separator: " ")
                }
            }
            return nil
        }

        private static func lines(_ path: String) -> [Substring] {
            guard let stream = fopen(path, "r") else { return [] }
            defer { fclose(stream) }
            var bytes: [UInt8] = []
            var part = [UInt8](repeating: 0, count: 65536)
            while true {
                let count = fread(&part, 1, part.count, stream)
                guard count > 0 else { break }
                bytes += part[..<count]
            }
            return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        }
    #endif
}
